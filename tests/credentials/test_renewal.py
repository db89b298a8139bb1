"""An expired certificate is renewed when its rule is met again, by its holder only."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from courses.activities.models import Answer
from courses.coursework.services import confirm_attendance
from courses.credentials import services
from courses.credentials.errors import CredentialError, NotMetError, NotOfferedError, NotPermittedError
from courses.credentials.models import Certificate, CourseCertificateRule, ProgrammeCertificateRule, State
from tests.courses_tree import lessons_of, make_programme
from tests.coursework import factories
from tests.credentials.conftest import complete
from tests.credentials.test_services import NAME
from tests.learning.steps import answer

pytestmark = pytest.mark.django_db
LONG_AGO = timedelta(days=400)


def expire(certificate):
    """As if it had been issued long ago and had expired since; so were the answers that it rests on."""
    now = timezone.now()
    Certificate.objects.filter(pk=certificate.pk).update(
        issued_at=now - timedelta(days=1), expires_on=timezone.localdate() - timedelta(days=1)
    )
    Answer.objects.of(certificate.user).update(created_at=now - LONG_AGO)
    return Certificate.objects.get(pk=certificate.pk)


@pytest.fixture
def expired(graduate, course):
    CourseCertificateRule.objects.update(valid_months=12, expiry_reason="Prawo się zmienia.")
    return expire(services.issue(user=graduate, subject=course, name=NAME))


def checked(number):
    return Client().get(reverse("credentials:check", args=[number])).text.replace("\xa0", " ")


def test_its_holder_is_led_to_a_new_one(expired, graduate, course):
    client = Client()
    client.force_login(graduate, "django.contrib.auth.backends.ModelBackend")
    result = reverse("credentials:course_result", args=[course.pk])
    page = client.get(reverse("credentials:certificate", args=[expired.number])).text.replace("\xa0", " ")
    for html in (client.get("/moja-nauka/").text.replace("\xa0", " "), page):
        assert f'href="{result}">Zobacz, czego wymaga nowe</a>' in html
        assert "Było ważne do" in html
    assert f'class="button second" href="{reverse("credentials:pdf", args=[expired.number])}"' in page


def test_the_address_of_the_old_one_leads_its_holder_to_the_new_one(expired, graduate, course):
    answer(graduate, lessons_of(course)[1])
    made = services.renew(user=graduate, certificate=expired, name=NAME)
    old, new = (reverse("credentials:certificate", args=[number]) for number in (expired.number, made.number))
    client = Client()
    client.force_login(graduate, "django.contrib.auth.backends.ModelBackend")
    assert client.get(old).headers["Location"] == new
    client.force_login(factories.UserFactory.create(), "django.contrib.auth.backends.ModelBackend")
    assert client.get(old).status_code == 404


def test_what_was_done_before_does_not_renew_it(expired, graduate):
    with pytest.raises(NotMetError) as refused:
        services.renew(user=graduate, certificate=expired, name=NAME)
    assert [item.need.value for item in refused.value.missing] == ["again"]
    assert list(Certificate.objects.all()) == [expired]


def test_a_right_answer_since_renews_it_with_another_number(expired, graduate, course):
    services.choose_visibility(user=graduate, certificate=expired, name="full", outcomes=False)
    answer(graduate, lessons_of(course)[1])
    made = services.renew(user=graduate, certificate=expired, name=NAME)
    expired.refresh_from_db()
    assert (made.state, made.content.issued_on, made.replaces) == (State.VALID, timezone.localdate(), expired)
    assert made.expires_on is not None
    assert made.expires_on > timezone.localdate() + timedelta(days=360)
    assert (made.name_visibility, made.outcomes_visible) == ("full", False)
    assert (expired.state, expired.content.name, expired.renewed_as) == (State.REPLACED, "", made.number)
    assert list(Certificate.objects.of(graduate)) == [made]
    assert services.renew(user=graduate, certificate=expired, name=NAME) == made
    assert ModelLogEntry.objects.filter(action="credentials.renew", object_id=str(made.pk)).count() == 1


def test_a_wrong_answer_does_not(expired, graduate, course):
    answer(graduate, lessons_of(course)[0], choice=1)
    with pytest.raises(NotMetError):
        services.renew(user=graduate, certificate=expired, name=NAME)


def test_a_score_counts_answers_since_only(expired, graduate, course):
    CourseCertificateRule.objects.update(minimum_score=100)
    first, second = lessons_of(course)
    answer(graduate, first)
    with pytest.raises(NotMetError) as refused:
        services.renew(user=graduate, certificate=expired, name=NAME)
    assert [(item.need.value, item.have, item.wanted) for item in refused.value.missing] == [("score", 50, 100)]
    answer(graduate, second)
    assert services.renew(user=graduate, certificate=expired, name=NAME).content.percent == 100


@pytest.mark.parametrize(("days", "renewed"), [(400, False), (0, True)])
def test_attendance_counts_in_a_group_joined_since(expired, graduate, course, days, renewed):
    trainer = factories.trainer()
    cohort = factories.CohortFactory.create(course=course, trainers=[trainer])
    factories.member(cohort, graduate)
    confirm_attendance(by=trainer, cohort=cohort, user=graduate, confirmed=True)
    graduate.cohort_memberships.update(created_at=timezone.now() - timedelta(days=days))
    try:
        made = services.renew(user=graduate, certificate=expired, name=NAME)
    except NotMetError:
        made = None
    assert (made is not None) is renewed


def test_a_programme_is_renewed_too(graduate, course):
    programme = make_programme("Cykl", course)
    ProgrammeCertificateRule.objects.create(page=programme)
    old = expire(services.issue(user=graduate, subject=programme, name=NAME))
    answer(graduate, lessons_of(course)[0])
    made = services.renew(user=graduate, certificate=old, name=NAME)
    assert (made.programme, made.course, made.replaces) == (programme, None, old)


def test_with_another_name_the_old_number_does_not_tell_the_new_one(expired, graduate, course):
    answer(graduate, lessons_of(course)[0])
    graduate.last_name = "Wrona"
    graduate.save()
    made = services.renew(user=graduate, certificate=expired, name="Anna Wrona")
    html = checked(expired.number)
    assert "To zaświadczenie zostało zastąpione" in html
    assert (made.number in html, NAME in html) == (False, False)


@pytest.mark.parametrize("state", ["valid", "revoked"])
def test_only_an_expired_one_is_renewed(graduate, course, state):
    made = services.issue(user=graduate, subject=course, name=NAME)
    if state == "revoked":
        Certificate.objects.filter(pk=made.pk).update(revoked_at=timezone.now(), revocation_reason="Cudza praca.")
    answer(graduate, lessons_of(course)[0])
    with pytest.raises(CredentialError):
        services.renew(user=graduate, certificate=made, name=NAME)
    assert Certificate.objects.count() == 1


@pytest.mark.parametrize("gone", ["rule", "course"])
def test_what_is_no_longer_offered_is_not_renewed(expired, graduate, course, gone):
    if gone == "rule":
        CourseCertificateRule.objects.all().delete()
    else:
        course.unpublish()
    with pytest.raises(NotOfferedError):
        services.renew(user=graduate, certificate=expired, name=NAME)


@pytest.mark.parametrize("who", ["another learner", "trainer", "coordinator", "administrator"])
def test_nobody_else_renews_it(expired, course, who):
    by = {
        "another learner": factories.UserFactory.create,
        "trainer": factories.trainer,
        "coordinator": factories.coordinator,
        "administrator": lambda: factories.UserFactory.create(is_superuser=True),
    }[who]()
    with pytest.raises(NotPermittedError):
        services.renew(user=by, certificate=expired, name=by.get_full_name())
    complete(by, course)  # the form of their own result gives them one of their own
    client = Client()
    client.force_login(by, backend="django.contrib.auth.backends.ModelBackend")
    page = reverse("credentials:course_result", args=[course.pk])
    client.post(page, {"name": by.get_full_name(), "confirmed": "on"})
    expired.refresh_from_db()
    assert expired.state == State.EXPIRED


def test_the_pages_lead_from_the_expired_one_to_the_new_one(expired, graduate, course, signed_in):
    client, page = signed_in(graduate), reverse("credentials:course_result", args=[course.pk])
    own = client.get(reverse("credentials:certificate", args=[expired.number])).text
    assert own.count(f'href="{page}"') == 1
    before = client.get(page).text.replace("\xa0", " ")
    assert expired.number in before
    assert "confirmed" not in before
    answer(graduate, lessons_of(course)[0])
    assert "confirmed" in client.get(page).text
    done = client.post(page, {"name": NAME, "confirmed": "on"})
    made = Certificate.objects.get(replaces=expired)
    assert done.url == reverse("credentials:certificate", args=[made.number])
    html = checked(expired.number)
    assert f'<a href="{reverse("credentials:check", args=[made.number])}">{made.number}</a>' in html
    assert "zastąpione przez zaświadczenie" in html
