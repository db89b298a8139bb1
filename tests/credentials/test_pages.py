"""Pages of certificates: the result of a course, one's own certificate, and checking a number."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from courses.credentials import services
from courses.credentials.evidence import evidence_of
from courses.credentials.models import Certificate, CourseCertificateRule
from courses.credentials.numbers import new_number
from courses.learning import services as learning
from publishing import limits
from tests.courses_tree import make_course, make_programme
from tests.coursework import factories
from tests.credentials.test_services import NAME, revoker

pytestmark = pytest.mark.django_db


def html_of(response):
    html = response.content.decode().replace("\xa0", " ")
    assert html.count("<h1") == 1
    return html


@pytest.fixture
def certificate(graduate, course):
    return services.issue(user=graduate, subject=course, name=NAME)


def checked(number, **options):
    return Client().get(reverse("credentials:check", args=[number]), **options)


def test_the_finish_of_a_course_issues_the_certificate_by_post_once_the_name_is_confirmed(graduate, course, signed_in):
    client, page = signed_in(graduate), reverse("credentials:course_result", args=[course.pk])
    assert NAME in html_of(client.get(page))
    assert Certificate.objects.count() == 0
    refused = client.post(page, {"name": NAME})
    assert (refused.status_code, Certificate.objects.count()) == (422, 0)
    done = client.post(page, {"name": NAME, "confirmed": "on"})
    made = Certificate.objects.get()
    assert done.url == reverse("credentials:certificate", args=[made.number])
    assert made.number in html_of(client.get(page))
    assert NAME in html_of(client.get(done.url))


def test_the_result_says_what_is_missing(learner, course, signed_in):
    learning.enrol(user=learner, course=course)
    html = html_of(signed_in(learner).get(reverse("credentials:course_result", args=[course.pk])))
    assert "Lekcja 0" in html
    assert "Lekcja 1" in html
    assert "confirmed" not in html


def test_there_is_no_result_for_others(course, signed_in):
    page = reverse("credentials:course_result", args=[course.pk])
    assert signed_in(factories.UserFactory.create()).get(page).status_code == 404
    assert Client().get(page).status_code == 302


def test_my_learning_lists_certificates(certificate, graduate, signed_in):
    html = html_of(signed_in(graduate).get(reverse("learning:home")))
    assert reverse("credentials:certificate", args=[certificate.number]) in html
    assert reverse("learning:summary", args=[certificate.course_id]) in html


def test_a_certificate_is_its_holder_s(certificate, signed_in):
    other = signed_in(factories.UserFactory.create())
    for name in ("certificate", "visibility", "reissue"):
        address = reverse(f"credentials:{name}", args=[certificate.number])
        response = other.get(address) if name == "certificate" else other.post(address, {"name": "full"})
        assert response.status_code == 404
    certificate.refresh_from_db()
    assert certificate.name_visibility == "initials"


@pytest.mark.parametrize(("chosen", "shown"), [("full", NAME), ("initials", "A. L.-W."), ("none", "")])
def test_checking_shows_no_more_than_the_holder_allows(certificate, graduate, signed_in, chosen, shown):
    address = reverse("credentials:visibility", args=[certificate.number])
    assert signed_in(graduate).post(address, {"name": chosen}).status_code == 302
    html = html_of(checked(certificate.number))
    assert [name for name in (NAME, "A. L.-W.") if name in html] == ([shown] if shown else [])
    assert "Nazywa potrzeby" not in html
    assert "Diagnoza potrzeb" in html


def test_checking_is_neither_indexed_nor_cached(certificate):
    response = checked(certificate.number)
    assert response["X-Robots-Tag"] == "noindex, noarchive"
    assert "no-store" in response["Cache-Control"]
    assert '<meta name="robots" content="noindex">' in html_of(response)
    assert "Nazywa potrzeby swojej gminy" in html_of(response)


def test_a_number_typed_in_any_way_leads_to_its_page(certificate):
    typed = certificate.number.replace("-", " ").lower()
    there = reverse("credentials:check", args=[certificate.number])
    assert Client().get(reverse("credentials:check_form"), {"numer": typed}).headers["Location"] == there
    assert checked(certificate.number.replace("-", "").lower()).headers["Location"] == there


def test_unknown_and_mistyped_numbers_are_told_apart(certificate):
    unknown = new_number(2026)
    assert checked(unknown).status_code == 404
    assert unknown in html_of(checked(unknown))
    wrong = Client().get(reverse("credentials:check_form"), {"numer": "PM-2026-AAAA-AAAA"})
    assert wrong.status_code == 422
    assert "PM-2026-AAAA-AAAA" in html_of(wrong)
    assert Client().get(reverse("credentials:check_form"), {"numer": ""}).status_code == 422


def test_a_revoked_certificate_says_why_and_names_nobody(certificate, graduate):
    services.choose_visibility(user=graduate, certificate=certificate, name="full", outcomes=True)
    services.revoke(by=revoker(), certificate=certificate, reason="Praca była cudza.")
    html = html_of(checked(certificate.number))
    assert "Praca była cudza." in html
    assert NAME not in html
    assert "Nazywa potrzeby" not in html


def test_a_replaced_certificate_tells_neither_name(certificate, graduate):
    services.choose_visibility(user=graduate, certificate=certificate, name="full", outcomes=True)
    graduate.last_name = "Nowa"
    graduate.save()
    made = services.reissue(user=graduate, certificate=certificate, name="Anna Nowa")
    html = html_of(checked(certificate.number))
    assert [text for text in (NAME, "Anna Nowa", made.number) if text in html] == []
    assert "Anna Nowa" in html_of(checked(made.number))


def test_an_expired_certificate_says_why(certificate):
    CourseCertificateRule.objects.update(valid_months=1, expiry_reason="x")
    type(certificate).objects.update(expires_on="2020-01-31")
    html = html_of(checked(certificate.number))
    assert "31 stycznia 2020" in html


def test_only_coordinators_revoke_on_the_site(certificate, signed_in):
    page = reverse("credentials:revoke", args=[certificate.number])
    assert signed_in(factories.trainer()).post(page, {"reason": "Powód"}).status_code == 403
    client = signed_in(revoker())
    assert page in html_of(client.get(reverse("credentials:check", args=[certificate.number])))
    assert client.post(page, {"reason": ""}).status_code == 422
    assert client.post(page, {"reason": "Powód"}).status_code == 302
    certificate.refresh_from_db()
    assert certificate.revocation_reason == "Powód"


def test_numbers_cannot_be_tried_out(certificate, settings):
    settings.POMOST_RATE_LIMITS = {"certificate": "2/m/ip"}
    limits.clear()
    answers = [checked(new_number(2026), REMOTE_ADDR="192.0.2.7").status_code for _ in range(3)]
    limits.clear()
    assert answers == [404, 404, 429]


def test_replacing_by_post_after_a_change_of_name(certificate, graduate, signed_in):
    graduate.last_name = "Nowa"
    graduate.save()
    client = signed_in(graduate)
    assert "Anna Nowa" in html_of(client.get(reverse("credentials:certificate", args=[certificate.number])))
    done = client.post(reverse("credentials:reissue", args=[certificate.number]), {"name": "Anna Nowa"})
    assert "Anna Nowa" in html_of(client.get(done.url))


def test_reading_the_result_of_a_programme_takes_as_many_queries_with_more_courses(graduate, course, caching):
    counts = []
    for number in (1, 3):
        programme = make_programme(
            f"Cykl {number}", course, *(make_course(f"K{number}{n}", lessons=1) for n in range(number))
        )
        with CaptureQueriesContext(connection) as queries:
            evidence_of(user=graduate, subject=programme)
        counts.append(len(queries))
    assert counts[0] == counts[1]
