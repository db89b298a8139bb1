"""Dataclasses for the templates of answers and of the history of learning."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class AnswerCard:
    """An answer to an exercise as people read it; ``right`` is None where it was not graded.

    ``changed``: the exercise was changed after the answer. Of an attempt at a ``quiz`` ``right`` tells whether it was
    passed, and ``counts`` whether it is the one whose result counts.
    """

    exercise: str
    texts: tuple[str, ...]
    right: bool | None
    answered_at: datetime
    changed: bool
    quiz: bool = False
    counts: bool = False


@dataclass(frozen=True, slots=True)
class OwnAnswer:
    """An answer in the learner's list; ``url`` is that of the exercise, empty where it cannot be opened any more."""

    answer: AnswerCard
    lesson_title: str
    course_title: str
    url: str


@dataclass(frozen=True, slots=True)
class HistoryItem:
    """Something that a learner did: in a sentence, when, and in which course."""

    text: str
    happened_at: datetime | None
    course_title: str
