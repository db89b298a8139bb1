"""The choice exercise: grading, stored state, validation of authors' input."""

from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st
from webob import Request

from courses.activities.blocks import ChoiceExerciseBlock
from courses.activities.cards import ExerciseFrame
from courses.activities.errors import InvalidAnswerError
from courses.activities.models import Node
from courses.activities.runtime import PomostRuntime, StateStore

BLOCK = ChoiceExerciseBlock()
OPEN = {"frame": ExerciseFrame(can_answer=True)}


def tree(kind: str, correct: list[bool]) -> Node:
    options = [{"id": str(n), "text": f"o{n}", "correct": flag, "feedback": f"f{n}"} for n, flag in enumerate(correct)]
    return {
        "type": "pomost_choice",
        "id": "root",
        "fields": {"kind": kind, "question": "?", "hint": "", "options": options},
        "children": [],
    }


class Learner:
    """Answers one exercise repeatedly."""

    def __init__(self, node: Node) -> None:
        self._node, self._activity, self._store = node, uuid4(), StateStore()

    def answer(self, *chosen: str) -> PomostRuntime:
        runtime = PomostRuntime(activity=self._activity, tree=self._node, user_id=1, store=self._store, read_only=False)
        block = runtime.root()
        runtime.handle(block, "submit", Request.blank("/", POST=[("answer", value) for value in chosen]))
        block.save()
        return runtime

    @property
    def state(self) -> dict[str, Any]:
        return self._store.rows.get((self._activity, "root"), {})


@given(st.lists(st.booleans(), min_size=2, max_size=8), st.data())
def test_complete_means_exactly_the_correct_options_and_each_counts_its_share(
    correct: list[bool], data: st.DataObject
) -> None:
    chosen = data.draw(st.sets(st.sampled_from(range(len(correct))), min_size=1))
    runtime = Learner(tree("multiple", correct)).answer(*map(str, chosen))
    right = {n for n, flag in enumerate(correct) if flag}
    score = max(0.0, (len(chosen & right) - len(chosen - right)) / len(right)) if right else 0.0
    assert [(event.type, event.data) for event in runtime.events] == [
        ("grade", {"value": score, "max_value": 1.0}),
        ("completion", {"completion": float(chosen == right)}),
    ]


def test_of_one_right_option_there_is_no_share() -> None:
    learner = Learner(tree("single", [True, False]))
    grades = [learner.answer(option).events[0].data["value"] for option in ("1", "0")]
    assert grades == [0.0, 1.0]


def test_once_right_it_stays_complete_and_every_attempt_counts() -> None:
    learner = Learner(tree("single", [True, False]))
    learner.answer("1")
    learner.answer("0")
    last = learner.answer("1")
    assert learner.state["attempts"] == 3
    assert learner.state["solved"] is True
    assert learner.state["selected"] == ["1"]
    assert last.events[-1].data == {"completion": 1.0}


@pytest.mark.parametrize("chosen", [(), ("7",), ("0", "1"), ("0", "' OR 1=1"), ("",)])
def test_what_is_no_answer_is_refused_in_words_and_changes_nothing(chosen: tuple[str, ...]) -> None:
    learner = Learner(tree("single", [True, False]))
    with pytest.raises(InvalidAnswerError, match=r"\w+"):
        learner.answer(*chosen)
    assert learner.state == {}


def test_reading_never_writes() -> None:
    store = StateStore()
    runtime = PomostRuntime(activity=uuid4(), tree=tree("single", [True, False]), user_id=1, store=store)
    html = runtime.render(runtime.root(), "student_view", OPEN).content
    assert "o0" in html
    assert "f0" not in html
    assert store.changed == {}
    with pytest.raises(RuntimeError):
        runtime.publish(runtime.root(), "grade", {"value": 1, "max_value": 1})


def test_feedback_is_shown_for_what_was_chosen_and_never_says_more() -> None:
    node = tree("single", [True, False, False])
    store = StateStore()
    activity = uuid4()
    runtime = PomostRuntime(activity=activity, tree=node, user_id=1, store=store, read_only=False)
    block = runtime.root()
    runtime.handle(block, "submit", Request.blank("/", POST=[("answer", "1")]))
    block.save()
    again = PomostRuntime(activity=activity, tree=node, user_id=1, store=store)
    html = again.render(again.root(), "student_view", OPEN).content
    assert ("f1" in html, "f0" in html, "f2" in html) == (True, False, False)


NOT_ALL = "Jeszcze nie: brakuje co najmniej jednej dobrej odpowiedzi."
NOT_RIGHT = "Jeszcze nie. Przeczytaj uwagi przy odpowiedziach i wybierz ponownie."


@pytest.mark.parametrize(
    ("chosen", "said"),
    [
        (["0"], NOT_ALL),
        (["1"], NOT_ALL),
        (["0", "2"], NOT_RIGHT),
        (["2"], NOT_RIGHT),
        (["0", "1", "2"], NOT_RIGHT),
        # Stored for a version that had another option, which is not among the correct ones now.
        (["0", "taken away"], NOT_RIGHT),
    ],
)
def test_what_is_chosen_rightly_but_not_wholly_is_said_without_saying_what_is_missing(
    chosen: list[str], said: str
) -> None:
    activity = uuid4()
    # As stored by earlier versions: reading it needs no new field.
    kept = {"selected": chosen, "attempts": 1, "solved": False, "answered_at": "2026-11-20T09:00:00+00:00"}
    store = StateStore(rows={(activity, "root"): kept})
    runtime = PomostRuntime(activity=activity, tree=tree("multiple", [True, True, False]), user_id=1, store=store)
    html = runtime.render(runtime.root(), "student_view", OPEN).content
    assert [text for text in (NOT_ALL, NOT_RIGHT) if text in html.replace("\u00a0", " ")] == [said]
    feedback = [f"f{n}" for n in range(3) if f"f{n}" in html]
    assert feedback == [f"f{n}" for n in range(3) if str(n) in chosen]


def value(kind: str, correct: list[bool]) -> Any:
    return BLOCK.to_python(
        {
            "kind": kind,
            "question": "?",
            "hint": "",
            "options": [{"text": f"o{n}", "correct": flag, "feedback": "f"} for n, flag in enumerate(correct)],
        }
    )


@pytest.mark.parametrize(
    ("kind", "correct"),
    [("single", [False, False]), ("single", [True, True]), ("multiple", [True, True]), ("single", [True])],
)
def test_an_author_is_told_what_is_missing(kind: str, correct: list[bool]) -> None:
    with pytest.raises(ValidationError):
        BLOCK.clean(value(kind, correct))


@pytest.mark.parametrize(("kind", "correct"), [("single", [True, False]), ("multiple", [True, True, False])])
def test_a_whole_exercise_passes(kind: str, correct: list[bool]) -> None:
    BLOCK.clean(value(kind, correct))


def test_the_block_shows_itself_to_an_author() -> None:
    html = BLOCK.render(value("single", [True, False]))
    assert html.count("Poprawna") == 1
    assert "o0" in html
    assert "o1" in html
