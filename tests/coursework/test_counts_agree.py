"""Every page counts the same lessons for whoever enrolled before an editor changed the course."""

import csv
import io
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from courses.catalogue.models import Course, Lesson, Topic
from courses.coursework.models import Cohort
from courses.learning.services import mark_completed
from people.models import User
from publishing.spreadsheets import SEPARATOR
from tests.courses_tree import lessons_of, make_lesson
from tests.coursework import factories
from tests.coursework.factories import text_of

pytestmark = pytest.mark.django_db


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def course() -> Course:
    made: Course = factories.course(lessons=4)
    return made


@pytest.fixture
def cohort(lead: User, course: Course) -> Cohort:
    made: Cohort = factories.CohortFactory.create(trainers=[lead], course=course)
    return made


@pytest.fixture
def learner(cohort: Cohort, course: Course) -> User:
    """One who enrolled and completed the first and the third lesson before the course was changed."""
    user: User = factories.member(cohort)
    first, _second, third, _fourth = lessons_of(course)
    for lesson in (first, third):
        mark_completed(user=user, lesson=lesson)
    return user


@pytest.fixture
def changed(learner: User, course: Course) -> list[Lesson]:
    """The four lessons after an editor moved the second, unpublished the third, and added two."""
    lessons = lessons_of(course)
    topic = Page.objects.get(pk=lessons[0].get_parent().pk)
    for number in (5, 6):
        make_lesson(topic, f"Lekcja {number}", rule="manual")
    lessons[1].move(Topic.objects.child_of(factories.course("Inny", lessons=0)).get(), pos="last-child")
    Lesson.objects.get(pk=lessons[2].pk).unpublish()
    return lessons


def counts(user: User, cohort: Cohort, lesson: Lesson) -> dict[str, Any]:
    """What each place says of the progress of ``user``: lessons completed and in all, planks of the bridge."""
    course = cohort.courses()[0]
    own, staff = signed_in(user), signed_in(cohort.trainers.get())
    home = own.get("/moja-nauka/").context
    page = own.get(course.url).context
    bar = own.get(Lesson.objects.get(pk=lesson.pk).url).context
    (card,) = [item for item in own.get("/szkolenia/").context["courses"] if item.id == course.pk]
    group = staff.get(reverse("coursework:cohort", args=[cohort.pk])).context
    (person,) = [item for item in group["members"] if item.user == user]
    (record,) = staff.get(reverse("coursework:member", args=[cohort.pk, user.pk])).context["courses"]
    written = staff.get(reverse("coursework:cohort_export", args=[cohort.pk])).content.decode("utf-8-sig")
    (row,) = [row for row in csv.reader(io.StringIO(written), delimiter=SEPARATOR) if row[3] == user.email]
    (mine,) = home["courses"]
    return {
        "words": {
            label.replace("\xa0", " ")
            for label in (mine.label, page["enrolment"].label, bar["label"], card.standing.label, person.label)
        }
        | {record.label.replace("\xa0", " ")},
        "planks": {
            len(steps)
            for steps in (
                mine.progress_steps,
                page["enrolment"].progress_steps,
                bar["progress_steps"],
                card.standing.progress_steps,
                person.progress_steps,
                record.progress_steps,
            )
        },
        "lessons": {
            page["lessons_count"],
            bar["lessons_count"],
            card.lessons_count,
            int(row[5]),
            sum(not item.extra for item in record.lessons),
        },
        "done": int(row[4]),
        "place": bar["number"],
        "current plank": [place for place, step in enumerate(bar["progress_steps"], start=1) if step.current],
    }


def test_whoever_enrolled_before(learner: User, cohort: Cohort, course: Course, changed: list[Lesson]) -> None:
    first, _second, _third, fourth = changed
    expected = {"words": {"Ukończone lekcje: 2 z 3"}, "planks": {3}, "lessons": {3}, "done": 2}
    assert counts(learner, cohort, fourth) == {**expected, "place": 3, "current plank": [3]}
    assert counts(learner, cohort, first) == {**expected, "place": 1, "current plank": [1]}
    # One of the lessons that were added: it has no place, and completing it changes no count.
    added = lessons_of(course)[-1]
    assert counts(learner, cohort, added) == {**expected, "place": None, "current plank": []}
    mark_completed(user=learner, lesson=added)
    assert counts(learner, cohort, added) == {**expected, "place": None, "current plank": []}
    shown = text_of(signed_in(learner).get(added.url))
    assert "Lekcja dodatkowa" in shown
    assert "1 ukończonej lekcji nie ma już w kursie." in shown
    assert shown.count("dodatkowa, nie liczy się do postępów") == 2
    record = signed_in(cohort.trainers.get()).get(reverse("coursework:member", args=[cohort.pk, learner.pk]))
    assert [(item.title, item.extra) for item in record.context["courses"][0].lessons] == [
        ("Lekcja 1", False),
        ("Lekcja 3", False),
        ("Lekcja 4", False),
        ("Lekcja 6", True),
    ]


def test_whoever_enrols_afterwards(cohort: Cohort, course: Course, changed: list[Lesson]) -> None:
    newcomer = factories.member(cohort)
    assert counts(newcomer, cohort, lessons_of(course)[-1]) == {
        "words": {"Ukończone lekcje: 0 z 4"},
        "planks": {4},
        "lessons": {4},
        "done": 0,
        "place": 4,
        "current plank": [4],
    }
