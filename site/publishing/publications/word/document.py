"""Makes the file."""

import io
from collections.abc import Mapping

import docx
from django.http import HttpResponse
from django.utils.http import content_disposition_header

from publishing.publications.nodes import Document
from publishing.publications.word.blocks import Writer
from publishing.publications.word.styles import set_styles

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def docx_of(document: Document, *, language: str = "pl", files: Mapping[str, bytes] | None = None) -> bytes:
    """The Word file. ``files`` are the images by the names that the blocks give them."""
    made = docx.Document()
    made.core_properties.title, made.core_properties.author = document.title, "Pomost"
    made.core_properties.language = language
    set_styles(made, language)
    made.add_paragraph(document.kind, style="Subtitle")
    made.add_heading(document.title, level=1)
    if document.summary:
        made.add_paragraph(document.summary)
    Writer(made, files or {}).add([*document.facts, *document.body])
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def docx_response(content: bytes, *, name: str) -> HttpResponse:
    """The file to be saved as ``<name>.docx``."""
    disposition = content_disposition_header(True, f"{name}.docx") or ""
    return HttpResponse(content, content_type=MEDIA_TYPE, headers={"Content-Disposition": disposition})
