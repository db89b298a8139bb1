"""What is typed: words with their spellings and forms, numbers as they are written in Polish."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.activities.errors import InvalidAnswerError
from courses.activities.exercises.typed import number_in, same_words
from courses.activities.models import Node
from polish.amounts import number_text
from tests.activities.learners import Learner


@pytest.mark.parametrize(
    ("typed", "accepted", "rules", "same"),
    [
        ("KRS", "KRS", {}, True),
        (" krs. ", "KRS", {}, True),
        ("„Krajowy  Rejestr Sądowy”", "krajowy rejestr sądowy", {}, True),
        ("krs", "KRS", {"case": True}, False),
        ("księga", "ksiega", {}, True),
        ("ksiega", "księga", {"diacritics": True}, False),
        ("umowy", "umowa", {}, False),
        ("umowy", "umowa", {"forms": True}, True),
        ("umowę o pracę", "umowa o praca", {"forms": True}, True),
        ("umowe o prace", "umowa o pracę", {"forms": True}, True),
        ("umowa", "umowa o pracę", {"forms": True}, False),
        ("zlecenie", "umowa", {"forms": True}, False),
        ("NGO-sów", "NGO", {"forms": True}, False),
        ("Warszawy", "Warszawa", {"forms": True, "case": True}, True),
        ("warszawy", "Warszawa", {"forms": True, "case": True}, False),
        ("Krs", "KRS", {"forms": True, "case": True}, False),
        ("", "KRS", {"forms": True}, False),
    ],
)
def test_words_are_the_same_as_far_as_the_author_asks(
    typed: str, accepted: str, rules: dict[str, bool], same: bool
) -> None:
    assert same_words(typed, accepted, **rules) is same


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("21", (Decimal(21), "")),
        ("1 234,50 zł", (Decimal("1234.50"), "zł")),
        ("1\u00a0234\u00a0567", (Decimal(1234567), "")),
        ("0.5", (Decimal("0.5"), "")),
        ("\u22123,5", (Decimal("-3.5"), "")),
        ("12%", (Decimal(12), "%")),
        ("21 dni.", (Decimal(21), "dni")),
        ("dużo", None),
        ("", None),
        ("12 34", (Decimal(12), "34")),
    ],
)
def test_a_number_is_read_as_it_is_written_in_polish(typed: str, number: tuple[Decimal, str] | None) -> None:
    assert number_in(typed) == number


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=2))
def test_what_the_site_writes_it_reads_again(value: Decimal) -> None:
    assert number_in(number_text(value)) == (value, "")


def number(value: str, *, tolerance: str = "0", unit: str = "") -> Node:
    fields: dict[str, Any] = {"question": "?", "hint": "", "value": value, "tolerance": tolerance, "unit": unit}
    return {"type": "pomost_number", "id": "root", "fields": fields, "children": []}


@given(
    st.decimals(min_value=-1000, max_value=1000, places=2),
    st.decimals(min_value=0, max_value=100, places=2),
    st.decimals(min_value=-200, max_value=200, places=2),
)
def test_a_number_is_right_within_its_tolerance(value: Decimal, tolerance: Decimal, off: Decimal) -> None:
    learner = Learner(number(f"{value:f}", tolerance=f"{tolerance:f}"))
    learner.answer([("answer", f"{value + off:f}".replace(".", ","))])
    assert learner.grade == float(abs(off) <= tolerance)


@pytest.mark.parametrize(("typed", "grade"), [("21", 1.0), ("21 dni", 1.0), ("21 tygodni", 0.0), ("20 dni", 0.0)])
def test_the_unit_may_be_left_out_and_another_is_wrong(typed: str, grade: float) -> None:
    assert Learner(number("21", unit="dni")).answer([("answer", typed)]).grade == grade


@pytest.mark.parametrize("typed", ["dwadzieścia jeden", "x21", "9" * 201])
def test_what_is_no_number_is_refused_and_may_be_typed_again(typed: str) -> None:
    learner = Learner(number("21"))
    with pytest.raises(InvalidAnswerError):
        learner.answer([("answer", typed)])
    assert learner.store.changed == {}


def test_a_foreseen_mistake_has_its_own_feedback_and_the_exact_words_come_first() -> None:
    accepted = [
        {"id": "a", "text": "umowa zlecenia", "correct": True, "feedback": "Tak."},
        {"id": "b", "text": "umowa zlecenie", "correct": False, "feedback": "Kodeks pisze: zlecenia."},
    ]
    fields: dict[str, Any] = {"question": "?", "hint": "", "accepted": accepted, "any_form": True}
    tree: Node = {"type": "pomost_short_text", "id": "root", "fields": fields, "children": []}
    learner = Learner(tree).answer([("answer", "umowa zlecenie")])
    assert (learner.grade, "Kodeks pisze" in learner.page()) == (0.0, True)
    learner.answer([("answer", "Umowy zlecenia")])
    assert (learner.grade, "Tak." in learner.page()) == (1.0, True)
