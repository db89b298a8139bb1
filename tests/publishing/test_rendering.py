"""Rendering blocks to stored HTML."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publishing.blocks import BodyBlock, anchor_of
from publishing.rendering import render_body

BLOCK = BodyBlock()


def body(*blocks: tuple[str, object]) -> object:
    return BLOCK.to_python([{"type": kind, "value": value, "id": str(n)} for n, (kind, value) in enumerate(blocks)])


def heading(text: str, level: int = 2, anchor: str = "") -> tuple[str, dict[str, str]]:
    return "heading", {"text": text, "level": str(level), "anchor": anchor}


def test_headings_get_anchors_from_their_words_and_twins_get_numbers() -> None:
    rendered = render_body(body(heading("Żółta łódź"), heading("Żółta łódź", 3), heading("Inny")))
    assert rendered.headings == [
        {"level": 2, "title": "Żółta łódź", "anchor": "zolta-lodz"},
        {"level": 3, "title": "Żółta łódź", "anchor": "zolta-lodz-2"},
        {"level": 2, "title": "Inny", "anchor": "inny"},
    ]
    assert '<h2 id="zolta-lodz">' in rendered.html
    assert '<h3 id="zolta-lodz-2">' in rendered.html


def test_an_anchor_once_given_outlives_another_wording() -> None:
    first = BLOCK.child_blocks["heading"].clean(body(heading("Porozumienie na piśmie"))[0].value)  # type: ignore[index]
    assert first["anchor"] == "porozumienie-na-pismie"
    first["text"] = "Umowa na piśmie"
    assert BLOCK.child_blocks["heading"].clean(first)["anchor"] == "porozumienie-na-pismie"


def test_orphans_are_bound_and_words_counted() -> None:
    rendered = render_body(body(("prose", "<p>Praca i płaca w organizacji</p>")))
    assert "Praca i\u00a0płaca w\u00a0organizacji" in rendered.html
    assert rendered.words == 5


def test_a_link_in_running_text_stays_a_link() -> None:
    rendered = render_body(body(("prose", '<p>Zobacz <a href="https://example.org/">opis w sieci</a></p>')))
    assert '<a href="https://example.org/">opis w\u00a0sieci</a>' in rendered.html


def test_what_an_editor_types_is_escaped() -> None:
    rendered = render_body(body(heading("<script>alert(1)</script>"), ("quote", {"text": "<b>x</b>", "source": ""})))
    assert "<script>" not in rendered.html
    assert "<b>x</b>" not in rendered.html


@given(st.lists(st.text(min_size=1, max_size=80), max_size=12))
def test_anchors_are_unique_and_never_empty(titles: Sequence[str]) -> None:
    rendered = render_body(body(*(heading(title) for title in titles)))
    anchors = [item["anchor"] for item in rendered.headings]
    assert len(set(anchors)) == len(titles)
    assert all(anchors)


@given(st.text())
def test_an_anchor_of_an_anchor_is_itself(text: str) -> None:
    assert anchor_of(anchor_of(text)) == anchor_of(text)


@pytest.mark.parametrize(
    ("first_row", "first_column", "expected"),
    [(True, False, '<th scope="col">A</th>'), (False, True, '<th scope="row">A</th>')],
)
def test_a_table_has_header_cells(first_row: bool, first_column: bool, expected: str) -> None:
    table = {
        "data": [["A", "B"], ["C", "D"]],
        "first_row_is_table_header": first_row,
        "first_col_is_header": first_column,
    }
    assert expected in render_body(body(("table", {"caption": "Formy", "table": table}))).html


def test_a_caption_that_repeats_its_heading_is_only_heard() -> None:
    table = ("table", {"caption": "Formy", "table": {"data": [["A"]], "first_row_is_table_header": False}})
    assert "<caption>Formy</caption>" in render_body(body(heading("Inne"), table)).html
    assert '<caption class="visually-hidden">Formy</caption>' in render_body(body(heading("Formy"), table)).html
