"""Computes progress. Pages of learners and trainers and all reports use this one function."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from courses.catalogue.outline import OutlineData, OutlineTopic
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
    def percent(self) -> int:
        """Whole percent, rounded down, so that 100 means finished."""
        return 100 * self.done // self.total if self.total else 0

    @property
    def missing(self) -> tuple[int, ...]:
        """The numbers of the lessons that are not completed, from 1, in the order of the course."""
        left = set(self.left)
        return tuple(number for number, key in enumerate(self.counted, start=1) if key in left)

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

    ``completed`` are keys of completed lessons, ``available`` those of ``Enrolment.available``. Any other lesson counts
    only if the learner has completed it. The next lesson is ``last`` while it is not completed, else the first
    incomplete one after it, else the first incomplete one. It is also the current step,
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


def added_since(outline: OutlineData, live: Iterable[UUID], *, withdrawn: Collection[UUID] = ()) -> tuple[UUID, ...]:
    """The keys of the ``live`` lessons that the pinned ``outline`` has not, or that were ``withdrawn``, in order."""
    known = {lesson.key for lesson in outline.lessons}.difference(withdrawn)
    return tuple(key for key in live if key not in known)


def kept_topics(pinned: OutlineData, latest: OutlineData, completed: Collection[UUID]) -> tuple[OutlineTopic, ...]:
    """The completed lessons of ``pinned`` that ``latest`` has not, by topic: they count when ``latest`` is pinned."""
    there = {lesson.key for lesson in latest.lessons}
    topics = (
        OutlineTopic(
            topic.title,
            tuple(lesson for lesson in topic.lessons if lesson.key in completed and lesson.key not in there),
        )
        for topic in pinned.topics
    )
    return tuple(topic for topic in topics if topic.lessons)


def missing_activities(order: Iterable[UUID], *, wanted: Collection[UUID], solved: Collection[UUID]) -> tuple[int, ...]:
    """The numbers of the exercises, from 1, that are among ``wanted`` and not ``solved``; ``order`` is the lesson's."""
    return tuple(number for number, key in enumerate(order, start=1) if key in wanted and key not in solved)


def spans(numbers: Iterable[int]) -> tuple[tuple[int, int], ...]:
    """Ascending numbers as first and last of each run; a run of two is two spans, because it is no shorter."""
    found: list[tuple[int, int]] = []
    for number in numbers:
        if found and found[-1][1] == number - 1:
            found[-1] = (found[-1][0], number)
        else:
            found.append((number, number))
    return tuple(
        part
        for first, last in found
        for part in (((first, first), (last, last)) if last - first == 1 else ((first, last),))
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
