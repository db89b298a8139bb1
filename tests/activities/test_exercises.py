"""What holds for every type of exercise: grading, attempts, feedback, the right answer, what is refused."""

import re
from uuid import uuid4

import pytest
from django.utils.html import escape

from courses.activities.cards import QuestionFrame
from courses.activities.errors import InvalidAnswerError
from courses.activities.exercises import EXERCISES, OWN, answer_key_differs, is_private, response_texts
from courses.activities.exercises.base import REVEAL_AFTER
from courses.activities.given import RESTART, REVEAL, Given, answers_in
from courses.activities.models import Node
from courses.activities.runtime import PomostRuntime, StateStore
from pomost.exercise_patterns import answer_to, blocks, sample_tree
from tests.activities.learners import Learner, with_fields

TREES = {name: sample_tree(block) for name, block in blocks().items()}
ANY = pytest.mark.parametrize("tree", TREES.values(), ids=TREES)
GRADED = {name: tree for name, tree in TREES.items() if EXERCISES[tree["type"]].has_score}
ANY_GRADED = pytest.mark.parametrize("tree", GRADED.values(), ids=GRADED)
# A case shows its ending and nothing before; its answers are a path.
SOLVABLE = pytest.mark.parametrize(
    "tree", [tree for name, tree in GRADED.items() if name != "branching"], ids=[n for n in GRADED if n != "branching"]
)
FEEDBACK = {"right_feedback": "Komentarz po dobrej.", "wrong_feedback": "Komentarz po złej."}


def test_every_type_is_in_lessons_and_every_exercise_of_a_lesson_is_a_type() -> None:
    assert {tree["type"] for tree in TREES.values()} == {exercise.TYPE for exercise in OWN}
    assert {key for key, block in EXERCISES.items() if block in OWN} == {exercise.TYPE for exercise in OWN}


@ANY
def test_a_right_answer_completes_it_and_is_kept(tree: Node) -> None:
    learner = Learner(tree).answer(answer_to(tree))
    assert learner.completion == 1.0
    assert learner.grade == (1.0 if EXERCISES[tree["type"]].has_score else None)
    assert learner.state["attempts"] == 1
    assert learner.state["solved"] is True


@ANY_GRADED
def test_a_wrong_answer_earns_nothing_and_a_later_one_takes_nothing_away(tree: Node) -> None:
    learner = Learner(tree).answer(answer_to(tree, right=False))
    assert (learner.grade or 0.0, learner.completion) == (0.0, 0.0)
    learner.answer(answer_to(tree))
    assert learner.completion == 1.0
    learner.answer(answer_to(tree, right=False))
    assert learner.completion == 1.0
    assert learner.state["attempts"] == 3


@ANY
def test_it_is_shown_without_writing_and_shown_again_as_it_was_answered(tree: Node) -> None:
    learner = Learner(tree)
    before = learner.page()
    assert learner.store.changed == {}
    assert learner.page() == before
    pairs = answer_to(tree)
    answered = learner.answer(pairs).page()
    assert answered != before
    assert 'role="status"' in answered
    # At its ending a case shows what was decided, and has no fields.
    given = Given.of(pairs) if tree["type"] != "pomost_branching" else Given()
    for part, values in given.parts.items():
        for value in values:
            if part != "assessed":
                assert escape(value) in answered, part


@SOLVABLE
def test_nothing_tells_what_is_right_before_an_answer(tree: Node) -> None:
    """The page of the exercise is the same as that of one in which something else is right."""
    marked = Learner(with_fields(tree, **FEEDBACK)).page()
    assert "option-feedback" not in marked
    assert "exercise-solution" not in marked
    assert "Komentarz po" not in marked
    assert 'class="verdict"' not in marked


@SOLVABLE
def test_feedback_on_the_whole_fits_the_answer(tree: Node) -> None:
    learner = Learner(with_fields(tree, **FEEDBACK)).answer(answer_to(tree, right=False))
    assert ("Komentarz po złej." in learner.page(), "Komentarz po dobrej." in learner.page()) == (True, False)
    learner.answer(answer_to(tree))
    assert ("Komentarz po złej." in learner.page(), "Komentarz po dobrej." in learner.page()) == (False, True)


@SOLVABLE
def test_the_right_answer_is_shown_on_request_after_some_tries_and_earns_nothing_then(tree: Node) -> None:
    learner = Learner(tree)
    reveal = [(REVEAL, "1")]
    for _try in range(REVEAL_AFTER):
        with pytest.raises(InvalidAnswerError, match=r"\w+"):
            learner.answer(reveal)
        assert 'name="reveal"' not in learner.page()
        learner.answer(answer_to(tree, right=False))
    assert 'name="reveal"' in learner.page()
    learner.answer(reveal)
    assert learner.events == []
    assert learner.state["attempts"] == REVEAL_AFTER
    assert "exercise-solution" in learner.page()
    learner.answer(answer_to(tree))
    assert (learner.grade, learner.completion) == (None, 1.0)
    assert "exercise-solution" not in learner.page()


