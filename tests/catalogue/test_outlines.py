"""Updates of a course's outline after changes of its pages, and stable keys of lessons."""

from uuid import UUID

import pytest
from wagtail.models import Page

from courses.activities.models import Activity
from courses.catalogue.models import Course, CourseOutline, Lesson, Topic
from tests.courses_tree import choice, lessons_of, make_course, make_lesson

pytestmark = pytest.mark.django_db


def titles(course: Course) -> list[str]:
    latest = course.outlines.order_by("-number").first()
    assert latest is not None
    return [lesson.title for lesson in latest.outline.lessons]


def test_publishing_again_without_a_change_makes_no_new_outline() -> None:
    course = make_course()
    before = CourseOutline.objects.filter(course=course).count()
    lessons_of(course)[0].save_revision().publish()
    assert CourseOutline.objects.filter(course=course).count() == before


def test_the_outline_follows_publishing_unpublishing_moving_and_deleting() -> None:
    course = make_course(lessons=3)
    first, second, third = lessons_of(course)
    assert titles(course) == ["Lekcja 0", "Lekcja 1", "Lekcja 2"]
    first.unpublish()
    assert titles(course) == ["Lekcja 1", "Lekcja 2"]
    third.move(second, pos="left")
    assert titles(course) == ["Lekcja 2", "Lekcja 1"]
    Lesson.objects.get(pk=second.pk).delete()
    assert titles(course) == ["Lekcja 2"]
    other = make_course("Drugi kurs", lessons=1)
    third = Lesson.objects.get(pk=third.pk)
    third.move(Topic.objects.child_of(other).get(), pos="last-child")
    assert titles(course) == []
    assert titles(other) == ["Lekcja 0", "Lekcja 2"]


def test_exercises_keep_their_identity_through_revisions_and_are_new_in_a_copy() -> None:
    lesson = lessons_of(make_course(lessons=1))[0]
    original = [UUID(item) for item in lesson.exercises]
    revision = lesson.save_revision()
    lesson.body = [choice("Inne pytanie?", block="nowy")]
    lesson.save_revision().publish()
    assert Lesson.objects.get(pk=lesson.pk).exercises != [str(item) for item in original]
    revision.publish()
    restored = Lesson.objects.get(pk=lesson.pk)
    assert restored.exercises == [str(item) for item in original]

    copy = restored.copy(update_attrs={"slug": "kopia", "title": "Kopia"})
    copied = Lesson.objects.get(pk=copy.pk)
    assert copied.key != restored.key
    assert set(copied.exercises).isdisjoint(restored.exercises)
    assert Activity.objects.filter(pk__in=copied.exercises).count() == 1


def test_a_lesson_without_exercises_is_marked_by_the_learner() -> None:
    course = make_course(lessons=0)
    lesson = make_lesson(Topic.objects.child_of(course).get(), "Sam tekst", rule="exercises")
    assert lesson.rule == "manual"


def test_a_page_renders_exercises_in_their_places_without_telling_the_answers(client: object) -> None:
    from django.test import Client

    lesson = lessons_of(make_course(lessons=1))[0]
    html = Client().get(str(lesson.get_url())).content.decode()
    assert "Pytanie 0?" in html
    assert "Dlaczego 0" not in html
    assert 'id="cwiczenie-1"' in html
    assert "<!--exercise" not in html
    assert Page.objects.filter(pk=lesson.pk).exists()
