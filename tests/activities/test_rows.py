"""Exercises in rows and with gaps: each part counts its share."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.activities.errors import InvalidAnswerError
from courses.activities.models import Node
from tests.activities.learners import Learner

WORDS = st.lists(st.sampled_from([f"słowo {letter}" for letter in "abcdefghij"]), min_size=2, max_size=8, unique=True)


def tree(kind: str, **fields: Any) -> Node:
    return {"type": kind, "id": "root", "fields": {"question": "?", "hint": "", **fields}, "children": []}


def ordering(texts: list[str]) -> Node:
    things = [{"id": f"t{n}", "text": text, "feedback": ""} for n, text in enumerate(texts)]
    return tree("pomost_ordering", things=things)


@given(WORDS, st.data())
def test_the_score_of_an_order_is_the_share_of_things_in_their_place(texts: list[str], data: st.DataObject) -> None:
    places = data.draw(st.permutations(range(len(texts))))
    learner = Learner(ordering(texts))
    learner.answer([(f"answer.t{thing}", str(place + 1)) for thing, place in enumerate(places)])
    right = sum(thing == place for thing, place in enumerate(places))
    assert learner.grade == right / len(texts)
    assert learner.completion == float(right == len(texts))


@given(WORDS)
def test_an_order_is_never_shown_as_the_right_one(texts: list[str]) -> None:
    page = Learner(ordering(texts)).page()
    assert sorted(texts, key=page.index) != texts


@given(WORDS)
def test_an_order_that_nobody_has_touched_is_no_answer(texts: list[str]) -> None:
    learner = Learner(ordering(texts))
    assert "selected" not in learner.page()
    with pytest.raises(InvalidAnswerError, match="Najpierw ułóż"):
        learner.answer([(f"answer.t{thing}", "") for thing in range(len(texts))])
    assert learner.state == {}


def test_two_things_in_one_place_are_refused() -> None:
    with pytest.raises(InvalidAnswerError, match="raz"):
        Learner(ordering(["a", "b"])).answer([("answer.t0", "1"), ("answer.t1", "1")])


def test_what_was_put_in_order_is_shown_in_that_order() -> None:
    learner = Learner(ordering(["pierwsze", "drugie", "trzecie"]))
    page = learner.answer([("answer.t0", "3"), ("answer.t1", "1"), ("answer.t2", "2")]).page()
    assert sorted(["pierwsze", "drugie", "trzecie"], key=page.index) == ["drugie", "trzecie", "pierwsze"]


@given(st.lists(st.tuples(st.sampled_from("abc"), st.booleans()), min_size=1, max_size=6), st.booleans())
def test_equal_halves_of_pairs_are_as_good_as_each_other(rows: list[tuple[str, bool]], extra: bool) -> None:
    pairs = [{"id": f"p{n}", "text": f"t{n}", "match": half, "feedback": ""} for n, (half, _right) in enumerate(rows)]
    extras = [{"id": "x", "text": "obce"}]
    first = {half: f"p{n}" for n, (half, _right) in reversed(list(enumerate(rows)))}
    learner = Learner(tree("pomost_matching", pairs=pairs, extras=extras))
    learner.answer([(f"answer.p{n}", first[half] if right else "x") for n, (half, right) in enumerate(rows)])
    assert learner.grade == sum(right for _half, right in rows) / len(rows)
    page = learner.page()
    assert [page.count(f'value="{key}"') for key in first.values()] == [len(rows)] * len(first)


GAPS = [
    {"id": "g1", "accepted": ["czas określony", "określony"], "options": [], "feedback": "Trzy rodzaje."},
    {"id": "g2", "accepted": ["10"], "options": ["15", "ostatniego"], "feedback": ""},
]


@pytest.mark.parametrize(
    ("typed", "chosen", "grade"),
    [
        ("czas określony", "10", 1.0),
        ("Okreslony", "10", 1.0),
        ("nieokreślony", "10", 0.5),
        ("czasu określonego", "15", 0.0),
    ],
)
def test_gaps_are_typed_or_chosen_and_each_counts(typed: str, chosen: str, grade: float) -> None:
    gaps = tree("pomost_gaps", text="Umowa na [1].\n\nPłatne do [2]. dnia.", gaps=GAPS)
    learner = Learner(gaps).answer([("answer.g1", typed), ("answer.g2", chosen)])
    assert learner.grade == grade


def test_other_forms_fill_a_gap_where_the_author_says_so() -> None:
    gaps = tree("pomost_gaps", text="Umowa na [1]. [2]", gaps=GAPS, any_form=True)
    assert Learner(gaps).answer([("answer.g1", "czasu określonego"), ("answer.g2", "10")]).grade == 1.0


@pytest.mark.parametrize("chosen", ["", "20"])
def test_a_gap_that_is_empty_or_has_what_is_not_in_its_list_is_refused(chosen: str) -> None:
    gaps = tree("pomost_gaps", text="Umowa na [1]. [2]", gaps=GAPS)
    with pytest.raises(InvalidAnswerError):
        Learner(gaps).answer([("answer.g1", "określony"), ("answer.g2", chosen)])
