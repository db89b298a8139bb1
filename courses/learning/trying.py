"""Trying exercises without an enrolment: answers are evaluated as a learner's, and nothing is recorded."""

from dataclasses import dataclass, replace
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.safestring import mark_safe

from courses.activities import services as activities
from courses.activities.cards import ExerciseChange, ExerciseFrame
from courses.activities.errors import InvalidAnswerError
from courses.activities.given import Given
from courses.activities.models import Activity, trees_of
from courses.activities.rendering import render_exercises
from courses.activities.runtime import StateStore
from courses.catalogue.models import Lesson
from courses.catalogue.reader_views import LessonView
from people.current_user import sign_in_address, sign_up_address, user_or_none

Form = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Tried:
    """The result of a tried answer: the resulting state, or the error and the invalid form."""

    activity: UUID
    form: Form
    store: StateStore | None = None
    error: str = ""


def answer_to(lesson: Lesson, activity_id: UUID, form: Form) -> Tried:
    """Tries an answer. Raises ``Activity.DoesNotExist`` if the lesson has no such exercise."""
    placed = Activity.objects.in_lesson(key=lesson.key, placed=lesson.activities)
    activity = placed.select_related("current").get(pk=activity_id, current__isnull=False)
    try:
        return Tried(activity_id, form, store=activities.try_answer(activity=activity, form=form))
    except InvalidAnswerError as error:
        return Tried(activity_id, form, error=str(error))


def shown(view: LessonView, lesson: Lesson, request: HttpRequest, tried: Tried | None) -> LessonView:
    """The lesson with exercises to try, and with the result of the answer tried in this request."""
    return replace(
        view,
        trying=True,
        action=lambda activity: reverse("learning:try", args=[lesson.pk, activity]),
        changes={tried.activity: _change_of(tried, lesson, request)} if tried else {},
        store=tried.store if tried else None,
    )


def _change_of(tried: Tried, lesson: Lesson, request: HttpRequest) -> ExerciseChange:
    if tried.error:
        return ExerciseChange(error=tried.error, given=Given.of(tried.form))
    address = keep_address(lesson, tried)
    if user_or_none(request):
        return ExerciseChange(tried=True, keep_url=address)
    return ExerciseChange(
        tried=True, keep_sign_in_url=sign_in_address(address), keep_sign_up_url=sign_up_address(address)
    )


def drawn(lesson: Lesson, tried: Tried) -> str:
    """The HTML of the exercise with the tried answer and its feedback, without a form."""
    order = lesson.activities
    exercises = render_exercises(
        trees_of(order),
        order=order,
        user_id=None,
        frame=ExerciseFrame(trying=True),
        actions={},
        store=tried.store,
    )
    return mark_safe(exercises[tried.activity])  # noqa: S308 - rendered by a block's template


def keep_address(lesson: Lesson, tried: Tried) -> str:
    """The URL that records a tried answer after signing in; it contains the answer."""
    return f"{reverse('learning:keep', args=[lesson.pk, tried.activity])}?{urlencode(tried.form)}"
