"""The page of a completed course: the result, certificates and what next."""

from typing import Any

import pytest
from django.test import Client

from courses.learning import services
from courses.learning.models import Enrolment
from courses.learning.signals import result_requested
from people.models import User
from tests.courses_tree import lessons_of, make_course, make_programme
from tests.learning.steps import answer

pytestmark = pytest.mark.django_db


def test_a_completed_course_has_a_summary(learner: User, signed_in: Client) -> None:
    course, following = make_course(), make_course("Następny")
    make_programme("Cykl", course, following)
    first, second = lessons_of(course)
    services.enrol(user=learner, course=course)
    address = f"/moja-nauka/kursy/{course.pk}/podsumowanie/"
    answer(learner, first, choice=1)
    answer(learner, first)
    assert signed_in.get(address)["Location"] == course.get_url()
    answer(learner, second)
    for page in (str(second.get_url()), str(course.get_url()), "/moja-nauka/"):
        assert signed_in.get(page).text.count(f'href="{address}"') == 1
    html = signed_in.get(address).text.replace("\xa0", " ")
    assert "Ćwiczenia rozwiązane dobrze: 2 z 2, w tym za pierwszym razem: 1." in html
    assert f'<a class="button" href="{following.get_url()}">Następny kurs: Następny</a>' in html
    assert 'aria-label="Ukończone kursy: 1 z 2"' in html
    assert "Zaświadczenia" not in html


def test_the_summary_leads_to_the_certificate(learner: User, signed_in: Client) -> None:
    course = make_course(lessons=1)
    services.enrol(user=learner, course=course)
    answer(learner, lessons_of(course)[0])
    html = signed_in.get(f"/moja-nauka/kursy/{course.pk}/podsumowanie/").text
    enrolment = Enrolment.objects.get(user=learner, course=course)
    asked: list[tuple[Any, Any]] = result_requested.send(sender=Enrolment, enrolment=enrolment)
    ((_receiver, address),) = asked
    assert html.count(f'href="{address}"') == 1


def test_a_summary_is_the_learners_own(client: Client, learner: User) -> None:
    course = make_course(lessons=1)
    services.enrol(user=learner, course=course)
    answer(learner, lessons_of(course)[0])
    address = f"/moja-nauka/kursy/{course.pk}/podsumowanie/"
    assert client.get(address).status_code == 302
    other = User.objects.create_user("inna@example.org")
    client.force_login(other, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(address).status_code == 404
