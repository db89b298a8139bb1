"""What a programme takes for one learner: pinned when they began, so that an editor's work takes nothing away.

Plain data; nothing here reads a table. Courses are ids.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from courses.learning.programme_progress import CourseGroup


@dataclass(frozen=True, slots=True)
class PinnedGroup:
    """``courses`` of which ``choose`` are to be finished; None means all of them.

    ``others`` belong to the group and do not count towards progress: they are taught at meetings, or were withdrawn
    before the learner had finished them. A certificate asks for those of them that the programme still has.
    """

    courses: tuple[int, ...]
    choose: int | None = None
    others: tuple[int, ...] = ()

    @property
    def counted(self) -> CourseGroup:
        """The group as progress counts it."""
        return CourseGroup(self.courses, self.choose)

    def to_json(self) -> dict[str, Any]:
        return {"courses": list(self.courses), "choose": self.choose, "others": list(self.others)}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "PinnedGroup":
        return cls(tuple(data["courses"]), data["choose"], tuple(data["others"]))


Pinned = tuple[PinnedGroup, ...]


def pin(groups: Iterable[CourseGroup], *, taught: Collection[int], at_meetings: Collection[int]) -> Pinned:
    """The groups of a programme as they are now: those of its courses that are ``taught`` here count."""
    found = (
        PinnedGroup(
            tuple(course for course in group.courses if course in taught),
            group.choose,
            tuple(course for course in group.courses if course in at_meetings and course not in taught),
        )
        for group in groups
    )
    return tuple(group for group in found if group.courses or group.others)


def settled(pinned: Pinned, *, taught: Collection[int], finished: Collection[int]) -> Pinned:
    """``pinned`` without the courses that were withdrawn before they were finished: they count no more, for good.

    If such a course comes back it is offered as an added one: by counting again it would lower the percent.
    """
    return tuple(_settled(group, {*taught, *finished}) for group in pinned)


def _settled(group: PinnedGroup, there: Collection[int]) -> PinnedGroup:
    gone = tuple(course for course in group.courses if course not in there)
    if not gone:
        return group
    kept = tuple(course for course in group.courses if course in there)
    return replace(group, courses=kept, others=(*group.others, *gone))


def completed_at(pinned: Pinned, finished: Mapping[int, datetime]) -> datetime | None:
    """When the last course that was needed was finished; None while one is missing, or where none counts."""
    moments = []
    for group in (item.counted for item in pinned):
        times = sorted(finished[course] for course in group.courses if course in finished)
        if len(times) < group.required:
            return None
        moments += times[: group.required]
    return max(moments, default=None)


def added(pinned: Pinned, groups: Iterable[CourseGroup], *, taught: Collection[int]) -> tuple[int, ...]:
    """The courses of a programme that count now and are not pinned, in order."""
    known = {course for group in pinned for course in group.courses}
    courses = (course for group in groups for course in group.courses)
    return tuple(dict.fromkeys(course for course in courses if course in taught and course not in known))


def renumbered(pinned: Pinned, groups: Iterable[CourseGroup], *, taught: Collection[int]) -> tuple[CourseGroup, ...]:
    """The elective groups of which another number is to be chosen than was pinned of the same courses."""
    found = []
    for group in groups:
        now = replace(group, courses=tuple(course for course in group.courses if course in taught))
        before = [item for item in pinned if set(item.courses) & set(now.courses)]
        same = any(item.choose == now.choose or item.counted.required == now.required for item in before)
        if now.choose is not None and before and not same:
            found.append(now)
    return tuple(found)


def taken_in(pinned: Pinned, latest: Pinned, *, finished: Collection[int]) -> Pinned:
    """``latest``, and the finished courses of ``pinned`` that it has not: they go on counting."""
    there = {course for group in latest for course in group.courses}
    kept = (course for group in pinned for course in group.courses if course in finished and course not in there)
    unique = tuple(dict.fromkeys(kept))
    return (*latest, PinnedGroup(unique)) if unique else latest
