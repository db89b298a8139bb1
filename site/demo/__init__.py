"""The demo: sample content and accounts. Not part of a production install."""
