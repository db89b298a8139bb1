"""Exercises of a public lesson are tried by anybody, and nothing is recorded."""

import re
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import pytest
from allauth.account.models import EmailAddress
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django.fixtures import Settings
from wagtail.models import PageViewRestriction, Site

from courses.activities.models import Answer, LearnerState
from courses.catalogue.models import Course, Lesson
from courses.learning.models import Completion, Enrolment, LearningEvent
from courses.learning.services import enrol
from people.models import User
from publishing import limits
from tests.courses_tree import lessons_of, make_course
from tests.learning.steps import option

pytestmark = pytest.mark.django_db

WRITES = ("INSERT", "UPDATE", "DELETE")


@pytest.fixture
def course() -> Course:
    return make_course()


@pytest.fixture
def lesson(course: Course) -> Lesson:
    return lessons_of(course)[0]


@pytest.fixture(autouse=True)
def _uncounted() -> None:
    limits.clear()


def try_address(lesson: Lesson) -> str:
    return f"/moja-nauka/lekcje/{lesson.pk}/cwiczenia/{lesson.exercises[0]}/proba/"


def keep_link(html: str) -> str:
    """The URL that records the answer, from the link to sign in."""
    (sign_in,) = re.findall(r'<a href="(/konto/login/\?next=[^"]+zachowanie[^"]+)"', html)
    return parse_qs(urlsplit(str(sign_in)).query)["next"][0]


def recorded() -> tuple[int, ...]:
    return tuple(model.objects.count() for model in (Answer, LearnerState, Completion, Enrolment, LearningEvent))


@pytest.mark.parametrize("headers", [{}, {"X-Requested-With": "fetch"}])
@pytest.mark.parametrize(("place", "said"), [(0, "Dlaczego 0"), (1, "Dlaczego 1")])
def test_a_visitor_is_told_whether_the_answer_is_right_and_nothing_is_recorded(
    lesson: Lesson, headers: dict[str, str], place: int, said: str
) -> None:
    client, before = Client(enforce_csrf_checks=True), recorded()
    with CaptureQueriesContext(connection) as captured:
        response = client.post(try_address(lesson), {"answer": option(lesson, choice=place)}, headers=headers)
    html = response.text.replace("\xa0", " ")
    assert response.status_code == 200
    assert [f"Dlaczego {n}" for n in range(3) if f"Dlaczego {n}" in html] == [said]
    assert ("To nie ta odpowiedź." in html) == (place == 1)
    assert "Sprawdzono, nie zapisano." in html
    assert "Zapisano" not in html
    assert html.count("Zachowaj wynik:") == 1
    assert recorded() == before
    assert [row["sql"] for row in captured.captured_queries if row["sql"].startswith(WRITES)] == []
    assert dict(response.cookies) == {}


def test_the_page_that_everybody_gets_has_the_form_and_no_token(lesson: Lesson) -> None:
    client, address = Client(), str(lesson.get_url())
    response = client.get(address)
    assert f'action="{try_address(lesson)}#cwiczenie-1"' in response.text
    assert "csrfmiddlewaretoken" not in response.text
    assert 'name="key"' not in response.text
    assert dict(response.cookies) == {}
    assert "Cookie" not in response.headers.get("Vary", "")
    assert response.wsgi_request.META["pomost.cacheable"] == Site.objects.get().pk
    client.post(try_address(lesson), {"answer": option(lesson)})
    assert client.get(address).content == response.content


def test_in_the_english_interface_the_form_stays_in_it(lesson: Lesson) -> None:
    assert f'action="/en{try_address(lesson)}#cwiczenie-1"' in Client().get(f"/en{lesson.get_url()}").text


@pytest.mark.parametrize("headers", [{}, {"X-Requested-With": "fetch"}])
def test_what_is_no_answer_comes_back_in_words(lesson: Lesson, headers: dict[str, str]) -> None:
    chosen = [option(lesson, choice=0), option(lesson, choice=1)]
    response = Client().post(try_address(lesson), {"answer": chosen}, headers=headers)
    assert response.status_code == 422
    assert "Wybierz jedną odpowiedź." in response.text.replace("\xa0", " ")
    assert len(re.findall(r"<input[^>]* checked", response.text)) == 2
    assert "Zachowaj wynik" not in response.text


def test_beyond_the_limit_the_answer_is_refused_and_kept_in_the_form(lesson: Lesson, settings: Settings) -> None:
    settings.POMOST_RATE_LIMITS = {**settings.POMOST_RATE_LIMITS, "exercise_trial": "2/m/ip"}
    form = {"answer": option(lesson)}
    assert [Client().post(try_address(lesson), form).status_code for _time in range(2)] == [200, 200]
    response = Client().post(try_address(lesson), form)
    assert response.status_code == 429
    assert "Odczekaj minutę" in response.text.replace("\xa0", " ")
    assert len(re.findall(r"<input[^>]* checked", response.text)) == 1
    assert "Dlaczego" not in response.text


