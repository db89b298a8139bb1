"""Which of a learner's answers to an activity gives its score: for the card of a quiz, certificates and trainers alike.

The best answer counts; in a quiz whose author says so, that of the last attempt. What the version says holds that was
answered last, so publishing another rule changes nobody's score before the next attempt.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any
from uuid import UUID

from courses.activities.exercises.quiz import counting, is_passed
from courses.activities.models import Activity, AnswerQuerySet
from courses.activities.runtime.allowed import BlockTypeError, block_class


@dataclass(frozen=True, slots=True)
class Score:
    """The score of a learner in an activity, from 0 to 1, the id of the answer that gives it, and whether it is right:
    of a quiz, whether it is passed."""

    share: Fraction
    answer: int
    right: bool


def scores_of(answers: AnswerQuerySet) -> dict[tuple[int, UUID], Score]:
    """The scores that these answers give, by user and activity; one query. What was not graded gives none."""
    rows: Any = answers.graded().with_quiz_rules().order_by("created_at", "pk")  # annotated, which its type forgets
    given: dict[tuple[int, UUID], list[Score]] = {}
    rules: dict[tuple[int, UUID], str | None] = {}
    for pk, user, activity, score, most, counts, pass_mark in rows.values_list(
        "pk", "user_id", "activity_id", "score", "max_score", "counts", "pass_mark"
    ):
        right = bool(is_right(score, most, pass_mark=pass_mark))
        given.setdefault((user, activity), []).append(Score(share_of(score, most), pk, right))
        rules[user, activity] = counts
    return {key: _counting(found, rules[key]) for key, found in given.items()}


def gradable(activities: Collection[UUID]) -> frozenset[UUID]:
    """Those of the activities in which something is right or wrong, so that they give a score; one query."""
    rows = Activity.objects.filter(pk__in=activities).values_list("pk", "current__tree__type")
    return frozenset(activity for activity, block_type in rows if block_type and _has_score(block_type))


def _has_score(block_type: str) -> bool:
    try:
        return bool(getattr(block_class(block_type), "has_score", False))
    except BlockTypeError:  # one that the operator has taken away
        return False


def share_of(score: float, most: float) -> Fraction:
    """A grade as a number from 0 to 1."""
    return min(Fraction(1), max(Fraction(0), Fraction(str(score)) / Fraction(str(most))))


def is_right(score: float | None, most: float | None, *, pass_mark: int | None) -> bool | None:
    """Whether a grade says that all is right, or that a quiz is passed; None where nothing was graded.

    ``pass_mark`` is that of a quiz, None for other activities.
    """
    if score is None or most is None:
        return None
    return score == most if pass_mark is None else is_passed(float(share_of(score, most)), pass_mark)


def _counting(scores: Sequence[Score], counts: str | None) -> Score:
    return scores[counting([score.share for score in scores], counts=counts)]
