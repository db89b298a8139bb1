"""Makes the files of a book and puts them into its archive."""

import io
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import NAMESPACE_URL, uuid5
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from lxml.html import HtmlElement

from publishing.publications.contents import Part, Publication
from publishing.publications.epub.images import BookImage, images_of
from publishing.publications.epub.xhtml import xhtml_of
from publishing.publications.fragments import legal
from publishing.publications.joining import Places, joined, parts_of

MEDIA_TYPE = "application/epub+zip"
PUBLISHER = "Pomost"
TEMPLATES = "publishing/epub"
FOLDER = "EPUB"
_PAGES = ("package.opf", "style.css", "cover.xhtml", "nav.xhtml")
_OLDEST = (1980, 1, 1, 0, 0, 0)
"""The time of every file in the archive, so that the same content gives the same bytes."""


@dataclass(frozen=True, slots=True)
class Section:
    """A heading of a part in the contents."""

    title: str
    address: str


@dataclass(frozen=True, slots=True)
class BookPart:
    """A part as a file of the book. ``role`` is its role in the DPUB-ARIA vocabulary, such as "chapter"."""

    part: Part
    name: str
    title: str
    role: str
    html: SafeString
    sections: tuple[Section, ...]


class _Files(Places):
    """One file for each part; identifiers stay as they are."""

    def part(self, number: int) -> str:
        return f"part-{number}.xhtml"

    def anchor(self, number: int, name: str) -> str:
        return name

    def section(self, number: int, name: str) -> str:
        return f"{self.part(number)}#{name}"


def epub_of(publication: Publication) -> bytes:
    """The publication as a book. Equal publications give equal bytes."""
    images = images_of(publication.images)
    with translation.override(publication.language):
        parts = _parts(publication, images)
        context = {
            "publication": publication,
            "publisher": PUBLISHER,
            "identifier": uuid5(NAMESPACE_URL, f"{publication.url} {publication.edition}".strip()),
            "parts": parts,
            "images": list(images.values()),
        }
        files: list[tuple[str, str | bytes]] = [
            ("META-INF/container.xml", _rendered("container.xml", context)),
            *((f"{FOLDER}/{name}", _rendered(name, context)) for name in _PAGES),
            *((f"{FOLDER}/{part.name}", _rendered("part.xhtml", {**context, "book_part": part})) for part in parts),
            *((f"{FOLDER}/{image.name}", image.content) for image in images.values()),
        ]
    return _archive(files)


def _parts(publication: Publication, images: dict[str, BookImage]) -> list[BookPart]:
    places = _Files()
    trees = joined(publication, places)
    return [
        _part(publication, number, part, tree, places, images)
        for number, (part, tree) in enumerate(zip(parts_of(publication), trees, strict=True))
    ]


def _part(
    publication: Publication,
    number: int,
    part: Part,
    tree: HtmlElement,
    places: Places,
    images: dict[str, BookImage],
) -> BookPart:
    introduces = number == 0 and bool(publication.parts)
    sections = tuple(
        Section(" ".join(heading.text_content().split()), places.section(number, heading.get("id")))
        for heading in tree.iter("h2")
        if heading.get("id") and heading.text_content().strip()
    )

    def image(address: str) -> str | None:
        return images[address].name if address in images else None

    return BookPart(
        part=part,
        name=places.part(number),
        title=_("Introduction") if introduces else part.title,
        role="introduction" if introduces else "chapter",
        html=mark_safe(xhtml_of(tree, image=image)),  # noqa: S308 - made from the stored HTML, which is safe
        sections=sections,
    )


def _rendered(name: str, context: dict[str, object]) -> str:
    return legal(render_to_string(f"{TEMPLATES}/{name}", context))


def _archive(files: Iterable[tuple[str, str | bytes]]) -> bytes:
    """The archive, with the media type first and not compressed, as the format asks (OCF 3.3, 4.2.2)."""
    buffer = io.BytesIO()
    with ZipFile(buffer, "w") as archive:
        archive.writestr(_entry("mimetype", ZIP_STORED), MEDIA_TYPE)
        for name, content in files:
            archive.writestr(_entry(name, ZIP_DEFLATED), content)
    return buffer.getvalue()


def _entry(name: str, method: int) -> ZipInfo:
    entry = ZipInfo(name, _OLDEST)
    entry.compress_type = method
    entry.create_system = 3  # the same on every system
    entry.external_attr = 0o644 << 16
    return entry
