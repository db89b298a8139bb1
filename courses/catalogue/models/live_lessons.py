"""The lessons that courses have now, as their outlines and every count of lessons take them."""

from collections import Counter
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import QuerySet
from django.db.models.functions import Length, Substr
from django.http import HttpRequest
from wagtail.models import Page

from publishing.access import refusal
from publishing.public_cache import cached

if TYPE_CHECKING:
    from courses.catalogue.models.lesson import Lesson


def course_path_of(lesson_path: str) -> str:
    """The tree path of the course of a lesson, two levels up: its parent is a topic."""
    return lesson_path[: -2 * Page.steplen]


def in_live_topics(lessons: "QuerySet[Lesson]") -> "QuerySet[Lesson]":
    """Those of the lessons that an outline has: a topic that is unpublished takes its lessons along, live or not."""
    from courses.catalogue.models.course import Topic

    topic = Substr("path", 1, Length("path") - Page.steplen)
    return lessons.alias(topic_path=topic).filter(topic_path__in=Topic.objects.live().values("path"))


def live_lesson_keys(course_path: str) -> frozenset[UUID]:
    """The keys of the live lessons of the course at a tree path, restricted ones included, as progress counts them."""

    def compute() -> frozenset[UUID]:
        from courses.catalogue.models.lesson import Lesson

        lessons = in_live_topics(Lesson.objects.filter(path__startswith=course_path).live()).select_related("locale")
        return frozenset(lesson.key for lesson in lessons.only("translation_key", "locale__language_code", "locale"))

    return cached(("lesson keys", course_path), compute)


def lesson_paths() -> list[str]:
    """The tree paths of all live lessons: one query for all courses."""

    def read() -> list[str]:
        from courses.catalogue.models.lesson import Lesson

        return list(in_live_topics(Lesson.objects.live()).values_list("path", flat=True))

    return cached(("lesson paths",), read)


def lessons_counts(request: HttpRequest) -> Counter[str]:
    """The number of lessons of each course that this user may open, by the course's tree path.

    For a learner of the course it is that of their ``Standing``.
    """
    return Counter(course_path_of(path) for path in lesson_paths() if not refusal(path, request))
