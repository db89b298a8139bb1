"""Progress of the members of groups, the same that they see themselves, and who needs support."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.catalogue.models import Lesson, ProgrammeCourse
from courses.coursework.cards import MemberCard
from courses.coursework.models import Assignment, Cohort, CohortMember, Submission
from courses.coursework.states import State
from courses.learning.dashboard import CourseProgress, course_progress
from courses.learning.models import Enrolment

if TYPE_CHECKING:
    from people.models import User

IDLE_DAYS = 14
"""After so many days without an answer or a completion a learner is listed as needing support."""

MOST_SHOWN = 20
# Not overdue: a returned submission was submitted once and is being discussed.
_HANDED_IN = frozenset({State.SUBMITTED, State.RETURNED, State.ACCEPTED, State.FAILED})


@dataclass(frozen=True, slots=True)
class Standing:
    """A member of a group with their progress in each of its courses, in order."""

    cohort: Cohort
    user: "User"
    courses: list[CourseProgress] = field(default_factory=list)

    @property
    def current(self) -> CourseProgress | None:
        """The first course not finished, else the last one; None when they are on none."""
        going = (item for item in self.courses if not item.finished)
        return next(going, self.courses[-1] if self.courses else None)

    def completed_lesson(self, lesson: Lesson) -> bool:
        """Whether they have completed it in one of the courses, published still or not."""
        return any(lesson.key in item.completed for item in self.courses)

    def as_card(self, *, reason: str = "") -> MemberCard:
        """The member in a list, with the progress in the current course."""
        item = self.current
        cohort_url = reverse("coursework:cohort", args=[self.cohort.pk])
        return MemberCard(
            user=self.user,
            url=f"{cohort_url}#osoba-{self.user.pk}",
            remove_url=reverse("coursework:member_remove", args=[self.cohort.pk, self.user.pk]),
            progress_steps=item.progress.progress_steps if item else (),
            label=item.label if item else "",
            short_label=short_label(item) if item else "",
            course_title=item.enrolment.course.title if item and len(self.courses) > 1 else "",
            reason=reason,
        )


def short_label(item: CourseProgress) -> str:
    """How many lessons are completed, as "2 of 12"."""
    return _("%(done)s of %(total)s") % {"done": item.progress.done, "total": item.progress.total}


def standings(cohorts: Iterable[Cohort], request: HttpRequest) -> list[Standing]:
    """The members of these groups with their progress, in a constant number of queries."""
    groups = {cohort.pk: cohort for cohort in cohorts}
    taken = {pk: [cohort.course_id] if cohort.course_id else [] for pk, cohort in groups.items()}
    orders = ProgrammeCourse.objects.filter(programme__cohorts__in=groups).order_by("sort_order")
    for cohort_id, course_id in orders.values_list("programme__cohorts", "course"):
        if cohort_id in taken:
            taken[cohort_id].append(course_id)
    members = list(CohortMember.objects.filter(cohort__in=groups).select_related("user__organisation"))
    enrolments = Enrolment.objects.filter(
        course__in={course for courses in taken.values() for course in courses},
        user__in={member.user_id for member in members},
    ).prefetch_related("course", "outline")
    progress = {
        (item.enrolment.user_id, item.enrolment.course_id): item for item in course_progress(enrolments, request)
    }
    return [
        Standing(
            groups[member.cohort_id],
            member.user,
            [
                progress[member.user_id, course]
                for course in taken[member.cohort_id]
                if (member.user_id, course) in progress
            ],
        )
        for member in members
    ]


def needing_support(trainer: "User", request: HttpRequest) -> list[MemberCard]:
    """People of the running groups of ``trainer`` who are behind: first whose due date passed longest ago."""
    now = timezone.now()
    cohorts = list(Cohort.objects.led_by(trainer).running(timezone.localdate(now)))
    overdue: dict[int, list[Assignment]] = {}
    # A lesson that is unpublished cannot be completed.
    past = Assignment.objects.filter(cohort__in=cohorts, due_at__lt=now).exclude(lesson__live=False).order_by("due_at")
    for assignment in past.select_related("lesson__page_ptr").defer("lesson__body", "lesson__body_html"):
        overdue.setdefault(assignment.cohort_id, []).append(assignment)
    handed_in = set(
        Submission.objects.filter(assignment__cohort__in=cohorts, state__in=_HANDED_IN).values_list(
            "assignment", "user"
        )
    )
    found: list[tuple[int, int, MemberCard]] = []
    for standing in standings(cohorts, request):
        missed = next(
            (item for item in overdue.get(standing.cohort.pk, []) if not _is_done(item, standing, handed_in)), None
        )
        late = max(_days(missed.due_at, now), 0) if missed is not None and missed.due_at else -1
        idle = _idle_days(standing, now)
        if missed is not None:
            found.append((-late, -idle, standing.as_card(reason=_late_reason(missed, late))))
        elif idle >= IDLE_DAYS:
            reason = ngettext("%(days)d day without activity", "%(days)d days without activity", idle) % {"days": idle}
            found.append((1, -idle, standing.as_card(reason=reason)))
    found.sort(key=lambda entry: entry[:2])
    return [card for _late, _idle, card in found[:MOST_SHOWN]]


def _is_done(assignment: Assignment, standing: Standing, handed_in: set[tuple[int, int]]) -> bool:
    if assignment.lesson is not None:
        return standing.completed_lesson(assignment.lesson)
    return (assignment.pk, standing.user.pk) in handed_in


def _late_reason(assignment: Assignment, days: int) -> str:
    if not days:
        return _("The due date passed today: %(title)s") % {"title": assignment.name}
    return ngettext(
        "The due date passed %(days)d day ago: %(title)s", "The due date passed %(days)d days ago: %(title)s", days
    ) % {"days": days, "title": assignment.name}


def _idle_days(standing: Standing, now: datetime) -> int:
    """Days since anything was done in the courses; -1 when all are finished."""
    going = [item for item in standing.courses if not item.finished]
    if not going:
        return -1
    return _days(max(item.enrolment.active_at for item in standing.courses), now)


def _days(moment: datetime, now: datetime) -> int:
    """Days between two moments as the calendar in Warsaw counts them."""
    return (timezone.localdate(now) - timezone.localdate(moment)).days
