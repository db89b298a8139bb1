"""A course is completed by an action of the learner, once and permanently."""

from uuid import uuid4

import pytest
from django.test import Client

from courses.catalogue.models import Course, Lesson, Topic
from courses.learning import services
from courses.learning.errors import NotAllowedError, NotEnrolledError
from courses.learning.models import Completion, Enrolment
from people.models import User
from tests.courses_tree import lessons_of, make_course, make_lesson
from tests.learning.steps import answer, option, own_progress

pytestmark = pytest.mark.django_db


def enrolment_of(learner: User) -> Enrolment:
    return Enrolment.objects.get(user=learner)


def finished(learner: User) -> bool:
    return own_progress(learner).finished


def finish_address(course: Course) -> str:
    return f"/moja-nauka/kursy/{course.pk}/ukonczenie/"


def test_the_answer_that_completes_the_last_lesson_completes_the_course(learner: User) -> None:
    course = make_course()
    first, second = lessons_of(course)
    services.enrol(user=learner, course=course)
    answer(learner, first)
    assert enrolment_of(learner).completed_at is None
    answered = answer(learner, second)
    kept = enrolment_of(learner).completed_at
    assert kept == Completion.objects.get(lesson=second.key).completed_at
    assert answered.enrolment.completed_at == kept
    answer(learner, second)
    assert enrolment_of(learner).completed_at == kept


def test_the_learners_mark_completes_the_course_and_taking_it_back_does_not_undo_that(learner: User) -> None:
    course = make_course(lessons=0)
    lesson = make_lesson(Topic.objects.child_of(course).get(), "Do oznaczenia", rule="manual")
    services.enrol(user=learner, course=course)
    services.mark_completed(user=learner, lesson=lesson)
    kept = enrolment_of(learner).completed_at
    assert kept is not None
    services.unmark_completed(user=learner, lesson=lesson)
    assert not Completion.objects.filter(enrolment__user=learner).exists()
    assert enrolment_of(learner).completed_at == kept
    services.mark_completed(user=learner, lesson=lesson)
    assert enrolment_of(learner).completed_at == kept


def test_a_completion_comes_back_as_it_is_kept(learner: User) -> None:
    course = make_course()
    lesson = lessons_of(course)[0]
    services.enrol(user=learner, course=course)
    answer(learner, lesson)
    earned = Completion.objects.get(enrolment__user=learner)
    # The rule is now self-reported, but the lesson was completed by its exercises.
    lesson.completion_rule = "manual"
    lesson.save_revision().publish()
    services.mark_completed(user=learner, lesson=Lesson.objects.get(pk=lesson.pk))
    kept = Completion.objects.get(enrolment__user=learner)
    assert (kept.pk, kept.source) == (earned.pk, Completion.Source.EXERCISES)


def test_unpublishing_a_lesson_finishes_nobodys_course(learner: User, signed_in: Client) -> None:
    course = make_course()
    first, second = lessons_of(course)
    services.enrol(user=learner, course=course)
    answer(learner, first)
    second.unpublish()
    assert enrolment_of(learner).completed_at is None
    assert not finished(learner)
    for page in ("/moja-nauka/", str(course.get_url()), str(first.get_url())):
        assert signed_in.get(page).text.count(f'action="{finish_address(course)}"') == 1
    assert "Ukończone kursy" not in signed_in.get("/moja-nauka/").text


def test_when_nothing_is_missing_any_more_the_learner_finishes_the_course(learner: User, signed_in: Client) -> None:
    course = make_course()
    first, second = lessons_of(course)
    services.enrol(user=learner, course=course)
    answer(learner, first)
    assert signed_in.post(finish_address(course), follow=True).text.count("Nie wszystkie lekcje tego kursu") == 1
    second.unpublish()
    assert signed_in.get(finish_address(course))["Location"] == course.get_url()
    assert enrolment_of(learner).completed_at is None
    assert signed_in.post(finish_address(course))["Location"] == f"/moja-nauka/kursy/{course.pk}/podsumowanie/"
    kept = enrolment_of(learner).completed_at
    assert kept is not None
    assert "Ukończone kursy" in signed_in.get("/moja-nauka/").text
    assert f'action="{finish_address(course)}"' not in signed_in.get(str(course.get_url())).text
    services.finish_course(user=learner, course=course)
    assert enrolment_of(learner).completed_at == kept


def test_an_answer_finishes_a_course_of_which_nothing_else_is_missing_any_more(learner: User) -> None:
    course = make_course()
    first, second = lessons_of(course)
    services.enrol(user=learner, course=course)
    answer(learner, first)
    second.unpublish()
    answer(learner, first)
    assert enrolment_of(learner).completed_at is not None


def test_a_course_once_completed_stays_so_when_a_lesson_comes_back(learner: User) -> None:
    course = make_course()
    first, second = lessons_of(course)
    services.enrol(user=learner, course=course)
    second.unpublish()
    answer(learner, first)
    assert finished(learner)
    Lesson.objects.get(pk=second.pk).save_revision().publish()
    assert finished(learner)


def test_nobody_finishes_a_course_that_they_are_not_on_or_have_not_done(learner: User, signed_in: Client) -> None:
    course = make_course()
    with pytest.raises(NotEnrolledError):
        services.finish_course(user=learner, course=course)
    assert signed_in.post(finish_address(course)).status_code == 403
    services.enrol(user=learner, course=course)
    with pytest.raises(NotAllowedError):
        services.finish_course(user=learner, course=course)
    assert enrolment_of(learner).completed_at is None


def test_the_page_after_the_last_answer_says_that_the_course_is_completed(learner: User, signed_in: Client) -> None:
    course = make_course(lessons=1)
    (lesson,) = lessons_of(course)
    services.enrol(user=learner, course=course)
    form = {"answer": option(lesson), "key": str(uuid4())}
    address = f"/moja-nauka/lekcje/{lesson.pk}/cwiczenia/{lesson.exercises[0]}/"
    html = signed_in.post(address, form, headers={"X-Requested-With": "fetch"}).text
    assert html.count("Masz za sobą cały kurs.") == 1
