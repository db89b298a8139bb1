"""What the test of a course asks, and of which lessons."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest
from django.http.request import QueryDict
from django.utils.safestring import SafeString, mark_safe

from courses.activities.exercises import is_testable
from courses.activities.given import Given, pairs_of
from courses.activities.models import Answer, VersionTree, trees_of
from courses.activities.rendering import QUESTION_PREFIX, render_questions
from courses.catalogue.models import Course, Lesson
from courses.learning.dashboard import CourseProgress
from courses.learning.models import Enrolment
from publishing.access import is_closed

Answers = Mapping[UUID, Given]
"""What was answered, by activity."""


@dataclass(frozen=True, slots=True)
class LessonQuestions:
    """A lesson that the test is about, with the HTML of its exercises in order."""

    title: str
    url: str
    questions: tuple[SafeString, ...]


def lessons_to_test(enrolment: Enrolment, request: HttpRequest) -> list[Lesson]:
    """The lessons that the learner can show to know, in order; none once the test was taken.

    They count for the learner, are not completed, have exercises and none that was answered: its feedback tells the
    rest. Four queries.
    """
    if enrolment.placement_at is not None or enrolment.completed_at is not None:
        return []
    course: Course = enrolment.course
    counted = [lesson.key for lesson in enrolment.pinned.lessons]
    completed = set(enrolment.completions.values_list("lesson", flat=True))
    items = [
        item
        for item in course.lesson_list(request)
        if item.key in counted
        and item.key not in completed
        and item.rule == Lesson.CompletionRule.EXERCISES
        and item.activities
        and not is_closed(item.path, request)
    ]
    asked = {activity for item in items for activity in item.activities}
    answered = set(Answer.objects.filter(user=enrolment.user_id, activity__in=asked).values_list("activity", flat=True))
    wanted = [item.id for item in items if not answered & set(item.activities)]
    lessons = Lesson.objects.live().select_related("locale").in_bulk(wanted)
    return [lessons[pk] for pk in wanted if pk in lessons]


def may_take_test(item: CourseProgress) -> bool:
    """Whether the test is offered: at the start, while no lesson is completed."""
    rule = str(Lesson.CompletionRule.EXERCISES)
    return (
        item.enrolment.placement_at is None
        and not item.completed
        and any(lesson.rule == rule and lesson.activities for lesson in item.pinned.lessons)
    )


def paper(lessons: list[Lesson], request: HttpRequest, *, given: Answers | None = None) -> list[LessonQuestions]:
    """The test with what was answered, if it is shown again; one query for all exercises.

    A lesson whose exercises tell nothing of what one knows, as a reflection or a poll, is not asked about.
    """
    trees: dict[UUID, VersionTree] = trees_of(activity for lesson in lessons for activity in lesson.activities)
    asked = {activity: version for activity, version in trees.items() if is_testable(version.tree["type"])}
    return [
        LessonQuestions(
            title=lesson.title,
            url=lesson.get_url(request) or "",
            questions=tuple(
                mark_safe(html)  # noqa: S308 - rendered by a block's template
                for html in render_questions(asked, order=lesson.activities, given=given or {})
            ),
        )
        for lesson in lessons
        if any(activity in asked for activity in lesson.activities)
    ]


def given_in(form: QueryDict, lessons: list[Lesson]) -> dict[UUID, Given]:
    """What a form of the test answered."""
    pairs = pairs_of(form)
    return {
        activity: given
        for lesson in lessons
        for activity in lesson.activities
        if (given := Given.of(pairs, name=f"{QUESTION_PREFIX}{activity}"))
    }