@SOLVABLE
def test_the_last_of_limited_attempts_ends_it(tree: Node) -> None:
    learner = Learner(with_fields(tree, max_attempts=2))
    learner.answer(answer_to(tree, right=False))
    assert learner.completion == 0.0
    assert "Została 1 próba." in learner.page()
    learner.answer(answer_to(tree, right=False))
    assert learner.completion == 1.0
    assert learner.state.get("solved", False) is False
    with pytest.raises(InvalidAnswerError, match="wykorzystane"):
        learner.answer(answer_to(tree))
    assert learner.state["attempts"] == 2
    learner.answer([(REVEAL, "1")])
    assert "exercise-solution" in learner.page()


@ANY
def test_an_answer_that_waited_does_not_replace_a_later_one(tree: Node) -> None:
    late, early = "2026-11-20T10:00:00+00:00", "2026-11-20T09:00:00+00:00"
    learner = Learner(tree).answer(answer_to(tree), made_at=late)
    kept = {name: learner.state.get(name) for name in ("response", "selected", "made_at")}
    learner.answer(answer_to(tree, right=False), made_at=early)
    assert {name: learner.state.get(name) for name in kept} == kept
    assert learner.state["attempts"] == 2


@ANY
@pytest.mark.parametrize("pairs", [[("answer.obcy", "x")], [("answer", "obcy"), ("answer.zly", "1")]])
def test_what_belongs_to_no_part_is_refused_and_changes_nothing(tree: Node, pairs: list[tuple[str, str]]) -> None:
    learner = Learner(tree)
    with pytest.raises(InvalidAnswerError, match=r"\w+"):
        learner.answer(pairs)
    assert learner.store.changed == {}


@ANY
def test_an_empty_answer_is_refused_in_words_but_for_a_checklist(tree: Node) -> None:
    learner = Learner(tree)
    if tree["type"] == "pomost_checklist":
        assert learner.answer([]).completion == 0.0
        return
    with pytest.raises(InvalidAnswerError, match=r"\w+"):
        learner.answer([])
    assert learner.store.changed == {}


@ANY
def test_one_has_one_legend_and_every_field_has_a_name(tree: Node) -> None:
    page = Learner(tree).page()
    assert page.count("<legend>") >= 1
    controls = re.findall(r"<(?:input|select|textarea)\b[^>]*>", page)
    named = [control for control in controls if 'type="hidden"' not in control]
    assert named
    assert all(re.search(r'name="answer(\.[^"]+)?"', control) for control in named)


@ANY
def test_as_a_question_of_several_its_fields_have_the_name_of_the_question(tree: Node) -> None:
    runtime = PomostRuntime(activity=uuid4(), tree=tree, user_id=None, store=StateStore())
    given = Given.of(answer_to(tree)) if tree["type"] != "pomost_branching" else Given()
    html = runtime.render(runtime.root(), "question_view", {"frame": QuestionFrame("q-1", 1, 2, given)}).content
    assert "<form" not in html
    assert set(re.findall(r'name="([^".]+)', html)) == {"q-1"}


@ANY
def test_the_same_is_right_in_the_same_and_another_type_asks_anew(tree: Node) -> None:
    other = next(item for item in TREES.values() if item["type"] != tree["type"])
    assert answer_key_differs(tree, with_fields(tree, hint="Inna podpowiedź.")) is False
    assert answer_key_differs(tree, other) is True


@ANY
def test_an_answer_is_told_in_words(tree: Node) -> None:
    texts = response_texts(tree, tree["id"], answer_to(tree))
    assert texts
    ids = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}")
    assert [text for text in texts if ids.search(text) or not text] == []
    assert response_texts(tree, tree["id"], [(REVEAL, "1")]) == ("Pokazano dobrą odpowiedź.",)


def test_a_reflection_alone_is_private() -> None:
    assert [name for name, tree in TREES.items() if is_private(tree, tree["id"])] == ["reflection"]


def test_of_a_form_only_what_belongs_to_the_exercise_is_taken() -> None:
    form = [("answer", "a"), ("answer.b", "c"), ("answers", "x"), ("key", "k"), ("reveal", "1"), ("restart", "1")]
    assert answers_in(form) == [("answer", "a"), ("answer.b", "c"), ("reveal", "1"), ("restart", "1")]


def test_only_a_type_that_can_begins_anew() -> None:
    tree = TREES["choice"]
    with pytest.raises(InvalidAnswerError):
        Learner(tree).answer([(RESTART, "1")])
