"""Computes progress. Pages of learners and trainers and all reports use this one function."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from courses.catalogue.outline import OutlineData
from publishing.progress_drawing import MAX_STEPS, ProgressStep


@dataclass(frozen=True, slots=True)
class Progress:
    """``done`` of the ``counted`` lessons, the steps to draw, and the remaining lessons, the next one first.

    ``counted`` are the keys of the lessons that count for the learner, in order: every number of lessons that they or
    their trainers are shown is the length of this.
    """

    done: int
    counted: tuple[UUID, ...]
    progress_steps: tuple[ProgressStep, ...]
    left: tuple[UUID, ...]

    @property
    def total(self) -> int:
        return len(self.counted)

    @property
    def next(self) -> UUID | None:
        """The key of the next lesson; None at the end."""
        return self.left[0] if self.left else None

    @property
    def finished(self) -> bool:
        return self.total > 0 and self.done == self.total


def compute(
    outline: OutlineData,
    *,
    completed: Collection[UUID],
    available: Collection[UUID],
    last: UUID | None = None,
    standing: UUID | None = None,
) -> Progress:
    """Progress against the pinned ``outline``.

    ``completed`` are keys of completed lessons, ``available`` keys of live lessons, restricted ones included. A lesson
    that is no longer live counts only if the learner has completed it. The next lesson is ``last`` while it is not
    completed, else the first incomplete one after it, else the first incomplete one. It is also the current step,
    unless ``standing`` is given, the key of the lesson that the learner has open.
    """
    completed, available = set(completed), set(available)
    topics = [
        [lesson.key for lesson in topic.lessons if lesson.key in completed or lesson.key in available]
        for topic in outline.topics
    ]
    keys = [key for topic in topics for key in topic]
    left = _left(keys, completed, last)
    return Progress(
        done=sum(key in completed for key in keys),
        counted=tuple(keys),
        progress_steps=_steps(topics, keys, completed, standing or next(iter(left), None)),
        left=left,
    )


def _left(keys: list[UUID], completed: set[UUID], last: UUID | None) -> tuple[UUID, ...]:
    start = keys.index(last) if last in keys else 0
    return tuple(key for key in keys[start:] + keys[:start] if key not in completed)


def _steps(
    topics: list[list[UUID]], keys: list[UUID], completed: set[UUID], current: UUID | None
) -> tuple[ProgressStep, ...]:
    groups = [[key] for key in keys]
    if len(groups) > MAX_STEPS:
        groups = [topic for topic in topics if topic]
    if len(groups) > MAX_STEPS:
        groups = [
            keys[len(keys) * index // MAX_STEPS : len(keys) * (index + 1) // MAX_STEPS] for index in range(MAX_STEPS)
        ]
    return tuple(
        ProgressStep(fraction=sum(key in completed for key in group) / len(group), current=current in group)
        for group in groups
    )
