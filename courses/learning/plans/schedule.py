"""Spreads the lessons that are left over weeks. Plain data; nothing here reads a table or the clock."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil
from typing import Generic, TypeVar

Key = TypeVar("Key")

WEEK = timedelta(days=7)
MOST_WEEKS = 260
"""Five years; what does not fit is in the last week."""


@dataclass(frozen=True, slots=True)
class Work(Generic[Key]):
    """A lesson that is left, with its minutes of work."""

    key: Key
    minutes: int


@dataclass(frozen=True, slots=True)
class Week(Generic[Key]):
    """A week from its Monday with the lessons to do in it, and their minutes."""

    monday: date
    lessons: tuple[Key, ...]
    minutes: int

    @property
    def sunday(self) -> date:
        return self.monday + timedelta(days=6)


@dataclass(frozen=True, slots=True)
class Schedule(Generic[Key]):
    """The weeks with something to do, in order.

    ``done_minutes`` were done this week. ``fits``: the last day can be kept with the hours given, which is so without
    a last day. Where it is not so, ``possible_last_day`` is the first Sunday that can be kept, and ``needed_hours`` a
    week keep the wanted one (None if it has passed).
    """

    weeks: tuple[Week[Key], ...]
    done_minutes: int
    fits: bool
    possible_last_day: date | None
    needed_hours: int | None

    @property
    def this_week(self) -> Week[Key] | None:
        """The first of the weeks, the present one as long as something is left to do in it."""
        return self.weeks[0] if self.weeks else None


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def spread(
    left: Sequence[Work[Key]], *, hours_per_week: int, ends_on: date | None, today: date, done_minutes: int = 0
) -> Schedule[Key]:
    """The plan from ``today`` for the lessons that are left, in their order.

    With a last day that can be kept the work is spread evenly over the weeks until then; otherwise each week has as
    much as ``hours_per_week`` allow. ``done_minutes`` of this week's work are done: they count towards this week, so
    that doing a lesson does not bring another into it. A lesson longer than a week's work has a week of its own.
    """
    most = hours_per_week * 60
    start = monday_of(today)
    full = _weeks(left, budget=most, start=start, done=done_minutes)
    possible = full[-1].sunday if full else None
    if ends_on is None or not full:
        return Schedule(full, done_minutes, True, None, None)
    if ends_on < today or monday_of(ends_on) < full[-1].monday:
        return Schedule(full, done_minutes, False, possible, _needed(left, start, ends_on, today, done_minutes))
    count = (monday_of(ends_on) - start).days // 7 + 1
    total = done_minutes + sum(work.minutes for work in left)
    # The least budget from the even share up that keeps the last day: lessons are not cut.
    for budget in range(max(1, ceil(total / count)), most):
        even = _weeks(left, budget=budget, start=start, done=done_minutes)
        if even[-1].monday <= monday_of(ends_on):
            return Schedule(even, done_minutes, True, None, None)
    return Schedule(full, done_minutes, True, None, None)


def _needed(left: Sequence[Work[Key]], start: date, ends_on: date, today: date, done: int) -> int | None:
    """The fewest whole hours a week that keep the last day; None if it has passed."""
    if ends_on < today:
        return None
    whole = ceil((done + sum(work.minutes for work in left)) / 60)
    fitting = (
        hours
        for hours in range(1, whole + 1)
        if _weeks(left, budget=hours * 60, start=start, done=done)[-1].monday <= monday_of(ends_on)
    )
    return next(fitting, whole)


def _weeks(left: Sequence[Work[Key]], *, budget: int, start: date, done: int) -> tuple[Week[Key], ...]:
    """Fills week after week up to ``budget`` minutes; this week has ``done`` of them already."""
    weeks: list[Week[Key]] = []
    number, used, lessons = 0, done, list[Key]()

    def close() -> None:
        if lessons:
            minutes = used - (done if number == 0 else 0)
            weeks.append(Week(start + number * WEEK, tuple(lessons), minutes))

    for work in left:
        if used and used + work.minutes > budget and number < MOST_WEEKS:
            close()
            number, used, lessons = number + 1, 0, []
        lessons.append(work.key)
        used += work.minutes
    close()
    return tuple(weeks)
