"""Books in EPUB 3.3 (W3C) with the metadata of EPUB Accessibility 1.1: a ZIP archive of XHTML from templates."""

from publishing.publications.epub.book import MEDIA_TYPE, epub_of

__all__ = ["MEDIA_TYPE", "epub_of"]
