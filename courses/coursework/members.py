"""Progress of the members of groups, the same that they see themselves."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from courses.catalogue.models import Lesson, ProgrammeCourse
from courses.coursework.cards import MemberCard
from courses.coursework.models import Cohort, CohortMember
from courses.learning.dashboard import CourseProgress, course_progress
from courses.learning.models import Enrolment

if TYPE_CHECKING:
    from people.models import User


@dataclass(frozen=True, slots=True)
class MemberProgress:
    """A member of a group with their progress in each of its courses, in order."""

    cohort: Cohort
    user: "User"
    courses: list[CourseProgress] = field(default_factory=list)

    @property
    def current(self) -> CourseProgress | None:
        """The first course not finished, else the last one; None when they are on none."""
        going = (item for item in self.courses if not item.finished)
        return next(going, self.courses[-1] if self.courses else None)

    @property
    def finished(self) -> bool:
        """Whether they have finished every course of the group that they are on; ``finished_members`` counts them."""
        return bool(self.courses) and all(item.finished for item in self.courses)

    def completed_lesson(self, lesson: Lesson) -> bool:
        """Whether they have completed it in one of the courses, published still or not."""
        return any(lesson.key in item.completed for item in self.courses)

    def as_card(self, *, reason: str = "", selected: bool = False) -> MemberCard:
        """The member in a list, with the progress in the current course."""
        item = self.current
        return MemberCard(
            user=self.user,
            url=reverse("coursework:member", args=[self.cohort.pk, self.user.pk]),
            remove_url=reverse("coursework:member_remove", args=[self.cohort.pk, self.user.pk]),
            progress_steps=item.progress.progress_steps if item else (),
            label=item.label if item else "",
            short_label=short_label(item) if item else "",
            course_title=item.enrolment.course.title if item and len(self.courses) > 1 else "",
            reason=reason,
            selected=selected,
        )


def short_label(item: CourseProgress) -> str:
    """How many lessons are completed, as "2 of 12"."""
    return _("%(done)s of %(total)s") % {"done": item.progress.done, "total": item.progress.total}


def courses_taken(cohorts: Iterable[Cohort]) -> dict[int, list[int]]:
    """The ids of the courses of each group, in order, published or not, by the id of the group.

    One query where a group takes a programme, else none.
    """
    taken = {cohort.pk: [cohort.course_id] if cohort.course_id else [] for cohort in cohorts}
    on_programmes = [pk for pk, courses in taken.items() if not courses]
    if on_programmes:
        orders = ProgrammeCourse.objects.filter(programme__cohorts__in=on_programmes).order_by("sort_order")
        for cohort_id, course_id in orders.values_list("programme__cohorts", "course"):
            if cohort_id in on_programmes:
                taken[cohort_id].append(course_id)
    return taken


def members_progress(
    cohorts: Iterable[Cohort], request: HttpRequest, *, users: Collection[int] | None = None
) -> list[MemberProgress]:
    """The members of these groups with their progress, in a constant number of queries; ``users`` limits them (ids)."""
    groups = {cohort.pk: cohort for cohort in cohorts}
    taken = courses_taken(groups.values())
    listed = CohortMember.objects.filter(cohort__in=groups).select_related("user__organisation")
    members = list(listed if users is None else listed.filter(user__in=users))
    enrolments = Enrolment.objects.filter(
        course__in={course for courses in taken.values() for course in courses},
        user__in={member.user_id for member in members},
    ).prefetch_related("course", "outline")
    progress = {
        (item.enrolment.user_id, item.enrolment.course_id): item for item in course_progress(enrolments, request)
    }
    return [
        MemberProgress(
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


def finished_members(cohorts: Iterable[Cohort]) -> Mapping[int, int]:
    """How many members of each group have finished it, as ``MemberProgress.finished`` tells; three queries at most."""
    cohorts = list(cohorts)
    taken = courses_taken(cohorts)
    members = CohortMember.objects.filter(cohort__in=[cohort.pk for cohort in cohorts])
    enrolments = Enrolment.objects.filter(
        course__in={course for courses in taken.values() for course in courses}, user__in=members.values("user")
    )
    ended = {
        (user, course): moment is not None
        for user, course, moment in enrolments.values_list("user", "course", "completed_at")
    }
    counts = dict.fromkeys(taken, 0)
    for cohort_id, user in members.order_by().values_list("cohort", "user"):
        own = [ended[user, course] for course in taken[cohort_id] if (user, course) in ended]
        counts[cohort_id] += bool(own) and all(own)
    return counts
