"""The test at the start of a course: what one knows need not be learned again."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from courses.activities.models import Answer
from courses.catalogue.models import Course, Lesson
from courses.credentials.evidence import evidence_of
from courses.learning import services
from courses.learning.models import Completion, Enrolment, LearningEvent
from courses.learning.rebuilding import differences
from people.models import User
from tests.courses_tree import choice, lessons_of, make_course, make_lesson
from tests.learning.steps import answer, option

pytestmark = pytest.mark.django_db

RIGHT, WRONG = 0, 1


@pytest.fixture
def course() -> Course:
    """Three lessons: with one exercise, with two, and one that the learner marks as completed."""
    made = make_course(lessons=1)
    topic = lessons_of(made)[0].get_parent()
    make_lesson(topic, "Dwa ćwiczenia", choice("Pierwsze?"), choice("Drugie?", right=(0, 2)))
    make_lesson(topic, "Bez ćwiczeń", rule="manual")
    return made


@pytest.fixture
def enrolment(course: Course, learner: User) -> Enrolment:
    return services.enrol(user=learner, course=course)


def address(course: Course) -> str:
    return reverse("learning:placement", args=[course.pk])


def chosen(lesson: Lesson, *options: tuple[int, ...]) -> dict[str, list[str]]:
    """The fields that choose these options of the exercises of a lesson."""
    return {
        f"q-{activity}": [option(lesson, place, number) for number in numbers]
        for place, (activity, numbers) in enumerate(zip(lesson.exercises, options, strict=True))
    }


def sources(enrolment: Enrolment) -> dict[str, str]:
    titles = {lesson.key: lesson.title for lesson in lessons_of(enrolment.course)}
    return {titles[row.lesson]: row.source for row in enrolment.completions.all()}


def test_a_lesson_answered_rightly_as_a_whole_is_known(enrolment: Enrolment, signed_in: Client) -> None:
    first, second, _third = lessons_of(enrolment.course)
    page = signed_in.get(address(enrolment.course))
    assert page.context["lessons"][1].title == "Dwa ćwiczenia"
    assert len(page.context["lessons"]) == 2
    form = {**chosen(first, (RIGHT,)), **chosen(second, (RIGHT,), (0, 1))}
    response = signed_in.post(address(enrolment.course), form, follow=True)
    assert "Znasz 1 lekcję z 2." in response.text.replace("\xa0", " ")
    assert sources(enrolment) == {"Lekcja 0": "known"}
    assert Answer.objects.filter(user=enrolment.user).count() == 0
    assert [difference.text for difference in differences()] == []


def test_everything_right_leaves_what_has_no_exercises(enrolment: Enrolment, signed_in: Client) -> None:
    first, second, third = lessons_of(enrolment.course)
    signed_in.post(address(enrolment.course), {**chosen(first, (RIGHT,)), **chosen(second, (RIGHT,), (0, 2))})
    assert sources(enrolment) == {"Lekcja 0": "known", "Dwa ćwiczenia": "known"}
    services.mark_completed(user=enrolment.user, lesson=third)
    enrolment.refresh_from_db()
    assert enrolment.completed_at is not None
    evidence = evidence_of(user=enrolment.user, subject=enrolment.course).choices[0].courses[0]
    assert (evidence.known, evidence.verified) == (("Lekcja 0", "Dwa ćwiczenia"), 0)
    events = LearningEvent.objects.filter(record__startswith="completion:")
    told = [value for event in events for value in event.statement["result"]["extensions"].values()]
    assert told.count("known") == 2


def test_the_test_is_taken_once(enrolment: Enrolment, signed_in: Client) -> None:
    first, second, _third = lessons_of(enrolment.course)
    signed_in.post(address(enrolment.course), chosen(first, (WRONG,)))
    assert sources(enrolment) == {}
    again = signed_in.post(address(enrolment.course), chosen(second, (RIGHT,), (0, 2)), follow=True)
    assert "Nie ma tu testu do zrobienia" in again.text
    assert sources(enrolment) == {}


def test_an_empty_form_is_refused_and_counts_as_no_attempt(enrolment: Enrolment, signed_in: Client) -> None:
    response = signed_in.post(address(enrolment.course), {})
    assert response.status_code == 422
    assert "Rozwiąż ćwiczenia z co najmniej jednej lekcji." in response.text.replace("\xa0", " ")
    enrolment.refresh_from_db()
    assert enrolment.placement_at is None


def test_a_lesson_whose_exercise_was_answered_is_not_asked(enrolment: Enrolment, signed_in: Client) -> None:
    _first, second, _third = lessons_of(enrolment.course)
    answer(enrolment.user, second, choice=WRONG)
    page = signed_in.get(address(enrolment.course))
    assert [lesson.title for lesson in page.context["lessons"]] == ["Lekcja 0"]


def test_the_course_page_offers_it_until_a_lesson_is_completed(enrolment: Enrolment, signed_in: Client) -> None:
    course, link = enrolment.course, f'href="{address(enrolment.course)}"'
    assert link in signed_in.get(course.get_url() or "").text
    answer(enrolment.user, lessons_of(course)[0])
    assert link not in signed_in.get(course.get_url() or "").text


def test_strangers_and_those_not_enrolled(course: Course, signed_in: Client) -> None:
    assert Client().get(address(course)).status_code == 302
    assert signed_in.get(address(course)).status_code == 404


def test_the_queries_do_not_grow_with_the_lessons(
    enrolment: Enrolment, signed_in: Client, django_assert_max_num_queries: Any
) -> None:
    signed_in.get(address(enrolment.course))
    topic = lessons_of(enrolment.course)[0].get_parent()
    for number in range(10):
        make_lesson(topic, f"Dalsza {number}", choice(f"Dalsze {number}?"))
    services.take_in_additions(user=enrolment.user, course=enrolment.course)
    signed_in.get(address(enrolment.course))
    with django_assert_max_num_queries(20):
        page = signed_in.get(address(enrolment.course))
    assert len(page.context["lessons"]) == 12


def test_a_known_lesson_cannot_be_taken_back(enrolment: Enrolment, signed_in: Client) -> None:
    first = lessons_of(enrolment.course)[0]
    signed_in.post(address(enrolment.course), chosen(first, (RIGHT,)))
    services.unmark_completed(user=enrolment.user, lesson=first)
    assert Completion.objects.filter(enrolment=enrolment).count() == 1
