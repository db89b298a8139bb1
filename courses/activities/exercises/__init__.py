"""The XBlock classes of exercises, by the type name used in trees."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext as _
from xblock.core import XBlock

from courses.activities.exercises.base import Exercise
from courses.activities.exercises.branching import BranchingExercise
from courses.activities.exercises.choice import ChoiceExercise
from courses.activities.exercises.gaps import GapsExercise
from courses.activities.exercises.hotspot import HotspotExercise
from courses.activities.exercises.marked import ChecklistExercise, FlashCardsExercise
from courses.activities.exercises.poll import PollExercise
from courses.activities.exercises.quiz import QuizExercise
from courses.activities.exercises.rows import MatchingExercise, OrderingExercise, SortingExercise, TrueFalseExercise
from courses.activities.exercises.typed import NumberExercise, ShortTextExercise
from courses.activities.exercises.written import ModelAnswerExercise, ReflectionExercise
from courses.activities.given import REVEAL, Given

if TYPE_CHECKING:
    from courses.activities.models import Node

OWN: Final[tuple[type[Exercise], ...]] = (
    ChoiceExercise,
    TrueFalseExercise,
    ShortTextExercise,
    NumberExercise,
    MatchingExercise,
    OrderingExercise,
    GapsExercise,
    SortingExercise,
    HotspotExercise,
    ModelAnswerExercise,
    ReflectionExercise,
    PollExercise,
    FlashCardsExercise,
    BranchingExercise,
    ChecklistExercise,
)

EXERCISES: Final[dict[str, type[XBlock]]] = {
    **{exercise.TYPE: exercise for exercise in OWN},
    QuizExercise.TYPE: QuizExercise,
}


def shows_current(tree: "Node") -> bool:
    """Whether learners always see the current version, whichever they have answered: attempts pin their own."""
    return tree["type"] == QuizExercise.TYPE


def node_of(tree: "Node", block: str) -> "Node | None":
    """The node of a block in a tree."""
    nodes = [tree]
    while nodes:
        node = nodes.pop()
        if node["id"] == block:
            return node
        nodes.extend(node["children"])
    return None


def exercise_class(tree: "Node", block: str) -> tuple[type[Exercise], "Node"] | None:
    """The class and the node of a block in a tree; None where it is not an exercise of our own."""
    node = node_of(tree, block)
    found = EXERCISES.get(node["type"]) if node else None
    return (found, node) if node and found and issubclass(found, Exercise) else None


def interaction_of(tree: "Node", block: str) -> str:
    """The xAPI interaction type of a block in a tree, such as ``choice``; empty where it has none."""
    found = exercise_class(tree, block)
    return found[0].INTERACTION if found else ""


def is_testable(kind: str) -> bool:
    """Whether exercises of this type tell what one knows, and can be answered at once in a form of several."""
    found = EXERCISES.get(kind)
    return bool(found and issubclass(found, Exercise) and found.has_score and not found.IN_STEPS)


def is_graded(kind: str) -> bool:
    """Whether answers to exercises of this type get points; those to types that are not our own may."""
    found = EXERCISES.get(kind)
    return found is None or bool(found.has_score)


def is_private(tree: "Node", block: str) -> bool:
    """Whether answers to a block are for the learner alone."""
    found = exercise_class(tree, block)
    return bool(found and found[0].PRIVATE)


def response_texts(tree: "Node", block: str, response: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """A recorded response to a block as people read it: one text for each value or part, in order.

    ``response`` are the posted names and values of an ``Answer``, ``tree`` is that of its version.
    """
    found = exercise_class(tree, block)
    if found is None:
        return tuple(value for _name, value in response)
    if any(name == REVEAL for name, _value in response):
        return (_("The right answer was shown."),)
    exercise, node = found
    return exercise.described(node["fields"], Given.of(response))


def answer_key_differs(before: "Node", after: "Node") -> bool:
    """Whether another answer is right in the second version of an exercise than in the first."""
    if before["type"] != after["type"]:
        return True
    exercise = EXERCISES.get(before["type"])
    if exercise is None or not issubclass(exercise, Exercise):
        return False
    return exercise.answer_key_differs(before["fields"], after["fields"])


__all__ = [
    "EXERCISES",
    "OWN",
    "Exercise",
    "answer_key_differs",
    "exercise_class",
    "interaction_of",
    "is_private",
    "is_testable",
    "node_of",
    "response_texts",
    "shows_current",
]
