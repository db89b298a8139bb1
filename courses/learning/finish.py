"""What a learner is shown after the last lesson of a course: the result, certificates and what next."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse

from courses.activities.models import Answer
from courses.activities.scores import is_right
from courses.catalogue.cards import Additions, ProgrammeStanding
from courses.learning import dashboard, programmes
from courses.learning.dashboard import CourseProgress
from publishing.access import is_closed
from publishing.links import Link
from publishing.progress_drawing import ProgressStep

if TYPE_CHECKING:
    from people.models import User


@dataclass(frozen=True, slots=True)
class ExercisesResult:
    """Exercises that were answered, how many of them rightly in the end and how many at the first answer.

    A quiz that was passed is one that was answered rightly.
    """

    answered: int
    right: int
    right_at_once: int


@dataclass(frozen=True, slots=True)
class CourseSummary:
    """Everything on the page of a completed course; ``exercises`` is None where none was answered.

    ``result_url`` is the page of its certificate, empty where nobody issues any.
    """

    title: str
    url: str
    finished_at: datetime | None
    progress_steps: tuple[ProgressStep, ...]
    label: str
    exercises: ExercisesResult | None
    result_url: str
    programmes: list[ProgrammeStanding]
    additions: Additions | None
    next_course: Link
    answers_url: str
    notes_url: str


def summary_of(item: CourseProgress, *, user: "User", request: HttpRequest) -> CourseSummary:
    """The summary of a completed course."""
    course = item.enrolment.course
    activities = {activity for lesson in item.pinned.lessons for activity in lesson.activities}
    of_programmes = dashboard.course_progress(dashboard.enrolments_of(user), request)
    return CourseSummary(
        title=course.title,
        url="" if is_closed(course.path, request) else course.get_url(request) or "",
        finished_at=item.finished_at,
        progress_steps=item.progress.progress_steps,
        label=item.label,
        exercises=exercises_result(user, activities),
        result_url=dashboard.result_url(item),
        programmes=programmes.standings_of(of_programmes, request, course=course.pk),
        additions=dashboard.additions(item, request),
        next_course=dashboard.next_course(item, user=user, request=request),
        answers_url=reverse("learning:answers"),
        notes_url=reverse("learning:notes"),
    )


def exercises_result(user: "User", activities: Collection[UUID]) -> ExercisesResult | None:
    """The result in these exercises, in one query; None where none of them has been answered."""
    rows: Any = Answer.objects.of(user).filter(activity__in=activities).graded().with_quiz_rules()
    first: dict[UUID, bool] = {}
    right: set[UUID] = set()
    for activity, score, most, pass_mark in rows.order_by("created_at", "pk").values_list(
        "activity", "score", "max_score", "pass_mark"
    ):
        found = bool(is_right(score, most, pass_mark=pass_mark))
        first.setdefault(activity, found)
        if found:
            right.add(activity)
    return ExercisesResult(len(first), len(right), sum(first.values())) if first else None
