"""Any text is read without an error, and no word of it is lost."""

import re
from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from polish.line_breaks import join_lines, join_words
from resources.results.importing.facts import amount_in, beneficiaries_in, percent_in, period_in, regions_in
from resources.results.importing.lines import lines_of
from resources.results.importing.page import read_page

PAGES = [path.read_text(encoding="utf-8") for path in sorted((Path(__file__).parents[1] / "pages").glob("*.txt"))]
LINES = [line for page in PAGES for line in page.splitlines()] + [
    "Temat B ",
    "Nazwa projektu",
    "Numer projektu:",
    "Lider Projektu:",
    "Okres realizacji projektu:",
    "Okres realizacji: kiedyś",
    "Źródła dofinansowania: brak",
    "PŁASZCZYZNA 7: i dalej",
    "PIW EQUAL 2004",
    "x" * 400,
    "Tytuł projektu: " + "bardzo długi " * 40,
]

mixed = st.lists(st.one_of(st.sampled_from(LINES), st.text(max_size=60)), max_size=25).map("\n".join)


def words(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", text))


def every_text(value: Any) -> str:
    """All texts in fields, one after another."""
    if isinstance(value, str):
        return value
    if isinstance(value, dict):
        return " ".join(every_text(inner) for inner in value.values())
    if isinstance(value, list | tuple):
        return " ".join(every_text(inner) for inner in value)
    return ""


@settings(max_examples=150, deadline=None)
@given(text=st.one_of(mixed, st.text(max_size=400)))
@example(text=PAGES[0])
@example(text=PAGES[1])
@example(text=PAGES[2])
@example(text=PAGES[3])
def test_no_word_is_lost(text: str) -> None:
    parsed = read_page(text)
    given_words = words(" ".join(line.text for line in lines_of(text)[0]))
    held = words(every_text(asdict(parsed.page))) + words(" ".join(note.text for note in parsed.notes))
    assert not given_words - held


@settings(max_examples=150, deadline=None)
@given(text=mixed)
def test_what_is_read_fits_into_its_fields(text: str) -> None:
    page = read_page(text).page
    assert len(page.title) <= 255
    assert len(page.number) <= 40
    assert all(len(partner.name) <= 250 for partner in page.partners)
    assert all(0 < len(component.title) <= 300 for component in page.components)
    assert all(len(name) <= 300 for name, _kind in page.addressees)
    assert all(len(row.description) <= 300 for row in page.beneficiaries)


@settings(max_examples=150, deadline=None)
@given(text=st.text(max_size=300))
def test_no_sentence_makes_a_fact_raise(text: str) -> None:
    period_in(text)
    amount_in(text)
    percent_in(text)
    regions_in(text)
    list(beneficiaries_in(text))


@settings(max_examples=150, deadline=None)
@given(text=st.text(alphabet="ab lokalnymi-\u00adstracji", max_size=60))
def test_joining_takes_away_only_hyphens_and_the_spaces_after_them(text: str) -> None:
    joined = join_words(text).text
    assert re.sub(r"[- \u00ad]", "", joined) == re.sub(r"[- \u00ad]", "", text)
    assert join_words(joined).text == joined


@settings(max_examples=100, deadline=None)
@given(
    lines=st.lists(st.sampled_from(["dla admini-", "stracji gminy", "stracji", "lo-", "kalnymi", "a-", ""]), max_size=6)
)
def test_joining_lines_keeps_their_number_and_letters(lines: list[str]) -> None:
    joined = join_lines(lines)
    assert len(joined) == len(lines)
    assert re.sub(r"[- ]", "", "".join(joined)) == re.sub(r"[- ]", "", "".join(lines))
