"""Which lessons of a course are locked, and what opens them; pure functions of the outline and a learner's progress."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from courses.catalogue.outline import OutlineData, OutlineLesson, ReleaseKind


class LockReason(StrEnum):
    """What a lesson waits for."""

    ENROLMENT = "enrolment"
    PREVIOUS = "previous"
    SCORE = "score"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class Lock:
    """Why a lesson is locked: the lesson before it that has to be completed or passed, or the day on which it opens.

    ``opens_on`` is None where no day has been set yet; ``score`` is in percent.
    """

    reason: LockReason
    previous: UUID | None = None
    opens_on: date | None = None
    score: int = 0


def locks(
    outline: OutlineData,
    *,
    completed: Collection[UUID],
    solved: Collection[UUID],
    available: Collection[UUID],
    today: date,
) -> dict[UUID, Lock]:
    """The locked lessons by their keys.

    ``completed`` are the keys of the learner's completed lessons, ``solved`` the exercises that they have answered
    rightly, ``available`` the keys of live lessons. A completed lesson is never locked. A lesson that is no longer live
    and was not completed keeps nobody from the one after it.
    """
    return {
        lesson.key: lock
        for lesson, lock in _locked(outline, frozenset(completed), frozenset(solved), frozenset(available), today)
        if lock is not None and lesson.key not in completed
    }


def locks_kept(
    current: OutlineData,
    pinned: OutlineData,
    *,
    completed: Collection[UUID],
    solved: Collection[UUID],
    available: Collection[UUID],
    today: date,
) -> dict[UUID, Lock]:
    """The locked lessons of a learner whose enrolment pins an earlier outline: what one of the two opens is open.

    So a change of the rule, of a day or of the order closes nothing that is open to them.
    """
    now = locks(current, completed=completed, solved=solved, available=available, today=today)
    if not now or pinned == current:
        return now
    then = locks(pinned, completed=completed, solved=solved, available=available, today=today)
    known = {lesson.key for lesson in pinned.lessons}
    return {key: lock for key, lock in now.items() if key not in known or key in then}


def locks_without_enrolment(outline: OutlineData) -> dict[UUID, Lock]:
    """Every lesson, for those who are not enrolled in a course that only enrolled people read."""
    return {lesson.key: Lock(LockReason.ENROLMENT) for lesson in outline.lessons}


def _locked(
    outline: OutlineData,
    completed: frozenset[UUID],
    solved: frozenset[UUID],
    available: frozenset[UUID],
    today: date,
) -> Iterator[tuple[OutlineLesson, Lock | None]]:
    rule, previous = outline.release, None
    for topic in outline.topics:
        for lesson in topic.lessons:
            if lesson.key not in available and lesson.key not in completed:
                continue
            lock = None
            if rule.kind == ReleaseKind.BY_DATE:
                if topic.opens_on is None or topic.opens_on > today:
                    lock = Lock(LockReason.DATE, opens_on=topic.opens_on)
            elif rule.kind == ReleaseKind.IN_ORDER:
                if previous is not None and previous.key not in completed:
                    lock = Lock(LockReason.PREVIOUS, previous=previous.key)
            elif (
                rule.kind == ReleaseKind.BY_SCORE
                and previous is not None
                and previous.key not in completed
                and not _passed(previous, solved, rule.score)
            ):
                reason = LockReason.SCORE if previous.activities else LockReason.PREVIOUS
                lock = Lock(reason, previous=previous.key, score=rule.score)
            yield lesson, lock
            previous = lesson


def _passed(lesson: OutlineLesson, solved: Collection[UUID], score: int) -> bool:
    """Whether the share of the lesson's exercises that are solved reaches ``score`` percent."""
    count = sum(activity in solved for activity in lesson.activities)
    return bool(lesson.activities) and 100 * count >= score * len(lesson.activities)


def activities_that_open(outlines: Collection[OutlineData]) -> set[UUID]:
    """The exercises whose answers open lessons; nothing where no outline releases by score."""
    return {
        activity
        for outline in outlines
        if outline.release.kind == ReleaseKind.BY_SCORE
        for lesson in outline.lessons
        for activity in lesson.activities
    }


NO_LOCKS: Mapping[UUID, Lock] = {}
