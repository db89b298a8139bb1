"""What "Moja nauka" is told: a learner's groups, and the works and lessons that these were set."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import F, Max
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from courses.catalogue.cards import LessonItem
from courses.coursework.models import Assignment, Cohort, CohortInvitation, Submission
from courses.coursework.states import TODO, TODO_LABEL, State
from courses.learning.dashboard import CourseProgress
from courses.learning.signals import DueItem, GroupItem, GroupsView
from publishing.access import is_closed

if TYPE_CHECKING:
    from people.models import User

_OPEN = frozenset({TODO, State.DRAFT})
# The learner has done their part: the trainer is to review, or has decided.
_SETTLED = frozenset({State.SUBMITTED, State.ACCEPTED, State.FAILED})


def due_items_of(user: "User", request: HttpRequest, *, progress: Iterable[CourseProgress]) -> list[DueItem]:
    """Written works as they stand and lessons not completed yet; ``progress`` is that of all courses of ``user``.

    Works that are handed in, accepted or failed stay for good: they are the way to the receipt and to the review.
    """
    assignments = list(
        Assignment.objects.set_to(user).annotate(
            course_title=Coalesce("cohort__course__title", "cohort__programme__title")
        )
    )
    if not assignments:
        return []
    now = timezone.now()
    works = _works_of(user, assignments)
    lessons = _lessons_to_do(progress)
    result = []
    for item in assignments:
        late = item.due_at is not None and item.due_at < now
        context = item.course_title
        if item.lesson_id is not None:
            lesson = lessons.get(item.lesson_id)
            if lesson is not None:
                url = "" if is_closed(lesson.path, request) else lesson.url
                result.append(DueItem(lesson.title, url, item.due_at, context, TODO, str(TODO_LABEL), overdue=late))
            continue
        state, since = works.get(item.pk, (TODO, None))
        result.append(
            DueItem(
                title=item.title,
                url=reverse("coursework:work", args=[item.pk]),
                due_at=item.due_at,
                context=context,
                state=state,
                state_label=state_label(state),
                overdue=late and state in _OPEN,
                urgent=state == State.RETURNED,
                since=since if state in _SETTLED else None,
            )
        )
    return result


def _works_of(user: "User", assignments: Sequence[Assignment]) -> dict[int, tuple[str, datetime | None]]:
    """The state of each work and the moment of its last hand-in or review, by assignment."""
    rows = (
        Submission.objects.filter(user=user, assignment__in=assignments)
        .annotate(reviewed_at=Max("rounds__review__created_at"))
        .values_list("assignment", "state", "submitted_at", "reviewed_at")
    )
    return {
        assignment: (state, max((moment for moment in moments if moment), default=None))
        for assignment, state, *moments in rows
    }


def state_label(state: str) -> str:
    """The state of a work in words, for "nothing begun" too."""
    return str(TODO_LABEL) if state == TODO else str(State(state).label)


def _lessons_to_do(progress: Iterable[CourseProgress]) -> dict[int, LessonItem]:
    """Live lessons that are not completed, by id."""
    return {lesson.id: lesson for item in progress for key, lesson in item.lessons.items() if key not in item.completed}


def groups_of(user: "User") -> GroupsView:
    """The groups that ``user`` is in, and those that an address of theirs is invited to."""
    cohorts = Cohort.objects.filter(members__user=user).annotate(
        course_title=Coalesce("course__title", "programme__title")
    )
    invitations = (
        CohortInvitation.objects.pending()
        .for_people([user])
        .annotate(
            cohort_name=F("cohort__name"),
            course_title=Coalesce("cohort__course__title", "cohort__programme__title"),
        )
        .order_by("-sent_at")
    )
    return GroupsView(
        groups=[
            GroupItem(cohort.name, cohort.course_title, reverse("coursework:leave", args=[cohort.pk]))
            for cohort in cohorts
        ],
        invitations=[
            GroupItem(item.cohort_name, item.course_title, reverse("coursework:invitation", args=[item.token]))
            for item in invitations
        ],
    )
