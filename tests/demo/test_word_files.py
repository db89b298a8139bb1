"""The chapters of the demo as Word files: LibreOffice opens them, and what it saves comes back through the import."""

import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pypdf
import pytest
from django.utils.encoding import iri_to_uri
from lxml import html

from publishing.publications import Node, Publication, below_heading, document_tree
from publishing.publications.notes import words_of
from resources.guidance.models import Chapter
from resources.guidance.publications.content import chapter_publication
from resources.guidance.publications.word import word_of
from resources.guidance.word_import.contents import WordChapter
from resources.guidance.word_import.reading import document_of
from tests.libreoffice import converted

pytestmark = [pytest.mark.django_db, pytest.mark.libreoffice]

BOLD_OR_ITALIC = re.compile(r"</?[bi]>")


@dataclass
class Held:
    """What a chapter holds, in its order: a heading has its level, an item of a list its depth and whether it counts,
    a table its caption and cells, a link its address and words. Links in tables are text, as the import leaves them.
    """

    headings: list[tuple[int, str]] = field(default_factory=list)
    items: list[tuple[int, bool, str]] = field(default_factory=list)
    tables: list[tuple[str, list[list[str]]]] = field(default_factory=list)
    links: list[tuple[str, str]] = field(default_factory=list)


def one_space(words: str) -> str:
    return " ".join(words.split())


def in_publication(publication: Publication) -> Held:
    """Of the text of the chapter, as readers have it."""
    held = Held()
    part = publication.introduction
    _take(held, below_heading(document_tree(part.html), 1))
    if part.sources:
        held.headings.append((2, "Źródła"))
    for source in part.sources:
        held.items.append((0, False, one_space(f"{source.title}. {source.note}" if source.note else source.title)))
        held.links += [(iri_to_uri(source.url), one_space(source.title))] if source.url else []
    held.links.insert(0, (publication.url, publication.url))
    return held


def _take(held: Held, nodes: Iterable[Node]) -> None:
    for node in nodes:
        kind = node["kind"]
        if kind == "heading":
            held.headings.append((node["level"], one_space(words_of(node["inline"]))))
        elif kind == "paragraph":
            held.links += _links(node["inline"])
        elif kind == "table":
            rows = [*([node["header"]] if node["header"] else []), *node["rows"]]
            caption = one_space(words_of(node["caption"]))
            held.tables.append((caption, [[one_space(_written_out(cell)) for cell in row] for row in rows]))
        elif kind == "list":
            _take_list(held, node, 0)
        elif kind == "options":
            for item in node["items"]:
                held.items.append((0, False, one_space(words_of(item))))
                held.links += _links(item)
        elif kind == "facts":
            for item in node["items"]:
                held.links += _links(item["term"])
                _take(held, item["blocks"])
        elif kind in {"quote", "box"}:
            _take(held, node["blocks"])


def _take_list(held: Held, node: Node, depth: int) -> None:
    for item in node["items"]:
        words = [block["inline"] for block in item if block["kind"] == "paragraph"]
        held.items.append((depth, node["ordered"], one_space(" ".join(map(words_of, words)))))
        for block in item:
            if block["kind"] == "list":
                _take_list(held, block, depth + 1)
            else:
                _take(held, [block])


def _links(runs: Iterable[Node]) -> list[tuple[str, str]]:
    return [(iri_to_uri(str(run["url"])), one_space(words_of(run["inline"]))) for run in runs if run["kind"] == "link"]


def _written_out(runs: Iterable[Node]) -> str:
    return "".join(
        f"{words_of(run['inline'])} ({iri_to_uri(run['url'])})" if run["kind"] == "link" else run.get("text", "\n")
        for run in runs
    )


def in_import(chapter: WordChapter) -> Held:
    """Of the chapter that the import makes."""
    held = Held()
    for piece in chapter.pieces:
        kind = piece["kind"]
        if kind == "heading":
            held.headings.append((piece["level"], one_space(piece["text"])))
        elif kind == "table":
            held.tables.append(
                (one_space(piece["caption"]), [[one_space(cell) for cell in row] for row in piece["rows"]])
            )
        elif kind == "prose":
            root = html.fragment_fromstring(piece["html"], create_parent="div")
            held.items += _items(root, 0)
            held.links += [(link.get("href"), one_space(link.text_content())) for link in root.iter("a")]
    return held


def _items(parent: Any, depth: int) -> Iterator[tuple[int, bool, str]]:
    for made in parent.iterchildren("ul", "ol"):
        for item in made:
            inner = [list_in for tag in ("ul", "ol") for list_in in item.iterchildren(tag)]
            words = item.text_content().removesuffix("".join(made.text_content() for made in inner))
            yield depth, made.tag == "ol", one_space(words)
            yield from _items(item, depth + 1)


def unstyled(chapter: WordChapter) -> list[dict[str, Any]]:
    """The pieces without bold and italic, which stand in links or around them."""
    return [
        {**piece, "html": BOLD_OR_ITALIC.sub("", piece["html"])} if piece["kind"] == "prose" else piece
        for piece in chapter.pieces
    ]


def read(file: bytes) -> WordChapter:
    (chapter,) = document_of(io.BytesIO(file)).chapters
    return chapter


def publications() -> dict[str, Publication]:
    """Of every other chapter, by its slug."""
    return {chapter.slug: chapter_publication(chapter) for chapter in Chapter.objects.live().order_by("path")[::2]}


def test_what_libreoffice_saves_comes_back_the_same() -> None:
    chapters = publications()
    files = {slug: word_of(publication) for slug, publication in chapters.items()}
    saved = converted(files, source="docx", target="docx")
    assert list(saved) == list(files)
    together = Held()
    for slug, publication in chapters.items():
        made, back, held = read(files[slug]), read(saved[slug]), in_publication(publication)
        assert in_import(back) == held, slug
        assert (back.title, unstyled(back)) == (publication.title, unstyled(made)), slug
        together.tables += held.tables
        together.items += held.items
    assert len(together.tables) > 10
    assert {ordered for _depth, ordered, _words in together.items} == {True, False}


def test_libreoffice_makes_pdf_of_them() -> None:
    files = {publication.title: word_of(publication) for publication in list(publications().values())[:3]}
    made = converted(files, source="docx", target="pdf")
    assert list(made) == list(files)
    for title, content in made.items():
        first = pypdf.PdfReader(io.BytesIO(content)).pages[0].extract_text()
        assert title in one_space(first)
