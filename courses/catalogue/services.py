"""Services of the catalogue."""

import hashlib
from collections.abc import Sequence

import orjson
from django.db import transaction
from wagtail.models import Page

from courses.activities.extracts import ExerciseSource
from courses.catalogue.models import Course, CourseOutline, Lesson, Topic
from courses.catalogue.outline import OutlineData, OutlineLesson, OutlineTopic
from publishing.models import BasePage


@transaction.atomic
def renew_outline(*, course: Course) -> CourseOutline:
    """Stores the outline of the live topics and lessons as a new version and returns it; the last one if unchanged."""
    data = _outline_of(course).to_json()
    fingerprint = hashlib.sha256(orjson.dumps(data, option=orjson.OPT_SORT_KEYS)).hexdigest()
    Course.objects.select_for_update().only("pk").get(pk=course.pk)  # serialises version numbers
    latest = course.outlines.order_by("-number").first()
    if latest is not None and latest.digest == fingerprint:
        return latest
    number = latest.number + 1 if latest else 1
    return CourseOutline.objects.create(course=course, number=number, data=data, digest=fingerprint)


def _outline_of(course: Course) -> OutlineData:
    lessons: dict[str, list[OutlineLesson]] = {}
    for lesson in (
        Lesson.objects.descendant_of(course).live().select_related("locale").defer("body", "body_html").order_by("path")
    ):
        lessons.setdefault(lesson.path[: -Page.steplen], []).append(
            OutlineLesson(lesson.key, lesson.title, lesson.rule, lesson.activities)
        )
    topics = Topic.objects.child_of(course).live().order_by("path")
    by_date = course.release == Course.Release.BY_DATE
    return OutlineData(
        tuple(
            OutlineTopic(topic.title, tuple(lessons.get(topic.path, ())), topic.opens_on if by_date else None)
            for topic in topics
        ),
        course.release_rule,
    )


def store_exercise_order(page: BasePage, exercises: Sequence[ExerciseSource]) -> None:
    """Stores the order of a lesson's exercises with the lesson, for ``publishing.pipeline``."""
    if isinstance(page, Lesson) and page.exercises != (order := [str(exercise.uuid) for exercise in exercises]):
        page.exercises = order
        Lesson.objects.filter(pk=page.pk).update(exercises=order)


def renew_outlines_around(*, page: Page) -> None:
    """Updates the outlines of the course that ``page`` is or is in, and of the courses below it."""
    courses = Course.objects.ancestor_of(page, inclusive=True) | Course.objects.descendant_of(page)
    for course in courses.distinct():
        renew_outline(course=course)
