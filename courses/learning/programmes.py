"""A learner's progress in programmes, from what is pinned of them and the progress in their courses."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.catalogue.cards import CourseLink, ProgrammeAdditions, ProgrammeStanding
from courses.catalogue.models import Programme, ProgrammeCourse
from courses.learning import services
from courses.learning.models import Enrolment, ProgrammeEnrolment
from courses.learning.pinned import added, renumbered
from courses.learning.programme_outlines import ProgrammeOutline, programme_outlines
from courses.learning.programme_progress import CourseGroup, MissingCourses, ProgrammeProgress, compute_programme
from publishing.access import is_closed, refusal
from publishing.links import Link
from publishing.models.base import language_key
from publishing.public_cache import cached

if TYPE_CHECKING:
    from courses.learning.dashboard import CourseProgress


@dataclass(frozen=True, slots=True)
class ProgrammePlan:
    """A live programme as it is now: its outline, and its courses by id, in order."""

    path: str
    title: str
    url: str
    courses: Mapping[int, CourseLink]
    outline: ProgrammeOutline


def plans(request: HttpRequest) -> dict[int, ProgrammePlan]:
    """Every live programme that has courses, by id, the same for every user."""
    found: dict[int, ProgrammePlan] = cached(("programme plans", language_key()), lambda: _plans(request))
    return found


def _plans(request: HttpRequest) -> dict[int, ProgrammePlan]:
    outlines = programme_outlines()
    rows: dict[int, list[ProgrammeCourse]] = {}
    for row in ProgrammeCourse.objects.filter(programme__in=outlines).select_related("course").order_by("sort_order"):
        rows.setdefault(row.programme_id, []).append(row)
    return {
        programme.pk: ProgrammePlan(
            path=programme.path,
            title=programme.title,
            url=programme.get_url(request) or "",
            courses={row.course_id: _link(row, request) for row in rows.get(programme.pk, ())},
            outline=outlines[programme.pk],
        )
        for programme in Programme.objects.live().filter(pk__in=outlines).order_by("path")
    }


def _link(row: ProgrammeCourse, request: HttpRequest) -> CourseLink:
    course = row.course
    return CourseLink(id=course.pk, path=course.path, title=course.title, url=course.get_url(request) or "")


def progress_in(begun: ProgrammeEnrolment, items: Iterable["CourseProgress"]) -> ProgrammeProgress:
    """Progress in a programme against what is pinned of it; ``items`` are the courses that the learner is on."""
    items = list(items)
    return compute_programme(
        [group.counted for group in begun.groups],
        finished={item.enrolment.course_id for item in items if item.finished},
        fractions={item.enrolment.course_id: item.progress.done / (item.progress.total or 1) for item in items},
    )


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
    # One that has just left the programme is no longer asked for: it is settled at the next request.
    courses = [plan.courses[key] for key in group.courses if key in plan.courses]
    if not courses:
        return []
    if group.choose == len(courses):
        return [Link(course.title, _url(course, request)) for course in courses]
    text = ngettext("%(number)d course of: %(courses)s", "%(number)d courses of: %(courses)s", group.choose) % {
        "number": group.choose,
        "courses": ", ".join(course.title for course in courses),
    }
    return [Link(text, _url(courses[0], request))]


def _url(course: CourseLink, request: HttpRequest) -> str:
    return "" if is_closed(course.path, request) else course.url


def _additions(
    plan: ProgrammePlan, begun: ProgrammeEnrolment, request: HttpRequest, *, finished: bool
) -> ProgrammeAdditions | None:
    """What the programme asks for since it was pinned, and takes for the learner only if they take it in."""
    pinned, outline = begun.groups, plan.outline
    courses = [plan.courses[key] for key in added(pinned, outline.groups, taught=outline.taught)]
    numbers = renumbered(pinned, outline.groups, taught=outline.taught)
    if not courses and not numbers:
        return None
    return ProgrammeAdditions(
        courses=tuple(Link(course.title, _url(course, request)) for course in courses),
        numbers=tuple(_number(group) for group in numbers),
        url=reverse("learning:programme_additions", args=[begun.programme_id]),
        finished=finished,
    )


def _number(group: CourseGroup) -> str:
    text = ngettext(
        "%(number)d course of the group “%(group)s”", "%(number)d courses of the group “%(group)s”", group.required
    )
    return text % {"number": group.required, "group": group.name}


def _standing(
    plan: ProgrammePlan, begun: ProgrammeEnrolment, items: Iterable["CourseProgress"], request: HttpRequest
) -> ProgrammeStanding:
    """What a learner is shown of their progress in a programme. What was completed once stays so."""
    progress = progress_in(begun, items)
    finished = begun.completed_at is not None
    return ProgrammeStanding(
        title=plan.title,
        url=plan.url,
        progress_steps=progress.progress_steps,
        label=label_of(progress),
        finished=finished,
        missing=() if finished else missing_courses(plan, progress, request),
        finished_at=begun.completed_at,
        additions=_additions(plan, begun, request, finished=finished),
    )


def _begun(items: Sequence["CourseProgress"], chosen: Mapping[int, ProgrammePlan]) -> dict[int, ProgrammeEnrolment]:
    """What is pinned of the programmes ``chosen`` for whoever is on these courses."""
    return services.settle_programmes(
        user_id=items[0].enrolment.user_id,
        outlines={key: plan.outline for key, plan in chosen.items()},
        taken={item.enrolment.course_id for item in items},
        finished={item.enrolment.course_id: item.finished_at for item in items if item.finished_at is not None},
    )


def standing_in(programme: Programme, *, user_id: int, request: HttpRequest) -> ProgrammeStanding | None:
    """The progress of a user in one live programme; None for whoever has not begun it."""
    from courses.learning.dashboard import course_progress  # which imports this module

    plan = plans(request).get(programme.pk)
    if plan is None:
        return None
    # Of other courses only those finished: the programme may have had them.
    enrolments = Enrolment.objects.filter(Q(course__in=plan.courses) | Q(completed_at__isnull=False), user=user_id)
    items = course_progress(enrolments.select_related("course", "outline"), request)
    begun = _begun(items, {programme.pk: plan}).get(programme.pk) if items else None
    return _standing(plan, begun, items, request) if begun else None


def standings_of(
    items: Sequence["CourseProgress"], request: HttpRequest, *, course: int | None = None
) -> list[ProgrammeStanding]:
    """The programmes of more than one course that a learner has begun, if they may open the programme.

    ``items`` are all the courses that they are on. With ``course`` only programmes that have this course (id).
    """
    taken = {item.enrolment.course_id for item in items}
    found = plans(request) if taken else {}
    # Whoever has never begun a programme is known by the query of the enrolments.
    if not any(getattr(item.enrolment, "in_programmes", True) for item in items) and not any(
        taken & plan.courses.keys() for plan in found.values()
    ):
        return []
    begun = _begun(items, found)
    return [
        _standing(plan, begun[key], items, request)
        for key, plan in found.items()
        if key in begun
        and len(plan.courses) > 1
        and (course is None or course in plan.courses or course in begun[key].courses)
        and not refusal(plan.path, request)
    ]
