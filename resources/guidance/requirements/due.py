"""The dates of duties: which days, and the same as a recurrence rule of iCalendar (RFC 5545, section 3.3.10)."""

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from reference.conditions import Repeat

WHOLE_MONTH = 28
"""Every month has this many days."""


@dataclass(frozen=True, slots=True)
class Due:
    """When a duty is due, as in the block. Days that fall on a holiday are not moved: that depends on the duty."""

    repeat: str = ""
    day: int = 0
    month: int = 0
    days: int = 0
    event: str = ""

    @property
    def is_dated(self) -> bool:
        """Whether it has dates of its own, so that it stands in a calendar."""
        return self.repeat in (Repeat.MONTHLY, Repeat.YEARLY)

    def between(self, first: date, last: date) -> Iterator[date]:
        """The days on which it is due, from ``first`` to ``last``, both included."""
        if not self.is_dated:
            return
        year, month = first.year, first.month
        while date(year, month, 1) <= last:
            if self.repeat == Repeat.MONTHLY or month == self.month:
                due = date(year, month, min(self.day, calendar.monthrange(year, month)[1]))
                if first <= due <= last:
                    yield due
            year, month = (year + 1, 1) if month == 12 else (year, month + 1)

    def first_from(self, day: date) -> date | None:
        """The first day on or after ``day``."""
        return next(self.between(day, day + timedelta(days=370)), None)

    def rule(self) -> dict[str, object]:
        """The recurrence rule, in the form of ``icalendar``. In shorter months the last day counts."""
        rule: dict[str, object] = {"freq": self.repeat.upper()}
        if self.repeat == Repeat.YEARLY:
            rule["bymonth"] = self.month
        leap_day = (self.month, self.day) == (2, 29)
        if self.day <= WHOLE_MONTH or (self.repeat == Repeat.YEARLY and not leap_day):
            return {**rule, "bymonthday": self.day}
        return {**rule, "bymonthday": list(range(WHOLE_MONTH, self.day + 1)), "bysetpos": -1}
