"""``pomost rebuild-progress``: nothing on a healthy site, each kind of damage reported and mended."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db.models import QuerySet
from django.utils import timezone

from courses.catalogue.models import Course
from courses.learning import services
from courses.learning.models import Completion, Enrolment, LearningEvent
from courses.learning.rebuilding import rebuild
from courses.learning.verification import differences
from people.models import User
from tests.courses_tree import lessons_of, make_course
from tests.learning.steps import answer

pytestmark = pytest.mark.django_db

Figures = list[tuple[object, ...]]


@pytest.fixture
def course(learner: User) -> Course:
    """A course of two lessons that the learner has completed."""
    course = make_course()
    services.enrol(user=learner, course=course)
    for lesson in lessons_of(course):
        answer(learner, lesson)
    return course


def enrolment_of(course: Course) -> Enrolment:
    return Enrolment.objects.get(course=course)


def completion_of(course: Course) -> Completion:
    return Completion.objects.filter(enrolment__course=course).order_by("pk")[0]


def figures() -> Figures:
    rows = Completion.objects.order_by("pk").values_list("pk", "enrolment", "lesson", "source", "completed_at")
    return [*rows, *Enrolment.objects.order_by("pk").values_list("pk", "completed_at")]


def said(*, apply: bool = False) -> tuple[int, list[str]]:
    lines: list[str] = []
    code = rebuild(lines.append, apply=apply)
    return code, lines


def test_a_healthy_site_has_no_difference(course: Course) -> None:
    before, events = figures(), LearningEvent.objects.count()
    assert said(apply=True) == (0, ["Progress: it agrees with the learning events."])
    assert (figures(), LearningEvent.objects.count()) == (before, events)


def raw_delete(rows: QuerySet[Completion]) -> None:
    """Deletes without signals, as somebody would in the database."""
    rows._raw_delete(rows.db)


def lost(course: Course) -> str:
    row = completion_of(course)
    raw_delete(Completion.objects.filter(pk=row.pk))
    return f"completion:{row.pk}: the completion is missing"


def wrong_source(course: Course) -> str:
    row = completion_of(course)
    Completion.objects.filter(pk=row.pk).update(source="manual")
    return f"completion:{row.pk}: source is manual and should be exercises"


def wrong_lesson(course: Course) -> str:
    row = completion_of(course)
    other = enrolment_of(course).registration
    Completion.objects.filter(pk=row.pk).update(lesson=other)
    return f"completion:{row.pk}: lesson is {other} and should be {row.lesson}"


def wrong_time(course: Course) -> str:
    row = completion_of(course)
    moment = row.completed_at + timedelta(days=1)
    Completion.objects.filter(pk=row.pk).update(completed_at=moment)
    return f"completion:{row.pk}: completed_at is {moment} and should be {row.completed_at}"


def course_lost(course: Course) -> str:
    row = enrolment_of(course)
    Enrolment.objects.filter(course=course).update(completed_at=None)
    return f"course:{row.pk}: completed_at is None and should be {row.completed_at}"


def course_at_another_time(course: Course) -> str:
    row, moment = enrolment_of(course), timezone.now()
    Enrolment.objects.filter(course=course).update(completed_at=moment)
    return f"course:{row.pk}: completed_at is {moment} and should be {row.completed_at}"


@pytest.mark.parametrize("damage", [lost, wrong_source, wrong_lesson, wrong_time, course_lost, course_at_another_time])
def test_damage_is_reported_and_mended(course: Course, damage: Callable[[Course], str]) -> None:
    healthy = figures()
    line = damage(course)
    damaged = figures()
    assert said() == (1, [line, "Differences: 1. Mend them with --apply."])
    assert figures() == damaged
    assert said(apply=True) == (0, [f"{line}; mended", "Differences: 1, left: 0."])
    assert figures() == healthy
    assert said()[0] == 0
    assert list(differences()) == []


def test_what_no_event_tells_of_is_kept_and_told(course: Course, learner: User) -> None:
    healthy = figures()
    row, enrolment = completion_of(course), enrolment_of(course)
    events = LearningEvent.objects.filter(record__in=[f"completion:{row.pk}", f"course:{enrolment.pk}"])
    QuerySet._raw_delete(events, events.db)
    lines = [f"completion:{row.pk}: no event tells of it", f"course:{enrolment.pk}: no event tells of it"]
    assert said() == (1, [*lines, "Differences: 2. Mend them with --apply."])
    assert said(apply=True)[0] == 0
    assert figures() == healthy
    assert said()[0] == 0
    assert list(differences()) == []


def test_a_lesson_completed_again_after_the_damage_counts_once(course: Course, learner: User) -> None:
    lesson = lessons_of(course)[0]
    raw_delete(Completion.objects.filter(lesson=lesson.key))
    services.mark_completed(user=learner, lesson=lesson)
    code, lines = said(apply=True)
    assert (code, len(lines)) == (0, 2)
    assert Completion.objects.filter(lesson=lesson.key).count() == 1
    assert said()[0] == 0
    assert list(differences()) == []


def test_what_cannot_be_mended_is_left_and_said(course: Course, learner: User) -> None:
    enrolment = enrolment_of(course)
    raw_delete(Completion.objects.filter(enrolment=enrolment))
    rows = Enrolment.objects.filter(pk=enrolment.pk)
    rows._raw_delete(rows.db)
    code, lines = said(apply=True)
    assert code == 1
    assert lines[-1] == "Differences: 3, left: 3."
