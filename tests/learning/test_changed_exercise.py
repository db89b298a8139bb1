"""An answer is shown with the version that it answered."""

import re
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoCaptureOnCommitCallbacks

from courses.catalogue.models import Course, Lesson, Topic
from courses.learning import services
from courses.learning.models import Completion
from people.models import User
from tests.courses_tree import choice, lessons_of, make_course, make_lesson
from tests.learning.steps import answer, option

pytestmark = pytest.mark.django_db

CHANGED = "Ćwiczenie zmieniono po twojej odpowiedzi."


@pytest.fixture
def course(learner: User) -> Course:
    course = make_course(lessons=1)
    services.enrol(user=learner, course=course)
    return course


def change(lesson: Lesson, right: int, question: str = "Pytanie 0?") -> Lesson:
    """Changes the correct answer of the exercise, as an editor does."""
    lesson.body = [choice(question, right=(right,), block="block-Pytanie 0?")]
    lesson.save_revision().publish()
    changed: Lesson = Lesson.objects.get(pk=lesson.pk)
    return changed


def shown(client: Client, lesson: Lesson, query: str = "") -> str:
    return client.get(f"{lesson.get_url()}{query}").text.replace("\xa0", " ")


def try_anew(html: str) -> str:
    (query,) = re.findall(r'href="[^"]*(\?nowa-wersja=[^"#]+)#cwiczenie-1"', html)
    return str(query)


def test_a_right_answer_stays_right_after_the_exercise_was_changed(
    signed_in: Client, learner: User, course: Course
) -> None:
    (lesson,) = lessons_of(course)
    answer(learner, lesson, choice=0)
    assert CHANGED not in shown(signed_in, lesson)
    lesson = change(lesson, right=1, question="Pytanie po zmianie?")
    html = shown(signed_in, lesson)
    assert html.count(CHANGED) == 1
    assert html.count("Dlaczego 0") == 1
    assert html.count("To poprawna odpowiedź.") + html.count("Dobrze.") + html.count('class="option right"') >= 1
    assert "To nie ta odpowiedź." not in html
    assert "Pytanie 0?" in html
    assert "Pytanie po zmianie?" not in html
    assert "Lekcja ukończona" in html or "cały kurs" in html


def test_the_new_version_can_be_tried_and_the_lesson_stays_completed(
    signed_in: Client, learner: User, course: Course
) -> None:
    (lesson,) = lessons_of(course)
    answer(learner, lesson, choice=0)
    completion = Completion.objects.get(enrolment__user=learner)
    lesson = change(lesson, right=1)
    new = shown(signed_in, lesson, try_anew(shown(signed_in, lesson)))
    assert CHANGED not in new
    assert "Dlaczego" not in new
    assert "checked" not in new
    form = {"answer": option(lesson, choice=0), "key": uuid4()}
    signed_in.post(f"/moja-nauka/lekcje/{lesson.pk}/cwiczenia/{lesson.exercises[0]}/", form)
    html = shown(signed_in, lesson)
    assert CHANGED not in html
    assert html.count("To nie ta odpowiedź.") == 1
    assert list(Completion.objects.filter(enrolment__user=learner)) == [completion]


def test_going_back_to_the_old_version_shows_the_answer_as_before(
    signed_in: Client, learner: User, course: Course
) -> None:
    (lesson,) = lessons_of(course)
    answer(learner, lesson, choice=0)
    lesson = change(change(lesson, right=1), right=0)
    html = shown(signed_in, lesson)
    assert CHANGED not in html
    assert html.count("Dlaczego 0") == 1


def test_a_form_that_is_no_answer_is_shown_with_the_exercise_as_it_is_now(
    signed_in: Client, learner: User, course: Course
) -> None:
    (lesson,) = lessons_of(course)
    answer(learner, lesson, choice=0)
    lesson = change(lesson, right=1, question="Pytanie po zmianie?")
    response = signed_in.post(f"/moja-nauka/lekcje/{lesson.pk}/cwiczenia/{lesson.exercises[0]}/", {"key": uuid4()})
    assert response.status_code == 422
    assert "Pytanie po zmianie?" in response.text.replace("\xa0", " ")
    assert CHANGED not in response.text.replace("\xa0", " ")


@pytest.mark.usefixtures("caching")
def test_changed_exercises_take_one_query_more_however_many_they_are(
    signed_in: Client,
    learner: User,
    course: Course,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    topic = Topic.objects.child_of(course).get()
    counts = []
    for exercises in (1, 6):
        lesson = make_lesson(topic, f"Ćwiczeń: {exercises}", *[choice(f"{exercises}, {n}?") for n in range(exercises)])
        for place in range(exercises):
            answer(learner, lesson, place)
        for changed in (False, True):
            if changed:
                lesson.body = [choice(f"{exercises}, {n}?", right=(1,)) for n in range(exercises)]
                with django_capture_on_commit_callbacks(execute=True):
                    lesson.save_revision().publish()
            shown(signed_in, lesson)
            with CaptureQueriesContext(connection) as captured:
                html = shown(signed_in, lesson)
            assert html.count(CHANGED) == (exercises if changed else 0)
            counts.append(len(captured))
    assert counts[2:] == counts[:2]
    assert counts[1] == counts[0] + 1
