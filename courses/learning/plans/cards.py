"""Dataclasses for the templates of plans."""

from dataclasses import dataclass
from datetime import date

from publishing.links import Link


@dataclass(frozen=True, slots=True)
class WeekCard:
    """A week of a plan: its first and last day, the lessons with their minutes, and whether it is the present one."""

    monday: date
    sunday: date
    lessons: tuple[Link, ...]
    minutes: int
    current: bool


@dataclass(frozen=True, slots=True)
class PlanCard:
    """A plan for a course.

    ``done_minutes`` were done this week; ``fits``, ``possible_last_day`` and ``needed_hours`` are those of
    ``Schedule``. ``finishes_on`` is the last day of the plan as it stands.
    """

    course_title: str
    url: str
    hours_per_week: int
    ends_on: date | None
    weeks: tuple[WeekCard, ...]
    done_minutes: int
    fits: bool
    possible_last_day: date | None
    needed_hours: int | None
    feed_url: str = ""
    webcal_url: str = ""

    @property
    def this_week(self) -> WeekCard | None:
        """The present week; None if nothing is left to do in it."""
        return self.weeks[0] if self.weeks and self.weeks[0].current else None

    @property
    def finishes_on(self) -> date | None:
        return self.weeks[-1].sunday if self.weeks else None
