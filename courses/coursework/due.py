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
from courses.coursework.models import Assignment, Cohort, CohortInvitation, Submission
from courses.coursework.states import CLOSED, CLOSED_LABEL, TODO, TODO_LABEL, State
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
        .select_related("lesson__page_ptr")
        .defer("lesson__body", "lesson__body_html")
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
        elif item.lesson_id in lessons:
            result.append(_lesson_item(item, lessons[item.lesson_id], request))
        elif item.is_closed and item.lesson.key not in completed:
            result.append(_closed_item(item))
    return result


def _is_late(item: Assignment) -> bool:
    return item.due_at is not None and item.due_at < timezone.now()


def _lesson_item(item: Any, lesson: LessonItem, request: HttpRequest) -> DueItem:
    url = "" if is_closed(lesson.path, request) else lesson.url
    return DueItem(lesson.title, url, item.due_at, item.course_title, TODO, str(TODO_LABEL), overdue=_is_late(item))


def _closed_item(item: Any) -> DueItem:
    return DueItem(item.name, "", item.due_at, item.course_title, CLOSED, str(CLOSED_LABEL), overdue=False)


def _submission_item(item: Any, state: str, since: datetime | None) -> DueItem:
    """A written assignment; in a group that the learner has left it is neither urgent nor due."""
    return DueItem(
        title=item.title,
        url=reverse("coursework:submission", args=[item.pk]),
        due_at=item.due_at,
        context=item.course_title,
        state=state,
        state_label=state_label(state),
        overdue=_is_late(item) and state in _OPEN,
        urgent=state == State.RETURNED and item.member,
        since=since if state in _SETTLED or not item.member else None,
    )


def _submissions_of(user: "User", assignments: Sequence[Assignment]) -> dict[int, tuple[str, datetime | None]]:
    """The state of each submission and the time of its last round or review, by assignment."""
    rows = (
        Submission.objects.filter(user=user, assignment__in=assignments)
        .with_shown_state()
        .annotate(reviewed_at=Max("rounds__reviews__created_at"))
        .values_list("assignment", "shown_state", "submitted_at", "reviewed_at")
    )
    return {
        assignment: (
            state,
            submitted_at if state == State.SUBMITTED else max(filter(None, (submitted_at, reviewed_at)), default=None),
        )
        for assignment, state, submitted_at, reviewed_at in rows
    }


def own_submission(user: "User", assignment: Assignment) -> tuple[Submission | None, str]:
    """The submission of ``user``, if there is one, and its state as they see it (``with_shown_state``), or ``TODO``."""
    found: Any = Submission.objects.filter(assignment=assignment, user=user).with_shown_state().first()
    return (found, found.shown_state) if found else (None, TODO)


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
