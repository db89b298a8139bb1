"""PDF documents: made from data, valid as PDF/UA-1."""

import io
import resource
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pypdf
import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from publishing.publications import Document, Node, PdfError, below_heading, document_tree, render_pdf, typesetting
from tests.verapdf import failures

PAGE = """
<h2 id="a">Ścieżki<a class="anchor" href="#a"><svg></svg></a></h2>
<p>Tekst <b>gruby</b> i <i>pochyły</i>, <a href="https://example.org/">odnośnik</a> i <a href="/strona/">strona</a>.</p>
<h4>Bez poziomu trzeciego</h4>
<ul><li>jeden</li><li>dwa<ul><li>w środku</li></ul></li></ul>
<ol><li><p>Pierwszy</p></li></ol>
<div class="table-scroll"><table><caption>Tabela</caption><thead><tr><th>A</th><th>B</th></tr></thead>
<tbody><tr><th scope="row">a</th><td>b</td></tr><tr><th>c</th></tr></tbody></table></div>
<div class="requirement legal"><p class="requirement-head"><svg></svg>Wymóg prawny</p>
<dl class="facts"><dt>Kogo</dt><dd>Gmin</dd></dl></div>
<blockquote class="quote"><p>Cytat</p></blockquote>
<figure><img src="/media/a.webp" alt="Mapa gminy"><figcaption>Mapa</figcaption></figure>
<section class="exercise"><form><fieldset><legend><span class="meta">Ćwiczenie 1</span> Czy?</legend>
<div class="options"><label><input type="radio"><span>Tak</span></label></div></fieldset>
<div class="actions"><button>Sprawdź</button></div></form></section>
<p>Львів 日本 😀</p>
"""
PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63f8ffff3f0005fe02fe"
    "0def46b80000000049454e44ae426082"
)


def reading(blocks: list[Node]) -> Node:
    lesson = {"title": "Lekcja", "summary": "", "blocks": below_heading(blocks, 3)}
    topic = {"title": "Temat", "summary": "O czym", "lessons": [lesson]}
    return {"kind": "Kurs", "summary": "Opis", "lessons_count": 1, "words": {"contents": "Spis"}, "topics": [topic]}


