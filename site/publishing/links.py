"""Links to pages and documents as dataclasses for templates."""

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

from wagtail.blocks import StreamValue

if TYPE_CHECKING:
    from _typeshed import DataclassInstance


@dataclass(frozen=True, slots=True)
class Link:
    """The title and the address of a page."""

    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Download:
    """A document to download; ``size_bytes`` is None where the file is missing.

    ``pages`` is None for what has none. ``version`` says in words which text it holds, ``state`` that it is being made.
    """

    title: str
    url: str
    format: str
    size_bytes: int | None
    pages: int | None = None
    version: str = ""
    state: str = ""


def download_of(document: Any, *, title: str = "") -> Download:
    """The download of a document, named ``title`` or, without one, by the document's title."""
    return Download(
        title=title or document.title,
        url=document.url,
        format=document.format,
        size_bytes=document.get_file_size(),
    )


def downloads_in(body: StreamValue) -> list[Download]:
    """The documents that a body offers for download, in order; two queries at most."""
    # By the raw data: accessing one block loads all blocks of its type with the objects that they refer to.
    blocks = [body[place] for place, raw in enumerate(body.raw_data) if raw["type"] == "download"]
    return [
        download_of(block.value["document"], title=block.value["title"])
        for block in blocks
        if block.value["document"] is not None
    ]


def fields_of(shown: "DataclassInstance") -> dict[str, Any]:
    """The fields of a dataclass by name, for a template's context; a shallow copy."""
    return {field.name: getattr(shown, field.name) for field in fields(shown)}
