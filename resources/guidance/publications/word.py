"""A chapter as a Word file."""

from django.utils import formats, translation
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from publishing.publications import (
    Document,
    Node,
    Publication,
    Reference,
    below_heading,
    document_tree,
    with_notes,
)
from publishing.publications import nodes as n
from publishing.publications.word import docx_of


def word_of(publication: Publication) -> bytes:
    """The chapter of the publication, which is its introduction, with sources and facts.

    The address of a link that leads out of the site is a footnote too, as on paper: printed, a link says nothing.
    """
    with translation.override(publication.language):
        return docx_of(_document(publication), language=publication.language, files=publication.images)


def _document(publication: Publication) -> Document:
    chapter = publication.introduction

    def image(address: str) -> str | None:
        return address if address in publication.images else None

    blocks = below_heading(document_tree(chapter.html, image=image), 1)
    return Document(
        kind=capfirst(publication.kind),
        title=chapter.title,
        summary=chapter.summary,
        facts=[
            *n.facts([*chapter.facts, (_("As of"), formats.date_format(publication.date, "DATE_FORMAT"))]),
            *_address(publication.url),
        ],
        body=[*with_notes(blocks, site=publication.site), *_sources(chapter.sources)],
    )


def _address(url: str) -> list[Node]:
    blocks = [{"kind": "paragraph", "inline": [_link(url, url)]}]
    return [{"kind": "facts", "items": [{"term": n.text(_("Address")), "blocks": blocks}]}] if url else []


def _sources(sources: tuple[Reference, ...]) -> list[Node]:
    if not sources:
        return []
    items = [[{"kind": "paragraph", "inline": _source(source)}] for source in sources]
    return [n.heading(_("Sources")), {"kind": "list", "ordered": False, "items": items}]


def _source(source: Reference) -> list[Node]:
    title = [_link(source.url, source.title)] if source.url else n.text(source.title)
    return [*title, *n.text(f". {source.note}" if source.note else "")]


def _link(url: str, words: str) -> Node:
    return {"kind": "link", "url": url, "inline": n.text(words)}
