"""Publications as PDF: valid, complete, with contents, footnotes and links that lead to other parts."""

import io
from collections import Counter
from datetime import date
from typing import Any

import pypdf
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from publishing.publications import Node, Part, Publication, Reference, with_notes
from publishing.publications import nodes as n
from publishing.publications.paper import pdf_of
from tests.publishing.test_publications import PICTURE, text_of
from tests.verapdf import failures

SITE = "https://pomost.example"
BODY = f"""
<h2>Umowa</h2><p>Podstawą jest <a href="https://eli.gov.pl/eli/DU/1974/141/ogl">Kodeks pracy</a>,
znowu <a href="https://eli.gov.pl/eli/DU/1974/141/ogl">Kodeks</a>,
i <a href="{SITE}/poradnik/drugi/#a">rozdział drugi</a>.</p>
<h4>Za głęboki</h4><p class="file"><a href="{SITE}/dokumenty/1/wzor.docx">Wzór</a></p>
<table><tr><th>Rok</th><th>Kwota</th></tr><tr><th scope="row">2026</th><td>Czterdzieści</td></tr></table>
<figure><img src="/media/a.png" alt="Mapa gminy"></figure><figure><img src="/media/a.png" alt=""></figure>
<figure><img src="/media/brak.png" alt="Nie ma"></figure><figure><img src="/media/a.tiff" alt="Nie ma"></figure>
<div class="requirement"><p class="requirement-head">Wymóg prawny</p><p>Art. 18³ᵃ</p></div>
"""


def part(slug: str, title: str, html: str = BODY, number: str = "") -> Part:
    return Part(
        slug=slug,
        title=title,
        html=html,
        number=number,
        summary=f"O czym: {title}",
        url=f"{SITE}/poradnik/{slug}/",
        facts=(("Stan prawny", "1 marca 2026"),),
        sources=(Reference("Kodeks pracy", "art. 29", "https://example.org/kp"), Reference("Z półki")),
    )


def publication(**changes: Any) -> Publication:
    whole: dict[str, Any] = {
        "kind": "poradnik",
        "title": "Praca",
        "url": f"{SITE}/poradnik/",
        "language": "pl",
        "date": date(2026, 11, 5),
        "introduction": part("poradnik", "Praca", "<p>Na początek.</p>"),
        "parts": (part("pierwszy", "Pierwszy", number="1"), part("drugi", "Drugi", number="2")),
        "edition": "Wydanie 2 z 5 listopada 2026",
        "validation": "W walidacji",
        "images": {"/media/a.png": PICTURE, "/media/a.tiff": PICTURE},
    }
    return Publication(**{**whole, **changes})


def test_a_guide_and_a_chapter_are_valid_and_complete() -> None:
    guide = pdf_of(publication())
    chapter = pdf_of(publication(kind="rozdział", parts=(), introduction=part("pierwszy", "Pierwszy"), edition=""))
    assert failures({"guide": guide, "chapter": chapter}) == {"guide": [], "chapter": []}
    for words in ("poradnik", "Wydanie 2", "W walidacji", "Spis treści", "Na początek", "Rozdział 2", "Z półki"):
        assert words in text_of(guide)
    for words in ("O czym: Pierwszy", "Stan prawny 1 marca 2026", "5 listopada 2026", "Wymóg prawny", "Z półki"):
        assert words in text_of(chapter)
    assert "?" not in text_of(chapter)  # which would stand for the raised letter that no font has


def test_the_running_head_of_a_guide_is_the_chapter_and_of_a_chapter_its_title() -> None:
    long = BODY + "<p>Zdanie o moście, które zajmuje miejsce.</p>" * 120
    guide = publication(parts=(part("pierwszy", "Pierwszy", long, number="1"),))
    chapter = publication(title="Sam", parts=(), introduction=part("sam", "Sam", long))
    for made, head in ((guide, "Pierwszy"), (chapter, "Sam")):
        last = pypdf.PdfReader(io.BytesIO(pdf_of(made))).pages[-1]
        assert last.extract_text().split()[0] == head


def test_the_address_of_a_link_is_in_a_footnote_once_in_a_chapter() -> None:
    text = text_of(pdf_of(publication())).replace("\u200b", "")
    assert text.count("https://eli.gov.pl/eli/DU/1974/141/ogl") == 2
    assert text.count(f"{SITE}/dokumenty/1/wzor.docx") == 2
    assert f"{SITE}/poradnik/drugi/" not in text


def test_contents_bookmarks_and_links_lead_into_the_document() -> None:
    reader = pypdf.PdfReader(io.BytesIO(pdf_of(publication())))
    titles = [str(mark.title) for mark in reader.outline if not isinstance(mark, list)]
    assert titles == ["Wstęp", "Pierwszy", "Drugi"]
    first = next(page for page in reader.pages if "Rozdział 1" in page.extract_text())
    inner = [one.get_object() for one in first.get("/Annots", []) if "/Dest" in one.get_object()]
    assert len(inner) >= 1
    assert "Pierwszy" in reader.pages[-2].extract_text() or "Drugi" in reader.pages[-1].extract_text()


def test_the_same_picture_is_stored_once_and_those_of_unknown_kinds_are_left_out() -> None:
    pages = pypdf.PdfReader(io.BytesIO(pdf_of(publication()))).pages
    assert "Nie ma" not in " ".join(page.extract_text() for page in pages)
    assert sum(len(page.images) for page in pages) > 0


ADDRESS = st.sampled_from(["https://a.example/1", "https://b.example/2", f"{SITE}/3", "mailto:a@b.example"])
RUN = st.builds(lambda url, words: {"kind": "link", "url": url, "needed": False, "inline": n.text(words)}, ADDRESS,
                st.sampled_from(["słowa", "https://a.example/1"]))  # fmt: skip
LEAF = st.lists(RUN, max_size=4).map(lambda runs: {"kind": "paragraph", "inline": runs})
HEADING = st.lists(RUN, max_size=2).map(lambda runs: {"kind": "heading", "level": 2, "inline": runs})
BLOCKS = st.recursive(
    st.lists(LEAF | HEADING, max_size=4),
    lambda inner: st.lists(
        inner.map(lambda blocks: {"kind": "list", "ordered": False, "items": [blocks]})
        | inner.map(lambda blocks: {"kind": "box", "look": "callout", "blocks": blocks, "whole": True}),
        max_size=3,
    ),
    max_leaves=12,
)


def links(nodes: Any, *, in_heading: bool = False) -> list[tuple[Node, bool]]:
    if isinstance(nodes, list):
        return [link for node in nodes for link in links(node, in_heading=in_heading)]
    if not isinstance(nodes, dict):
        return []
    inside = in_heading or nodes.get("kind") == "heading"
    own = [(nodes, inside)] if nodes.get("kind") == "link" else []
    return [*own, *(link for value in nodes.values() for link in links(value, in_heading=inside))]


@examples(max_examples=100)
@given(BLOCKS)
def test_every_address_out_of_the_site_has_one_footnote(blocks: list[Node]) -> None:
    noted = links(with_notes(blocks, site=SITE))
    wanted = {
        link["url"]
        for link, in_heading in links(blocks)
        if not in_heading
        and "example" in link["url"]
        and link["url"].startswith("https://")
        and SITE not in link["url"]
        if link["inline"][0]["text"] != link["url"]
    }
    assert Counter(link["note"] for link, _in_heading in noted if "note" in link) == Counter(wanted)
    assert [link for link, in_heading in noted if in_heading and "note" in link] == []
    assert [link["url"] for link, _in_heading in noted] == [link["url"] for link, _in_heading in links(blocks)]