def text_of(content: bytes) -> str:
    pages = pypdf.PdfReader(io.BytesIO(content)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def test_a_page_with_every_kind_of_block_is_valid_and_complete() -> None:
    tree = document_tree(PAGE, image=lambda address: "a.png" if address == "/media/a.webp" else None)
    made = render_pdf("reading", reading(tree), title="Kurs #1 *o* [wszystkim]", files={"a.png": PICTURE})
    assert failures({"reading": made}) == {"reading": []}
    text = text_of(made)
    for words in ("Kurs #1 *o* [wszystkim]", "gruby", "w środku", "Wymóg prawny", "Czy?", "Tak", "Mapa", "Львів ?? ?"):
        assert words in text
    assert "Sprawdź" not in text
    document = pypdf.PdfReader(io.BytesIO(made))
    assert document.metadata is not None
    assert document.metadata.title == "Kurs #1 *o* [wszystkim]"
    assert str(document.root_object["/Lang"]) == "pl"


def test_the_validator_refuses_an_untagged_document() -> None:
    writer = pypdf.PdfWriter()
    writer.add_blank_page(200, 200)
    buffer = io.BytesIO()
    writer.write(buffer)
    assert failures({"blank": buffer.getvalue()})["blank"] != []


@pytest.mark.parametrize(
    ("force", "look"), [("legal", "requirement"), ("grantor", "grantor"), ("practice", "practice")]
)
def test_a_requirement_looks_like_its_force(force: str, look: str) -> None:
    (box,) = document_tree(f'<div class="requirement {force}"><p class="requirement-head">Co</p><p>Zrób.</p></div>')
    assert box["look"] == look
    document = Document(kind="Rozdział", title="Pudełko", summary="", facts=[], body=[box])
    assert "Zrób." in text_of(render_pdf("document", document, title="Pudełko"))


def test_what_looks_like_typst_stays_text() -> None:
    markup = '#read("/etc/passwd") $x^2$ @a <b> \\ `c` // d'
    data = reading(
        [{"kind": "paragraph", "inline": [{"kind": "text", "text": markup, "strong": False, "emphasis": False}]}]
    )
    assert '#read("/etc/passwd") $x^2$ @a <b> \\ `c` // d' in text_of(render_pdf("reading", data, title=markup))


def test_dates_are_in_words_of_the_language() -> None:
    data = {**reading([]), "summary": date(2026, 11, 5)}
    assert "5 listopada 2026" in text_of(render_pdf("reading", data, title="Kurs"))
    assert "5 November 2026" in text_of(render_pdf("reading", data, title="Course", language="en"))


def test_missing_fonts_are_said(tmp_path: Path, settings: Any) -> None:
    settings.PRINT_FONTS = tmp_path
    with pytest.raises(PdfError, match="pomost fonts"):
        render_pdf("reading", reading([]), title="Kurs")


def test_what_typst_refuses_or_does_not_end_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(PdfError, match=r"reading: .*does not contain key"):
        render_pdf("reading", {}, title="Kurs")
    monkeypatch.setattr(typesetting, "LONGEST", 0.001)
    with pytest.raises(PdfError, match="reading: not made in"):
        render_pdf("reading", reading([]), title="Kurs")


def cells_of(content: bytes) -> list[list[list[str]]]:
    """The tables of a document, their rows, and what each cell is: "TD", or "TH" with what it heads."""
    catalogue: Any = pypdf.PdfReader(io.BytesIO(content)).trailer["/Root"]
    structure = catalogue["/StructTreeRoot"]

    def said(cell: Any) -> str:
        scopes = [item.get_object()["/Scope"] for item in cell.get("/A", []) if "/Scope" in item.get_object()]
        return " ".join(str(word).removeprefix("/") for word in (cell["/S"], *scopes))

    def inside(element: Any) -> list[Any]:
        found = element.get("/K", [])
        found = found.get_object()
        children = [child.get_object() for child in (found if isinstance(found, list) else [found])]
        return [child for child in children if isinstance(child, dict)]

    def named(name: str, element: Any) -> list[Any]:
        return [
            found for child in inside(element) for found in ([child] if child.get("/S") == name else named(name, child))
        ]

    return [
        [[said(cell) for cell in inside(row)] for row in named("/TR", table)] for table in named("/Table", structure)
    ]


def test_header_cells_of_rows_and_columns_are_tagged() -> None:
    head = "<thead><tr><th>A</th><th>B</th></tr></thead>"
    rows = "<tr><th>a</th><td>b <a href='https://x.pl/'>c</a></td></tr>"
    plain = "<tr><td>a</td><td>b</td></tr>"
    tree = document_tree(
        f"<table>{head}<tbody>{rows * 60}</tbody></table><ul><li><p>Punkt</p><table>{plain * 2}</table></li></ul>"
        f"<table>{head}<tbody>{plain}</tbody></table><table><caption>Wiersze</caption>{rows * 2}</table>"
    )
    made = render_pdf("document", Document("Rozdział", "Tabele", "", [], tree), title="Tabele")
    column, row = ["TH Column", "TH Column"], ["TH Row", "TD"]
    assert cells_of(made) == [[column, *[row] * 60], [["TD", "TD"]] * 2, [column, ["TD", "TD"]], [row] * 2]
    assert len(pypdf.PdfReader(io.BytesIO(made)).pages) > 1
    assert failures({"made": made}) == {"made": []}


def test_the_memory_of_documents_is_given_back() -> None:
    """Typst keeps what it computed for ten documents; none of it stays in the process of the site."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for number in range(12):
        text = f"<p>{f'Zdanie {number} o moście. ' * 2000}</p>"
        render_pdf("reading", reading(document_tree(text)), title="Kurs")
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 20_000  # KiB


HEADING = st.integers(1, 6).map(lambda level: {"kind": "heading", "level": level, "inline": []})


@examples(max_examples=100)
@given(st.lists(HEADING), st.integers(1, 4))
def test_no_heading_skips_a_level(headings: list[Node], above: int) -> None:
    levels = [above, *(node["level"] for node in below_heading(headings, above))]
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert all(level > above for level in levels[1:])
