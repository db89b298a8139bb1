"""What was hard for a group: its own answers only, nothing below five, for its trainers."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from courses.coursework.models import Cohort
from courses.coursework.questions import questions_of
from courses.learning.quizzes.services import close_attempt, save_answers, start_attempt
from people.models import User
from people.roles import COORDINATOR, EDITOR, TRAINER
from tests.builders import signed_in
from tests.courses_tree import choice, lessons_of, make_lesson
from tests.coursework import factories
from tests.learning.quizzes.builders import answers, course_of, make_quiz
from tests.learning.steps import answer

pytestmark = pytest.mark.django_db

PEOPLE = 5


@pytest.fixture
def group(lead: User) -> Cohort:
    """Five people on a course with an exercise, which two of them know, and a quiz of three questions."""
    quiz = make_quiz(bank=3)
    course = course_of(quiz)
    lesson = make_lesson(quiz.get_parent(), "Ćwiczenie", choice("Trudne?"))
    made: Cohort = factories.CohortFactory.create(course=course, trainers=[lead])
    for number in range(PEOPLE):
        user = factories.member(made)
        answer(user, lesson, choice=0 if number < 2 else 1)
        answer(user, lesson, choice=0)  # a later answer, which does not count
        attempt = start_attempt(user=user, lesson=quiz, activity_id=quiz.activities[0])
        save_answers(attempt=attempt, given=answers(attempt, right=3))
        close_attempt(attempt=attempt)
    return made


def test_the_hardest_comes_first_with_what_was_chosen_wrongly(group: Cohort) -> None:
    found = questions_of(group)
    assert [(question.percent, question.quiz) for question in found] == [(40, False), *[(100, True)] * 3]
    hardest = found[0]
    assert (hardest.title, hardest.answers, hardest.hard) == ("Trudne?", PEOPLE, True)
    assert [(option.text, option.count) for option in hardest.wrong] == [("Odpowiedź 1", 3)]


def test_fewer_than_five_answers_of_the_group_tell_nothing(group: Cohort) -> None:
    group.members.order_by("pk")[0].delete()
    assert questions_of(group) == []


def test_it_reads_as_much_for_many_exercises_as_for_few(group: Cohort) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as counted:
            questions_of(group)
        return len(counted)

    few = queries()
    assert group.course is not None
    topic = lessons_of(group.course)[0].get_parent()
    for _number in range(3):
        make_lesson(topic, f"Lekcja {uuid4()}", *(choice(f"Nowe {uuid4()}?") for _place in range(3)))
    assert queries() == few


def test_only_trainers_of_the_group_read_it(group: Cohort, lead: User) -> None:
    page = reverse("coursework:cohort_questions", args=[group.pk])
    client = Client()
    client.force_login(lead, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(page).status_code == 200
    assert signed_in(TRAINER).get(page).status_code == 404
    assert signed_in(COORDINATOR).get(page).status_code == 403
    assert signed_in(EDITOR).get(page).status_code == 403
    assert Client().get(page).status_code == 302
