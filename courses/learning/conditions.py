"""The condition for completing a lesson that may have changed since the learner enrolled."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from courses.catalogue.models import Lesson
from courses.catalogue.outline import OutlineLesson


@dataclass(frozen=True, slots=True)
class Condition:
    """``rule`` is a ``Lesson.CompletionRule``; ``activities`` are the exercises that count."""

    rule: str
    activities: frozenset[UUID]


def condition_of(lesson: Lesson, pinned: OutlineLesson | None) -> Condition:
    """The easier of the conditions in the pinned outline and in the lesson now, so that it can always be met.

    Removed exercises and added ones do not count; if all exercises were replaced, the new ones count. Where either
    condition lets the learner mark the lesson as completed, they may.
    """
    return condition_between(lesson.rule, lesson.activities, pinned)


def condition_between(rule: str, activities: Iterable[UUID], pinned: OutlineLesson | None) -> Condition:
    """``condition_of`` of a lesson that has this rule and these exercises now."""
    now = frozenset(activities)
    if pinned is None:
        return Condition(rule, now)
    manual = Lesson.CompletionRule.MANUAL in (rule, pinned.rule)
    easier = Lesson.CompletionRule.MANUAL if manual else Lesson.CompletionRule.EXERCISES
    return Condition(str(easier), (now & frozenset(pinned.activities)) or now)
