"""Hours and ECTS points of a programme, computed from its courses and elective groups; no Django."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Load:
    """The work of one course: hours in contact with a trainer, hours of own work, all hours, ECTS points.

    None: not stated. ``hours`` may be stated without the other two.
    """

    contact_hours: int | None = None
    own_hours: int | None = None
    hours: int | None = None
    ects: int | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """Courses of which a learner takes ``choose``; None: every one, as of compulsory courses."""

    courses: tuple[Load, ...]
    choose: int | None = None

    @property
    def taken(self) -> int:
        """How many of the courses a learner takes, never more than there are."""
        return len(self.courses) if self.choose is None else min(max(self.choose, 0), len(self.courses))


@dataclass(frozen=True, slots=True)
class Totals:
    """The work of a whole programme or of a part of it.

    None where no course states the quantity. ``least``: learners' choices lead to different sums, and these are the
    least ones.
    """

    contact_hours: int | None = None
    own_hours: int | None = None
    hours: int | None = None
    ects: int | None = None
    least: bool = False


QUANTITIES = ("contact_hours", "own_hours", "hours", "ects")


def hours_of(contact_hours: int | None, own_hours: int | None) -> int | None:
    """All hours of a course that states at least one of the two kinds; None of one that states neither."""
    if contact_hours is None and own_hours is None:
        return None
    return (contact_hours or 0) + (own_hours or 0)


def totals_of(choices: Iterable[Choice]) -> Totals:
    """Sums each quantity over the choices; a group whose courses differ counts the least that one can choose."""
    choices = [choice for choice in choices if choice.courses]
    sums = {name: _sum(choices, name) for name in QUANTITIES}
    least = any(_differs(choice, name) for choice in choices for name in QUANTITIES)
    return Totals(**sums, least=least)


def _sum(choices: Sequence[Choice], name: str) -> int | None:
    stated = [_values(choice, name) for choice in choices]
    if not any(value is not None for values in stated for value in values):
        return None
    return sum(
        sum(sorted(value or 0 for value in values)[: choice.taken])
        for choice, values in zip(choices, stated, strict=True)
    )


def _values(choice: Choice, name: str) -> list[int | None]:
    return [getattr(load, name) for load in choice.courses]


def _differs(choice: Choice, name: str) -> bool:
    """Whether the sum depends on what is chosen: something is left out, and not all have the same value."""
    return 0 < choice.taken < len(choice.courses) and len({value or 0 for value in _values(choice, name)}) > 1
