"""The learner's groups and assignments for the page "Moja nauka"."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import F, Max
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from courses.catalogue.cards import LessonItem
from courses.coursework.lateness import is_late
from courses.coursework.models import Assignment, Cohort, CohortInvitation, Submission
from courses.coursework.states import CLOSED, CLOSED_LABEL, LEFT_LABEL, TODO, TODO_LABEL, State
from courses.learning.dashboard import CourseProgress
from courses.learning.signals import DueItem, GroupItem, GroupsView
from publishing.access import is_closed

if TYPE_CHECKING:
    from people.models import User

_OPEN = frozenset({TODO, State.DRAFT})
# Nothing is left to do for the learner.
_SETTLED = frozenset({State.SUBMITTED, State.ACCEPTED, State.FAILED})


def due_items_of(user: "User", request: HttpRequest, *, progress: Iterable[CourseProgress]) -> list[DueItem]:
    """Written assignments, and lessons not completed yet; ``progress`` is that of all courses of ``user``.

    Submissions that are submitted, accepted or failed stay listed, also after their author has left the group, because
    they lead to the receipt and the review. A lesson that was unpublished stays listed as closed.
    """
    assignments = list(
        Assignment.objects.listed_for(user)
        .with_lessons()
        .with_due_for(user)
        .annotate(course_title=Coalesce("cohort__course__title", "cohort__programme__title"))
    )
    if not assignments:
        return []
    progress = list(progress)
    submissions = _submissions_of(user, assignments)
    lessons = _lessons_to_do(progress)
    completed = {key for item in progress for key in item.completed}
    result = []
    for item in assignments:
        if item.lesson is None:
            result.append(_submission_item(item, *submissions.get(item.pk, (TODO, None))))
        elif item.is_closed and item.lesson.key not in completed:
            result.append(_closed_item(item))
        elif item.lesson_id in lessons:
            result.append(_lesson_item(item, lessons[item.lesson_id], request))
    return result


def _is_overdue(item: Any) -> bool:
    return is_late(timezone.now(), item.person_due_at)


def _lesson_item(item: Any, lesson: LessonItem, request: HttpRequest) -> DueItem:
    url = "" if is_closed(lesson.path, request) else lesson.url
    return DueItem(
        lesson.title,
        url,
        item.person_due_at,
        item.course_title,
        TODO,
        str(TODO_LABEL),
        overdue=_is_overdue(item),
        extended=_is_extended(item),
    )


def _is_extended(item: Any) -> bool:
    return bool(item.person_due_at != item.due_at)


def _closed_item(item: Any) -> DueItem:
    return DueItem(item.name, "", item.person_due_at, item.course_title, CLOSED, item.closed_label, overdue=False)


def _submission_item(item: Any, state: str, since: datetime | None) -> DueItem:
    """A written assignment; closed, or in a group that the learner has left, it is neither urgent nor due.

    A draft for a group that they have left is listed as closed, with the link to its text.
    """
    left_draft = not item.member and state in _OPEN
    closed = (item.is_closed or left_draft) and state not in _SETTLED
    return DueItem(
        title=item.title,
        url=reverse("coursework:submission", args=[item.pk]),
        due_at=None if left_draft else item.person_due_at,
        context=item.course_title,
        state=CLOSED if closed else state,
        state_label=str(LEFT_LABEL if left_draft else CLOSED_LABEL) if closed else state_label(state),
        overdue=_is_overdue(item) and state in _OPEN and not closed,
        urgent=state == State.RETURNED and item.member and not closed,
        extended=_is_extended(item),
        since=since if state in _SETTLED or not (item.member or left_draft) else None,
    )


def _submissions_of(user: "User", assignments: Sequence[Assignment]) -> dict[int, tuple[str, datetime | None]]:
    """The state of each submission and the time of its last round or review, by assignment."""
    rows = (
        Submission.objects.filter(user=user, assignment__in=assignments)
        .annotate(reviewed_at=Max("rounds__reviews__created_at"))
        .values_list("assignment", "state", "submitted_at", "reviewed_at")
    )
    return {
        assignment: (state, max((moment for moment in moments if moment), default=None))
        for assignment, state, *moments in rows
    }


def state_label(state: str) -> str:
    """The label of a state, or of ``TODO``."""
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
