"""Computes progress in a programme from that in its courses. Plain data; nothing here reads a table."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from publishing.progress_drawing import MAX_STEPS, ProgressStep


@dataclass(frozen=True, slots=True)
class CourseGroup:
    """Courses of a programme (ids), of which ``choose`` are to be finished; None means all. Elective ones are named."""

    courses: tuple[int, ...]
    choose: int | None = None
    name: str = ""

    @property
    def required(self) -> int:
        """How many are to be finished: never more than there are."""
        count = len(self.courses)
        return count if self.choose is None else max(0, min(self.choose, count))


@dataclass(frozen=True, slots=True)
class MissingCourses:
    """``choose`` more of these courses (ids) are to be finished; all of them where the numbers are equal."""

    courses: tuple[int, ...]
    choose: int


@dataclass(frozen=True, slots=True)
class ProgrammeProgress:
    """``done`` of ``total`` required courses, the steps to draw, and what is missing, group by group."""

    done: int
    total: int
    progress_steps: tuple[ProgressStep, ...]
    missing: tuple[MissingCourses, ...]

    @property
    def percent(self) -> int:
        """Whole percent, rounded down, so that 100 means finished."""
        return 100 * self.done // self.total if self.total else 0

    @property
    def finished(self) -> bool:
        return self.total > 0 and self.done == self.total


def compute_programme(
    groups: Sequence[CourseGroup], *, finished: Collection[int], fractions: Mapping[int, float]
) -> ProgrammeProgress:
    """Progress in a programme of these groups.

    ``finished`` are the ids of finished courses, ``fractions`` the parts of begun ones that are done, from 0 to 1. In a
    group of which some are chosen, those that are furthest count. Finishing more than required counts no more.
    """
    finished = set(finished)
    done, total = 0, 0
    drawn: list[float] = []
    missing: list[MissingCourses] = []
    for group in groups:
        required = group.required
        passed = [course for course in group.courses if course in finished]
        counted = min(len(passed), required)
        done, total = done + counted, total + required
        drawn += _fractions(group, finished, fractions)
        if counted < required:
            left = tuple(course for course in group.courses if course not in finished)
            missing.append(MissingCourses(left, required - counted))
    return ProgrammeProgress(done, total, _steps(drawn), tuple(missing))


def _fractions(group: CourseGroup, finished: Collection[int], fractions: Mapping[int, float]) -> list[float]:
    """How much of each required course is done, those not finished below 1, in order or the furthest first."""
    found = [1.0 if course in finished else min(max(fractions.get(course, 0.0), 0.0), 0.99) for course in group.courses]
    return found if group.required == len(found) else sorted(found, reverse=True)[: group.required]


def _steps(drawn: list[float]) -> tuple[ProgressStep, ...]:
    if len(drawn) > MAX_STEPS:
        cuts = [
            drawn[len(drawn) * index // MAX_STEPS : len(drawn) * (index + 1) // MAX_STEPS] for index in range(MAX_STEPS)
        ]
        drawn = [sum(cut) / len(cut) for cut in cuts]
    current = next((index for index, fraction in enumerate(drawn) if fraction < 1), None)
    return tuple(ProgressStep(fraction, index == current) for index, fraction in enumerate(drawn))
