"""What it takes to complete a lesson, for somebody who enrolled while it may have been another lesson."""

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
    """The easier of what the pinned outline asked and what the lesson asks now, so that nobody is ever stuck.

    Exercises taken away are not waited for, those added are not demanded; where every exercise was written anew, the
    new ones count, for there are no others. A learner who could mark it completed then, or can now, may do so.
    """
    now = frozenset(UUID(item) for item in lesson.exercises)
    if pinned is None:
        return Condition(lesson.rule, now)
    manual = Lesson.CompletionRule.MANUAL in (lesson.rule, pinned.rule)
    rule = Lesson.CompletionRule.MANUAL if manual else Lesson.CompletionRule.EXERCISES
    return Condition(str(rule), (now & frozenset(pinned.activities)) or now)