def test_a_restricted_lesson_a_draft_and_an_exercise_of_another_lesson_are_not_tried(course: Course) -> None:
    first, second = lessons_of(course)
    form = {"answer": option(first)}
    address = f"/moja-nauka/lekcje/{second.pk}/cwiczenia/{first.exercises[0]}/proba/"
    assert Client().post(address, form).status_code == 404
    PageViewRestriction.objects.create(page=first, restriction_type="login")
    response = Client().post(try_address(first), form)
    assert (response.status_code, response["Location"].partition("?")[0]) == (302, "/konto/login/")
    second.unpublish()
    assert Client().post(try_address(second), {"answer": "x"}).status_code == 404


def test_the_address_opened_by_hand_leads_to_the_exercise_and_other_methods_are_not_taken(lesson: Lesson) -> None:
    client = Client()
    assert client.get(try_address(lesson))["Location"] == f"{lesson.get_url()}#cwiczenie-1"
    assert [method(try_address(lesson)).status_code for method in (client.head, client.put, client.delete)] == [405] * 3


def test_the_answer_is_kept_after_signing_in_when_the_visitor_says_so(lesson: Lesson, learner: User) -> None:
    learner.set_password("most-nad-rzeka")
    learner.save()
    EmailAddress.objects.create(user=learner, email=learner.email, verified=True, primary=True)
    client = Client()
    address = keep_link(client.post(try_address(lesson), {"answer": option(lesson)}).text)
    assert client.get(address)["Location"].startswith("/konto/login/?next=")
    form = {"login": learner.email, "password": "most-nad-rzeka", "next": address}
    assert client.post("/konto/login/", form)["Location"] == address
    page = client.get(address)
    assert page.status_code == 200
    assert page.text.count("<h1") == 1
    assert "Dlaczego 0" in page.text.replace("\xa0", " ")
    assert not Enrolment.objects.filter(user=learner).exists()
    hidden = dict(re.findall(r'<input type="hidden" name="(key|answer)" value="([^"]+)"', page.text))
    for _time in range(2):
        response = client.post(address.partition("?")[0], hidden)
        assert response["Location"] == f"{lesson.get_url()}#cwiczenie-1"
    assert Enrolment.objects.filter(user=learner).count() == 1
    assert list(Answer.objects.of(learner).values_list("score", flat=True)) == [1.0]
    assert Completion.objects.filter(enrolment__user=learner, lesson=lesson.key).count() == 1


def test_the_answer_can_be_carried_through_signing_up(lesson: Lesson) -> None:
    html = Client().post(try_address(lesson), {"answer": option(lesson)}).text
    (sign_up,) = re.findall(r'<a href="(/konto/signup/\?next=[^"]+zachowanie[^"]+)"', html)
    assert parse_qs(urlsplit(sign_up).query)["next"] == [keep_link(html)]


def test_somebody_signed_in_and_not_on_the_course_tries_too_and_may_start_it(
    signed_in: Client, lesson: Lesson, learner: User
) -> None:
    assert f'action="{try_address(lesson)}#cwiczenie-1"' in signed_in.get(str(lesson.get_url())).text
    before = recorded()
    html = signed_in.post(try_address(lesson), {"answer": option(lesson)}).text
    assert recorded() == before
    (address,) = re.findall(r'<a href="(/moja-nauka/[^"]+zachowanie[^"]+)"', html)
    assert signed_in.get(address).status_code == 200


def test_somebody_who_has_started_the_course_meanwhile_is_led_to_the_exercise(
    signed_in: Client, lesson: Lesson, course: Course, learner: User
) -> None:
    enrol(user=learner, course=course)
    before = recorded()
    response = signed_in.post(try_address(lesson), {"answer": option(lesson)}, follow=True)
    assert response.redirect_chain == [(f"{lesson.get_url()}#cwiczenie-1", 302)]
    assert [str(message).replace("\xa0", " ") for message in response.context["messages"]] == [
        "Jesteś na tym kursie: odpowiedz na ćwiczenie tutaj, a odpowiedź zostanie zapisana."
    ]
    assert recorded() == before


@pytest.mark.parametrize("query", ["", "?answer=x"])
def test_an_answer_that_does_not_fit_any_more_leads_back_to_the_exercise(
    signed_in: Client, lesson: Lesson, learner: User, query: str
) -> None:
    address = f"/moja-nauka/lekcje/{lesson.pk}/cwiczenia/{lesson.exercises[0]}/zachowanie/"
    place = f"{lesson.get_url()}#cwiczenie-1"
    assert signed_in.get(f"{address}{query}")["Location"] == place
    form: dict[str, Any] = {"key": uuid4(), "answer": "x"}
    assert signed_in.post(address, form)["Location"] == place
    assert not Enrolment.objects.filter(user=learner).exists()
    assert signed_in.post(address, {"answer": "x"}).status_code == 404


def test_keeping_needs_a_token(lesson: Lesson, learner: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(learner, backend="django.contrib.auth.backends.ModelBackend")
    address = f"/moja-nauka/lekcje/{lesson.pk}/cwiczenia/{lesson.exercises[0]}/zachowanie/"
    assert client.post(address, {"key": uuid4(), "answer": option(lesson)}).status_code == 403
