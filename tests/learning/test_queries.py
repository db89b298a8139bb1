"""Pages of learners take the same number of queries however many courses they have."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from courses.catalogue.models import Course
from courses.learning import services
from courses.learning.notes.services import save_note
from courses.learning.plans.services import save_plan
from people.models import User
from tests.courses_tree import lessons_of, make_course, make_programme
from tests.learning.steps import answer

pytestmark = pytest.mark.django_db


@pytest.fixture
def take(learner: User) -> Callable[[str], Course]:
    """Puts the learner on another course of a new programme, with an answer, a note and a plan."""

    def taken(title: str) -> Course:
        course = make_course(title)
        make_programme(f"Cykl {title}", course, make_course(f"{title}, dalej"))
        services.enrol(user=learner, course=course)
        lesson = lessons_of(course)[0]
        answer(learner, lesson)
        save_note(user=learner, lesson=lesson, anchor="", text="Notatka")
        save_plan(user=learner, course=course, hours_per_week=1, ends_on=None)
        return course

    return taken


def queries(client: Client, page: str) -> int:
    client.get(page)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(page).status_code == 200
    return len(captured)


def test_more_courses_take_no_more_queries(take: Callable[[str], Course], signed_in: Client, caching: None) -> None:
    course = take("Pierwszy")
    programme = course.programmes.get().programme
    pages = [
        "/moja-nauka/",
        str(course.get_url()),
        str(programme.get_url()),
        str(lessons_of(course)[1].get_url()),
        "/moja-nauka/notatki/",
        "/moja-nauka/odpowiedzi/",
        "/moja-nauka/historia/",
        f"/moja-nauka/kursy/{course.pk}/plan/",
    ]
    few = [queries(signed_in, page) for page in pages]
    for title in ("Drugi", "Trzeci", "Czwarty"):
        take(title)
    assert [queries(signed_in, page) for page in pages] == few
    assert few[3] <= 12
