"""What pages show of other pages and of documents, the same names in Python and in templates."""

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
    """A document to take away; ``size_bytes`` is None where the file is missing."""

    title: str
    url: str
    format: str
    size_bytes: int | None


def download_of(document: Any, *, title: str = "") -> Download:
    """A document as a list of downloads shows it, under a ``title`` of its own or the document's."""
    return Download(
        title=title or document.title,
        url=document.url,
        format=document.format,
        size_bytes=document.get_file_size(),
    )


def downloads_in(body: StreamValue) -> list[Download]:
    """The documents that a body offers for download, in order; two queries at most."""
    # By the raw data: looking at a block makes all of its kind, with what requirements refer to in the database.
    blocks = [body[place] for place, raw in enumerate(body.raw_data) if raw["type"] == "download"]
    return [
        download_of(block.value["document"], title=block.value["title"])
        for block in blocks
        if block.value["document"] is not None
    ]


def fields_of(shown: "DataclassInstance") -> dict[str, Any]:
    """The fields of a dataclass by name, for a template's context; what they hold is not copied."""
    return {field.name: getattr(shown, field.name) for field in fields(shown)}
