"""Guides, chapters and editions as publications."""
