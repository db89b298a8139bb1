"""Conversion of pasted HTML: what Word and LibreOffice write, and hostile input."""

import re
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from editing.pasting import Converted, Dropped, Heading, Prose, Table, convert
from editing.pasting.conversion import LARGEST, MOST_PIECES
from editing.pasting.states import notes_on, states_of
from publishing.blocks import BodyBlock

PASTED = Path(__file__).parent / "pasted"
NBSP = "\N{NO-BREAK SPACE}"


def read(name: str) -> Converted:
    return convert((PASTED / name).read_text(encoding="utf-8"))


def test_text_of_word_keeps_headings_lists_tables_and_counts_what_is_dropped() -> None:
    assert read("word.html") == Converted(
        (
            Heading("Jak przyjąć wolontariusza", 2),
            Prose(
                f"<p>Wolontariat to <b>praca bez wynagrodzenia</b>, o{NBSP}czym mówi "
                '<a href="https://isap.sejm.gov.pl/?id=1&amp;x=2"><i>ustawa</i> o działalności</a>.</p>'
                "<p>Powiedz „dziękuję” – zawsze.</p>"
            ),
            Heading("Zanim zacznie", 3),
            Prose(
                "<ol><li>Spiszcie porozumienie:<ul><li>zakres,</li><li>czas.</li></ul></li>"
                "<li>Ubezpieczcie go.</li></ol>"
            ),
            Table(
                rows=(
                    ("Pozycja", "Kwota", "Kwota"),
                    ("Dojazd", f"12,50{NBSP}zł\nza osobę", "cennik"),
                    ("Dojazd", f"0{NBSP}zł", ""),
                ),
                header_row=True,
                header_column=False,
                caption="Tabela 1. Koszty",
            ),
            Heading("Po pierwszym dniu", 4),
            Prose("<p>Zapytaj, jak było. H<sub>2</sub>O, 10 m<sup>2</sup>.</p>"),
        ),
        Dropped(pictures=1, footnotes=1, comments=1, text_boxes=1, table_links=1, merged_cells=2),
    )


def test_text_of_libreoffice_keeps_headings_nested_lists_and_tables() -> None:
    assert read("libreoffice.html") == Converted(
        (
            Heading("Rozliczenie dotacji", 2),
            Prose(
                f"<p>Sprawozdanie składa się w{NBSP}ciągu <b>30{NBSP}dni</b>.</p>"
                "<ul><li>faktury</li><li>rachunki:<ol><li>opisane <i>na odwrocie</i>,</li><li>podpisane;</li></ol></li>"
                "<li>wyciągi.</li></ul>"
            ),
            Table(rows=(("Koszt", "Dowód"), ("Sala", "faktura")), header_row=True, header_column=False),
            Heading("Zwrot", 3),
            Prose(f"<p>Niewykorzystane środki zwraca się na{NBSP}rachunek gminy.<br/>Termin: 15{NBSP}dni.</p>"),
        ),
        Dropped(pictures=1, footnotes=1),
    )


@pytest.mark.parametrize(
    ("html", "pieces"),
    [
        # A document of Google: one <b> around all, emphasis as styles.
        (
            (
                '<b style="font-weight:normal;"><p><span style="font-weight:700">Raz</span> '
                '<span style="font-style:italic">dwa</span></p></b>'
            ),
            (Prose("<p><b>Raz</b> <i>dwa</i></p>"),),
        ),
        (
            "<table><tr><td><h2>W ramce</h2><p>tekst</p></td></tr></table>",
            (Heading("W ramce", 2), Prose("<p>tekst</p>")),
        ),
        ("<p class=MsoCaption>Rysunek 1</p><p>dalej</p>", (Prose("<p>Rysunek 1</p>"), Prose("<p>dalej</p>"))),
        ("słowa <i>bez</i> akapitu<p>i akapit", (Prose("<p>słowa <i>bez</i> akapitu</p><p>i akapit</p>"),)),
        (f"<h1>{'x' * 201}</h1>", (Prose(f"<p>{'x' * 201}</p>"),)),
        ("<h1> </h1><p>&nbsp;</p><p><br></p>", ()),
        (
            "<table><tr><td></td><td>A</td></tr><tr><td><b>b</b></td><td>1</td></tr></table>",
            (Table((("", "A"), ("b", "1")), header_row=False, header_column=True),),
        ),
        ("<p style='mso-outline-level:1'>Tytuł</p>", (Heading("Tytuł", 2),)),
        (
            "<ul><li>raz<table><tr><td>a<td>b</table></ul>",
            (Prose("<ul><li>raz</li></ul>"), Table((("a", "b"),), header_row=True, header_column=False)),
        ),
    ],
)
def test_other_shapes(html: str, pieces: tuple[object, ...]) -> None:
    assert convert(html).pieces == pieces


