"""The condition for completing a lesson that may have changed since the learner enrolled."""

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
    now = frozenset(UUID(item) for item in lesson.exercises)
    if pinned is None:
        return Condition(lesson.rule, now)
    manual = Lesson.CompletionRule.MANUAL in (lesson.rule, pinned.rule)
    rule = Lesson.CompletionRule.MANUAL if manual else Lesson.CompletionRule.EXERCISES
    return Condition(str(rule), (now & frozenset(pinned.activities)) or now)
