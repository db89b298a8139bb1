"""Publications as PDF."""

import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

import segno
from django.utils import translation
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from publishing.publications import nodes as n
from publishing.publications.contents import Part, Publication, Reference
from publishing.publications.document_tree import ImageFile, below_heading, document_tree
from publishing.publications.nodes import Node
from publishing.publications.notes import with_notes
from publishing.publications.typesetting import render_pdf

TEMPLATE = "publication"
CODE = "code.svg"
PICTURES = {"png", "jpg", "jpeg", "gif", "webp", "svg"}
"""The kinds of pictures that Typst reads, by the ends of their names."""
TITLE, PART = 1, 2
"""The levels of the headings of the whole and of a part."""


@dataclass(frozen=True, slots=True)
class PartOnPaper:
    """A part; links in the document lead to ``label``. ``number`` is in words, such as "Rozdział 3"."""

    label: str
    number: str
    title: str
    summary: str
    facts: list[Node]
    blocks: list[Node]
    sources: list[Node]


@dataclass(frozen=True, slots=True)
class Words:
    """The words of the interface on the paper."""

    contents: str
    introduction: str
    sources: str
    code_alt: str
    online: str


@dataclass(frozen=True, slots=True)
class Paper:
    """What ``templates/typst/publication.typ`` reads. ``foot`` stands at the foot of each page."""

    kind: str
    facts: list[Node]
    introduction: PartOnPaper
    parts: tuple[PartOnPaper, ...]
    url: str
    code: str
    foot: str
    words: Words


def pdf_of(publication: Publication) -> bytes:
    """The publication as PDF/UA-1. Raises ``PdfError``."""
    with translation.override(publication.language):
        paper, files = _paper(publication)
    return render_pdf(TEMPLATE, paper, title=publication.title, language=publication.language, files=files)


def _paper(publication: Publication) -> tuple[Paper, dict[str, bytes]]:
    files = {CODE: code_of(publication.url)}
    names: dict[str, str] = {}

    def image(address: str) -> str | None:
        suffix = urlsplit(address).path.rpartition(".")[2].lower()
        if address not in publication.images or suffix not in PICTURES:
            return None
        name = names.setdefault(address, f"picture-{len(names)}.{suffix}")
        files[name] = publication.images[address]
        return name

    places = {
        address: f"part-{part.slug}" for part in publication.parts for address in (part.url, *part.addresses) if address
    }
    read = _reader(image, places, publication.site)
    level = PART if publication.parts else TITLE
    paper = Paper(
        kind=capfirst(publication.kind),
        facts=n.facts(_facts(publication)),
        introduction=read(publication.introduction, level, ""),
        parts=tuple(
            read(part, PART, _("Chapter %(number)s") % {"number": part.number} if part.number else "")
            for part in publication.parts
        ),
        url=publication.url,
        code=CODE,
        foot=publication.edition or _text_of_day(publication.date),
        words=Words(
            contents=_("Contents"),
            introduction=_("Introduction"),
            sources=_("Sources"),
            code_alt=_("QR code with the address %(url)s") % {"url": publication.url},
            online=_("On the site, always with the current text:"),
        ),
    )
    return paper, files


def _reader(image: ImageFile, places: Mapping[str, str], site: str) -> Callable[[Part, int, str], PartOnPaper]:
    def read(part: Part, level: int, number: str) -> PartOnPaper:
        blocks = below_heading(document_tree(part.html, image=image, base=site), level)
        return PartOnPaper(
            label=f"part-{part.slug}",
            number=number,
            title=part.title,
            summary=part.summary,
            facts=n.facts(part.facts),
            blocks=with_notes(blocks, site=site, places=places),
            sources=_sources(part.sources),
        )

    return read


def _facts(publication: Publication) -> list[tuple[str, str]]:
    found = [(_("Edition"), publication.edition)] if publication.edition else []
    if publication.validation:
        found.append((_("Validation"), publication.validation))
    found += publication.facts
    if not publication.edition:
        found.append((_("Text"), _text_of_day(publication.date)))
    return found


def _text_of_day(day: date) -> str:
    return _("as of %(date)s") % {"date": n.day(day)}


def _sources(references: tuple[Reference, ...]) -> list[Node]:
    items = [
        [{"kind": "paragraph", "inline": [*n.text(_sentence(reference)), *_address(reference.url)]}]
        for reference in references
    ]
    return [{"kind": "list", "ordered": True, "items": items}] if items else []


def _sentence(reference: Reference) -> str:
    words = f"{reference.title}, {reference.note}" if reference.note else reference.title
    return words if words.endswith(".") else f"{words}."


def _address(url: str) -> list[Node]:
    return [*n.text(" "), {"kind": "link", "url": url, "needed": False, "inline": n.text(url)}] if url else []


def code_of(url: str) -> bytes:
    """A QR code with an address, as SVG."""
    out = io.BytesIO()
    segno.make(url, error="m", micro=False).save(out, kind="svg", dark="#16302b", border=2, scale=4)
    return out.getvalue()
