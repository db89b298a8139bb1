"""The formats in which guides are offered as files."""

import io
from collections.abc import Callable

import pypdf

from publishing.publications import Publication
from publishing.publications.paper import pdf_of

FORMATS: dict[str, Callable[[Publication], bytes]] = {"pdf": pdf_of}
"""What makes a file, by the end of its name."""
MEDIA_TYPES = {"pdf": "application/pdf", "epub": "application/epub+zip"}


def pages_in(content: bytes, name: str) -> int | None:
    """The number of pages of a file of a format; None for a format without any."""
    return len(pypdf.PdfReader(io.BytesIO(content)).pages) if name == "pdf" else None
