"""A learner's progress in programmes, from that in their courses."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.catalogue.cards import CourseLink, ProgrammeStanding
from courses.catalogue.models import Programme, ProgrammeCourse, ProgrammeElectiveGroup
from courses.catalogue.models.course import course_path_of, lesson_paths
from courses.catalogue.models.plan import grouped
from courses.learning.programme_progress import CourseGroup, MissingCourses, ProgrammeProgress, compute_programme
from publishing.access import is_closed, refusal
from publishing.links import Link
from publishing.models.base import language_key
from publishing.public_cache import cached

if TYPE_CHECKING:
    from courses.learning.dashboard import CourseProgress


@dataclass(frozen=True, slots=True)
class ProgrammePlan:
    """A live programme: its courses by id, in order, the groups that they are to be finished in, and which count.

    Those that are live and have lessons count: a module that is taught at meetings cannot be finished here.
    """

    path: str
    title: str
    url: str
    courses: Mapping[int, CourseLink]
    groups: tuple[CourseGroup, ...]
    live: frozenset[int]


def plans(request: HttpRequest) -> list[ProgrammePlan]:
    """Every live programme, the same for every user."""
    found: list[ProgrammePlan] = cached(("programme plans", language_key(request)), lambda: _plans(request))
    return found


def _plans(request: HttpRequest) -> list[ProgrammePlan]:
    rows: dict[int, list[ProgrammeCourse]] = {}
    for row in ProgrammeCourse.objects.filter(programme__live=True).select_related("course").order_by("sort_order"):
        rows.setdefault(row.programme_id, []).append(row)
    taught = {course_path_of(path) for path in lesson_paths()}
    choose: dict[int, dict[str, int]] = {}
    for programme_id, name, number in ProgrammeElectiveGroup.objects.values_list("programme_id", "name", "choose"):
        choose.setdefault(programme_id, {})[name] = number
    return [
        ProgrammePlan(
            path=programme.path,
            title=programme.title,
            url=programme.get_url(request) or "",
            courses={row.course_id: _link(row, request) for row in rows.get(programme.pk, ())},
            groups=groups_of(rows.get(programme.pk, ()), choose.get(programme.pk, {})),
            live=frozenset(
                row.course_id for row in rows.get(programme.pk, ()) if row.course.live and row.course.path in taught
            ),
        )
        for programme in Programme.objects.live().order_by("path")
    ]


def _link(row: ProgrammeCourse, request: HttpRequest) -> CourseLink:
    course = row.course
    return CourseLink(id=course.pk, path=course.path, title=course.title, url=course.get_url(request) or "")


def groups_of(rows: Iterable[ProgrammeCourse], choose: Mapping[str, int]) -> tuple[CourseGroup, ...]:
    """The groups that the courses of a programme are to be finished in; ``choose`` is by an elective group's name."""
    return tuple(
        CourseGroup(tuple(dict.fromkeys(row.course_id for row in members)), number)
        for number, members in grouped(rows, choose)
    )


def progress_in(plan: ProgrammePlan, items: Iterable["CourseProgress"]) -> ProgrammeProgress:
    """Progress in a programme; ``items`` are the courses that the learner is enrolled in.

    A course that is no longer live counts only for whoever has finished it.
    """
    items = [item for item in items if item.enrolment.course_id in plan.courses]
    finished = {item.enrolment.course_id for item in items if item.finished}
    counted = plan.live | finished
    groups = [CourseGroup(tuple(key for key in group.courses if key in counted), group.choose) for group in plan.groups]
    fractions = {item.enrolment.course_id: item.progress.done / (item.progress.total or 1) for item in items}
    return compute_programme(groups, finished=finished, fractions=fractions)


def label_of(progress: ProgrammeProgress) -> str:
    """The progress in words, as in the text alternative of the drawing."""
    return _("Completed courses: %(done)s of %(total)s") % {"done": progress.done, "total": progress.total}


def missing_courses(plan: ProgrammePlan, progress: ProgrammeProgress, request: HttpRequest) -> tuple[Link, ...]:
    """The courses that are to be finished, each with a link; of a group to choose from, how many and which."""
    links: list[Link] = []
    for group in progress.missing:
        links += _missing(plan, group, request)
    return tuple(links)


def _missing(plan: ProgrammePlan, group: MissingCourses, request: HttpRequest) -> list[Link]:
    courses = [plan.courses[key] for key in group.courses]
    if group.choose == len(courses):
        return [Link(course.title, _url(course, request)) for course in courses]
    text = ngettext("%(number)d course of: %(courses)s", "%(number)d courses of: %(courses)s", group.choose) % {
        "number": group.choose,
        "courses": ", ".join(course.title for course in courses),
    }
    return [Link(text, _url(courses[0], request))]


def _url(course: CourseLink, request: HttpRequest) -> str:
    return "" if is_closed(course.path, request) else course.url


def standing_in(plan: ProgrammePlan, items: Iterable["CourseProgress"], request: HttpRequest) -> ProgrammeStanding:
    """What a learner is shown of their progress in a programme."""
    progress = progress_in(plan, items)
    return ProgrammeStanding(
        title=plan.title,
        url=plan.url,
        progress_steps=progress.progress_steps,
        label=label_of(progress),
        finished=progress.finished,
        missing=missing_courses(plan, progress, request),
    )


def standings_of(
    items: Sequence["CourseProgress"], request: HttpRequest, *, course: int | None = None
) -> list[ProgrammeStanding]:
    """The programmes of more than one course of which the learner is on a course, if they may open the programme.

    With ``course`` only those that have this course (id).
    """
    taken = {item.enrolment.course_id for item in items}
    return [
        standing_in(plan, items, request)
        for plan in (plans(request) if taken else ())
        if len(plan.courses) > 1
        and (course is None or course in plan.courses)
        and taken & plan.courses.keys()
        and not refusal(plan.path, request)
    ]
