"""A case that branches, and what learners mark or write for themselves."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.activities.blocks import BranchingBlock
from courses.activities.errors import InvalidAnswerError
from courses.activities.exercises.branching import LONGEST_PATH
from courses.activities.given import RESTART
from courses.activities.models import Node
from tests.activities.learners import Learner
from tests.activities.test_rows import tree


def case(*steps: tuple[list[int], bool]) -> Node:
    """Steps, each with the numbers that its choices lead to and whether it is a good ending."""
    found = [
        {
            "id": f"s{number}",
            "text": f"Krok {number}.",
            "good": good,
            "choices": [
                {
                    "id": f"s{number}c{place}",
                    "text": f"do {to}",
                    "feedback": f"Skutek {number}.{place}.",
                    "to": f"s{to}",
                }
                for place, to in enumerate(leads)
            ],
        }
        for number, (leads, good) in enumerate(steps)
    ]
    return tree("pomost_branching", steps=found)


CASE = case(([1, 0, 2], False), ([3], False), ([], False), ([], True))


def path(*choices: str) -> list[tuple[str, str]]:
    return [("answer", choice) for choice in choices]


def test_a_case_goes_step_by_step_to_a_good_ending() -> None:
    learner = Learner(CASE)
    assert "Krok 0." in learner.page()
    assert "Krok 1." not in learner.page()
    learner.answer(path("s0c0"))
    assert (learner.grade, learner.completion) == (None, 0.0)
    page = learner.page()
    assert ("Skutek 0.0." in page, "Krok 1." in page, "Krok 3." in page) == (True, True, False)
    learner.answer(path("s0c0", "s1c0"))
    assert (learner.grade, learner.completion) == (1.0, 1.0)
    assert 'type="radio"' not in learner.page()


def test_after_a_bad_ending_one_begins_anew() -> None:
    learner = Learner(CASE).answer(path("s0c2"))
    assert (learner.grade, learner.completion) == (0.0, 0.0)
    page = learner.page()
    assert ('name="restart"' in page, 'type="radio"' in page) == (True, False)
    learner.answer([(RESTART, "1")])
    assert learner.events == []
    page = learner.page()
    assert ("Krok 0." in page, "Skutek 0.2." in page, 'name="restart"' in page) == (True, False, False)
    assert learner.answer(path("s0c0", "s1c0")).completion == 1.0


@pytest.mark.parametrize("choices", [("s1c0",), ("s0c0", "s0c0"), ("s0c2", "s0c0"), ("obce",)])
def test_a_path_that_the_case_does_not_have_is_refused(choices: tuple[str, ...]) -> None:
    learner = Learner(CASE)
    with pytest.raises(InvalidAnswerError):
        learner.answer(path(*choices))
    assert learner.store.changed == {}


def test_a_path_in_circles_ends_some_time() -> None:
    Learner(CASE).answer(path(*["s0c1"] * LONGEST_PATH))
    with pytest.raises(InvalidAnswerError, match="kółko"):
        Learner(CASE).answer(path(*["s0c1"] * (LONGEST_PATH + 1)))


BLOCK = BranchingBlock()


@given(
    st.lists(
        st.tuples(st.lists(st.integers(min_value=1, max_value=6), max_size=3), st.booleans()), min_size=2, max_size=5
    )
)
def test_a_case_that_an_author_may_publish_can_be_completed(steps: list[tuple[list[int], bool]]) -> None:
    value = BLOCK.to_python(
        {
            "question": "?",
            "steps": [
                {"text": "Krok", "good": good, "choices": [{"text": "c", "feedback": "", "to": to} for to in leads]}
                for leads, good in steps
            ],
        }
    )
    if BLOCK.problems(value):
        return
    fields = BLOCK.content_of(value)
    found = {step["id"]: step for step in fields["steps"]}
    ways: list[tuple[str, tuple[str, ...]]] = [(fields["steps"][0]["id"], ())]
    seen, endings = {ways[0][0]}, []
    for step_id, choices in ways:
        if not found[step_id]["choices"]:
            endings.append(choices)
        for choice in found[step_id]["choices"]:
            if choice["to"] not in seen:
                seen.add(choice["to"])
                ways.append((choice["to"], (*choices, choice["id"])))
    assert seen == set(found)
    completions = [Learner(tree("pomost_branching", **fields)).answer(path(*choices)).completion for choices in endings]
    assert 1.0 in completions


CARDS = tree("pomost_flash_cards", cards=[{"id": f"c{n}", "front": f"przód {n}", "back": f"tył {n}"} for n in range(3)])


@given(st.lists(st.sampled_from(["", "known", "again"]), min_size=3, max_size=3).filter(any))
def test_cards_are_done_when_all_are_known_and_give_no_points(marks: list[str]) -> None:
    learner = Learner(CARDS).answer([(f"answer.c{n}", mark) for n, mark in enumerate(marks) if mark])
    assert (learner.grade, learner.completion) == (None, float(marks == ["known"] * 3))
    page = learner.page()
    order = sorted(range(3), key=lambda n: page.index(f"przód {n}</summary>"))
    assert order == sorted(range(3), key=lambda n: marks[n] == "known")


def test_a_checklist_may_be_emptied_again() -> None:
    things = [{"id": f"t{n}", "text": f"rzecz {n}", "feedback": ""} for n in range(2)]
    learner = Learner(tree("pomost_checklist", things=things)).answer([("answer", "t0")])
    assert "Zrobione: 1 z 2." in learner.page()
    learner.answer([])
    assert ("Zrobione: 0 z 2." in learner.page(), "checked" in learner.page()) == (True, False)


def test_a_written_answer_is_complete_when_it_was_compared() -> None:
    criteria: list[dict[str, Any]] = [{"id": "k0", "text": "mówi, dla kogo"}, {"id": "k1", "text": "mówi, do kiedy"}]
    learner = Learner(tree("pomost_model_answer", model="Wzór odpowiedzi", criteria=criteria))
    assert ("Wzór odpowiedzi" in learner.page(), "mówi, dla kogo" in learner.page()) == (False, False)
    learner.answer([("answer", "Mój cel")])
    assert (learner.grade, learner.completion, "Wzór odpowiedzi" in learner.page()) == (None, 0.0, True)
    learner.answer([("answer", "Mój cel"), ("answer.criteria", "k0"), ("answer.assessed", "1")])
    assert (learner.grade, learner.completion) == (None, 1.0)
    assert "Spełnione kryteria: 1 z 2." in learner.page()
