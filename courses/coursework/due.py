"""What "Moja nauka" is told: the works and lessons that a learner's groups were set."""

from typing import TYPE_CHECKING, Any

from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from courses.coursework.models import Assignment, Submission
from courses.coursework.states import TODO, TODO_LABEL, State
from courses.learning.dashboard import course_progress, enrolments_of
from courses.learning.signals import DueItem

if TYPE_CHECKING:
    from people.models import User

_OPEN = frozenset({TODO, State.DRAFT})
_CLOSED = frozenset({State.ACCEPTED, State.FAILED})


def due_items_of(user: "User", request: HttpRequest) -> list[DueItem]:
    """Written works as they stand and lessons not completed yet.

    Works that are accepted or failed stay in the list, with the way to their review, until their group ends.
    """
    assignments = list(
        Assignment.objects.set_to(user)
        .select_related("cohort")
        .annotate(course_title=Coalesce("cohort__course__title", "cohort__programme__title"))
    )
    if not assignments:
        return []
    now = timezone.now()
    states = dict(Submission.objects.filter(user=user, assignment__in=assignments).values_list("assignment", "state"))
    lessons = _lessons_to_do(user, request) if any(item.lesson_id for item in assignments) else {}
    result = []
    for item in assignments:
        late = item.due_at is not None and item.due_at < now
        context = item.course_title
        if item.lesson_id is not None:
            lesson = lessons.get(item.lesson_id)
            if lesson is not None:
                result.append(
                    DueItem(lesson["title"], lesson["url"], item.due_at, context, TODO, str(TODO_LABEL), overdue=late)
                )
            continue
        state = states.get(item.pk, TODO)
        if state in _CLOSED and item.cohort.ends is not None and item.cohort.ends < timezone.localdate(now):
            continue
        result.append(
            DueItem(
                title=item.title,
                url=reverse("coursework:work", args=[item.pk]),
                due_at=item.due_at,
                context=context,
                state=state,
                state_label=state_label(state),
                overdue=late and state in _OPEN,
            )
        )
    return result


def state_label(state: str) -> str:
    """The state of a work in words, for "nothing begun" too."""
    return str(TODO_LABEL) if state == TODO else str(State(state).label)


def _lessons_to_do(user: "User", request: HttpRequest) -> dict[int, dict[str, Any]]:
    """Lessons that can be opened and are not completed, by id."""
    return {
        lesson["id"]: lesson
        for item in course_progress(enrolments_of(user), request)
        for key, lesson in item.lessons.items()
        if key not in item.completed
    }
