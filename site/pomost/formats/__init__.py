"""Formats of dates and times (``FORMAT_MODULE_PATH``) that differ from Django's."""
