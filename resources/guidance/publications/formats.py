"""The formats in which guides, their editions and their chapters are offered as files."""

import io
from collections.abc import Callable

import pypdf

from publishing.publications import Publication
from publishing.publications.epub import epub_of
from publishing.publications.paper import pdf_of
from publishing.publications.word import MEDIA_TYPE
from resources.guidance.publications.word import word_of

FORMATS: dict[str, Callable[[Publication], bytes]] = {"pdf": pdf_of, "epub": epub_of, "docx": word_of}
"""What makes a file, by the end of its name."""
OF_GUIDES = ("pdf", "epub")
"""Of guides and of editions."""
OF_CHAPTERS = ("pdf", "docx")
MEDIA_TYPES = {"pdf": "application/pdf", "epub": "application/epub+zip", "docx": MEDIA_TYPE}


def pages_in(content: bytes, name: str) -> int | None:
    """The number of pages of a file of a format; None for a format without any."""
    return len(pypdf.PdfReader(io.BytesIO(content)).pages) if name == "pdf" else None