@pytest.mark.parametrize(
    ("html", "prose"),
    [
        ("<p>a<script>alert(1)</script>b</p>", "<p>ab</p>"),
        ('<p onclick="x()">a<b onmouseover=x()>b</b></p>', "<p>a<b>b</b></p>"),
        ('<p><a href="javascript:x()">a</a> <a href=" java\tscript:x()">b</a></p>', "<p>a b</p>"),
        ('<p><a href="data:text/html,x">a</a> <a href="file:///C:/x">b</a> <a href="#_x">c</a></p>', "<p>a b c</p>"),
        ('<p><a href="https://x.pl/&quot;onclick=x">a</a></p>', '<p><a href="https://x.pl/&quot;onclick=x">a</a></p>'),
        ("<p>&lt;script&gt;x&lt;/script&gt; &amp;amp;</p>", "<p>&lt;script&gt;x&lt;/script&gt; &amp;amp;</p>"),
        ('<p><iframe src="//x">i</iframe><object>o</object><svg><script>x</script></svg>a</p>', "<p>a</p>"),
        ("<p>a\N{RIGHT-TO-LEFT OVERRIDE}b\x00c</p>", "<p>abc</p>"),
        ('<?xml version="1.0" encoding="utf-16"?><p>ą</p>', "<p>ą</p>"),
        ("<!--[if mso]><p>x</p><![endif]--><p>a</p>", "<p>a</p>"),
        ("<p style='display:none'>x</p><p>a<span style='mso-hide:all'>y</span></p>", "<p>a</p>"),
    ],
)
def test_hostile_html_leaves_text_alone(html: str, prose: str) -> None:
    assert convert(html).pieces == (Prose(prose),)


@pytest.mark.parametrize(
    "html",
    [
        "<table><tr><td>a<td>b</table>" * 10_000,
        "<table><tr><td colspan=9999 rowspan=9999>x</table>",
        "<table><tr>" + "<td>x" * 20_000 + "</table>",
        "<table><tr><td>" * 5_000 + "x",
        "<div>" * 100_000 + "x",
        "<ul><li>" * 20_000 + "x",
        "<b>" * 200_000 + "x",
        "<p>x" * 1_250_000,
        "<h1>x" * 200_000,
    ],
    ids=["tables", "spans", "cells", "nested tables", "depth", "nested lists", "marks", "5 MB", "headings"],
)
def test_large_and_deep_html_is_bounded(html: str) -> None:
    started = time.process_time()
    converted = convert(html)
    assert time.process_time() - started < 10
    assert len(converted.pieces) <= MOST_PIECES
    assert sum(len(piece.html) for piece in converted.pieces if isinstance(piece, Prose)) < LARGEST


def test_the_end_of_a_text_that_is_too_long_is_told() -> None:
    converted = convert("<h1>x</h1>" * (MOST_PIECES + 1))
    assert len(converted.pieces) == MOST_PIECES
    assert converted.dropped == Dropped(rest=True)


PARTS = (
    *("<p>", "</p>", "<b>", "</b>", "<ul>", "<li>", "</ul>", "<table>", "<tr>", "<td>", "</table>", "<h1>", "<img>"),
    *("<br>", "<!--", "-->", "słowo", " ", "&lt;", "<a href='x'>", "<p style='mso-list:l0 level3'>"),
)
ALLOWED = re.compile(r'</?(?:p|ul|ol|li|b|i|sup|sub|a)>|<br/>|<a href="[^"<>]*">')


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(PARTS) | st.text(max_size=8), max_size=40).map("".join))
def test_any_html_gives_blocks_that_have_only_allowed_tags(html: str) -> None:
    for piece in convert(html).pieces:
        if isinstance(piece, Prose):
            assert "<" not in ALLOWED.sub("", piece.html)
        elif isinstance(piece, Table):
            assert len({len(row) for row in piece.rows}) == 1


def test_the_states_are_blocks_that_validate_but_for_a_caption() -> None:
    """What the editor gets is what the form sends back: each block is valid as it is."""
    pieces = read("word.html").pieces
    states = states_of(pieces)
    assert [state["type"] for state in states] == ["heading", "prose", "heading", "prose", "table", "heading", "prose"]
    assert len({state["id"] for state in states}) == len(pieces)
    body = BodyBlock()
    stored = body.to_python(
        [{"type": state["type"], "value": value} for state, value in zip(states, _stored(pieces), strict=True)]
    )
    assert body.clean(stored)[0].value["anchor"] == "jak-przyjac-wolontariusza"


def _stored(pieces: tuple[object, ...]) -> list[object]:
    from editing.pasting.states import _stored as stored_of

    return [stored_of(piece)["value"] for piece in pieces]  # type: ignore[arg-type]


def test_notes_say_what_was_left_out() -> None:
    assert notes_on(Dropped(pictures=1, footnotes=2, rest=True)) == [
        "Pominięto 1 obraz. Dodaj go blokiem „Obraz”.",
        "Pominięto 2 przypisy.",
        "Brakuje końca: to za dużo tekstu na jedno wklejenie. Resztę wklej osobno.",
    ]
    assert notes_on(Dropped()) == []
