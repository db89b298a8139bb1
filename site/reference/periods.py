"""Periods of days with an open end: which of them overlap, and which is meant by an empty end."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Period:
    """From a day to a day, both included; without an end where ``last`` is None."""

    first: date
    last: date | None = None

    def holds_on(self, day: date) -> bool:
        return self.first <= day and (self.last is None or day <= self.last)


def closed(periods: Iterable[Period]) -> list[Period]:
    """The periods by their first days; an open one ends on the day before the next begins."""
    ordered = sorted(periods, key=lambda period: period.first)
    ends = [
        replace(period, last=later.first - DAY) if period.last is None and period.first < later.first else period
        for period, later in pairwise(ordered)
    ]
    return [*ends, *ordered[-1:]]


def overlapping(periods: Sequence[Period]) -> list[tuple[Period, Period]]:
    """The pairs of periods that share a day, each with the one that begins next."""
    ordered = sorted(periods, key=lambda period: period.first)
    return [(one, later) for one, later in pairwise(ordered) if one.last is None or one.last >= later.first]
