"""What the live programmes are made of, the same for every user."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from courses.catalogue.models import ProgrammeCourse
from courses.catalogue.models.live_lessons import course_path_of, lesson_paths
from courses.catalogue.models.plan import choose_by_programme, grouped
from courses.learning.pinned import Pinned, pin
from courses.learning.programme_progress import CourseGroup
from publishing.public_cache import cached


@dataclass(frozen=True, slots=True)
class ProgrammeOutline:
    """The groups of courses (ids) of a live programme, and which of the courses are live.

    Those that are live and have lessons are ``taught`` here; a live one without lessons is taught ``at_meetings``: it
    cannot be finished here and does not count towards progress.
    """

    id: int
    groups: tuple[CourseGroup, ...]
    taught: frozenset[int]
    at_meetings: frozenset[int]

    @property
    def courses(self) -> frozenset[int]:
        return frozenset(course for group in self.groups for course in group.courses)

    def pinned(self, finished: Iterable[int] = ()) -> Pinned:
        """The programme as it is now, for a learner who begins it and has ``finished`` some of its courses before."""
        return pin(self.groups, taught={*self.taught, *finished}, at_meetings=self.at_meetings)


Outlines = Mapping[int, ProgrammeOutline]


def programme_outlines() -> Outlines:
    """The outlines of the live programmes by id. Read before a transaction: the cache is not used inside one."""
    found: Outlines = cached(("programme outlines",), _outlines)
    return found


def _outlines() -> Outlines:
    rows: dict[int, list[ProgrammeCourse]] = {}
    listed = ProgrammeCourse.objects.filter(programme__live=True).select_related("course").order_by("sort_order")
    for row in listed.only("programme", "group", "course__path", "course__live"):
        rows.setdefault(row.programme_id, []).append(row)
    taught = {course_path_of(path) for path in lesson_paths()}
    choose = choose_by_programme()
    return {
        programme_id: ProgrammeOutline(
            id=programme_id,
            groups=groups_of(members, choose.get(programme_id, {})),
            taught=frozenset(row.course_id for row in members if row.course.live and row.course.path in taught),
            at_meetings=frozenset(
                row.course_id for row in members if row.course.live and row.course.path not in taught
            ),
        )
        for programme_id, members in rows.items()
    }


def groups_of(rows: Iterable[ProgrammeCourse], choose: Mapping[str, int]) -> tuple[CourseGroup, ...]:
    """The groups that the courses of a programme are to be finished in; ``choose`` is by an elective group's name."""
    return tuple(
        CourseGroup(
            tuple(dict.fromkeys(row.course_id for row in members)),
            number,
            members[0].group if number is not None else "",
        )
        for number, members in grouped(rows, choose)
    )
