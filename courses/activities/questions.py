"""Exercises as questions of a quiz: without hints and attempts, scored as a whole, reviewed afterwards."""

from uuid import UUID, uuid4

from courses.activities.cards import ExerciseFrame
from courses.activities.exercises.base import Exercise, shuffled
from courses.activities.given import Given
from courses.activities.models import Node
from courses.activities.runtime import PomostRuntime, StateStore
from reference.values import with_values

LONGEST_VALUE = 2000
"""Characters of one value that is kept."""
SHUFFLED = ("options", "statements")
"""The lists of a tree whose order says nothing, so that it may be another one in each attempt."""


def in_quiz(tree: Node, *, seed: str = "", feedback: bool = False) -> Node:
    """The question as a quiz asks it; with a ``seed`` its options are in another order, always the same for a seed.

    With ``feedback`` it keeps what its author says of answers, for the review.
    """
    left_out = {"hint", "max_attempts"} | (set() if feedback else {"right_feedback", "wrong_feedback"})
    fields = {name: value for name, value in tree["fields"].items() if name not in left_out}
    for name in SHUFFLED:
        if seed and name in fields:
            fields[name] = shuffled(fields[name], seed=seed)
    return {**tree, "fields": fields}


def known_parts(tree: Node, given: Given) -> Given:
    """What of an answer belongs to this question; nobody keeps more of it than an answer can have."""
    parts = set(_block(tree).parts())
    return Given(
        {
            part: tuple(value[:LONGEST_VALUE] for value in values[:50])
            for part, values in given.parts.items()
            if part in parts and any(values)
        }
    )


def score_of(tree: Node, given: Given) -> float:
    """The score of an answer from 0 to 1; what was left out is wrong."""
    return (_block(tree).assess(given).score or 0.0) if given else 0.0


def review_html(tree: Node, *, activity: UUID, given: Given, frame: ExerciseFrame, solution: bool) -> str:
    """A question with what was answered and what the author says of it; with the right answer, if ``solution``."""
    store = StateStore()
    block = _block(tree, activity=activity, store=store)
    if given:
        block.record(given)
        block.attempts = 1
    block.revealed = solution
    block.save()
    runtime = PomostRuntime(activity=activity, tree=tree, user_id=None, store=store)
    return with_values(runtime.render(runtime.root(), "student_view", {"frame": frame}).content)


def _block(tree: Node, *, activity: UUID | None = None, store: StateStore | None = None) -> Exercise:
    block = PomostRuntime(
        activity=activity or uuid4(), tree=tree, user_id=None, store=store or StateStore(), read_only=False
    ).root()
    if not isinstance(block, Exercise):
        raise TypeError(f"{tree['type']} is not an exercise.")
    return block
