"""Texts posted after the session has expired: stored for the user of the session only."""

import time
from datetime import timedelta
from urllib.parse import quote
from uuid import uuid4

import pytest
from allauth.account.models import EmailAddress
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localtime

from courses.coursework import services
from courses.coursework.models import Submission, UnsentText
from courses.coursework.states import Decision
from publishing.signals import housekeeping
from tests.coursework import factories
from tests.coursework.factories import PASSWORD, PDF, handed_in, upload

pytestmark = pytest.mark.django_db

TEXT = "  Opisuję potrzebę.\n\nSkąd o niej wiem?\n"
KEPT = (
    "Sesja wygasła, więc praca nie została wysłana. "
    "Tekst jest zachowany przez godzinę: zaloguj się, a wróci do swojego pola."
)
WAITS = (
    "Tekst napisany przed zalogowaniem czeka w polu poniżej. "
    "Praca nie jest jeszcze oddana: oddaj ją albo zapisz wersję roboczą."
)
NOT_SENT = "Praca nie została wysłana"
NO_FILE = "Plik nie jest zachowany: dołącz go jeszcze raz."


@pytest.fixture
def page(written):
    return reverse("coursework:submission", args=[written.pk])


@pytest.fixture
def back(client, page, learner):
    """The learner's browser after the session has ended."""
    sign_in(client, learner, page)
    end_session(client)
    return client


def end_session(client):
    Session.objects.all().delete()


def send(client, page, text=TEXT, **more):
    return client.post(page, {"text": text, "key": uuid4(), **more})


def sign_in(client, user, page):
    """Signs in by the form of the site."""
    user.set_password(PASSWORD)
    user.save()
    EmailAddress.objects.get_or_create(user=user, email=user.email, verified=True, primary=True)
    return client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD, "next": page}, follow=True)


def said(response):
    return [str(message).replace("\xa0", " ") for message in response.context["messages"]]


def let_pass(seconds):
    for stored in UnsentText.objects.all():
        stored.saved_at -= timedelta(seconds=seconds)
        stored.save()


def shown(client, page):
    return client.get(page).context["form"]["text"].value()


def test_the_text_is_in_its_field_after_signing_in_once(back, page, learner):
    response = send(back, page, TEXT.replace("\n", "\r\n"), file=upload("praca.pdf", PDF))
    assert (response.status_code, response["Location"]) == (302, f"{reverse('account_login')}?next={quote(page)}")
    response = back.get(response["Location"])
    assert said(response)[-2:] == [KEPT, NO_FILE]
    assert "Opisuję potrzebę" not in response.text
    response = sign_in(back, learner, page)
    assert response.redirect_chain[-1][0] == page
    assert response.context["form"]["text"].value() == TEXT
    assert said(response)[-2:] == [WAITS, NO_FILE]
    assert not Submission.objects.exists()
    assert shown(back, page) == ""
    assert not UnsentText.objects.exists()


def test_without_a_file_no_message_mentions_one(back, page, learner):
    assert said(back.get(send(back, page, action="draft").url))[-1] == KEPT
    back.force_login(learner)
    assert said(back.get(page))[-1] == WAITS


def test_it_is_handed_in_from_there_as_any_other(back, page, learner):
    send(back, page)
    back.force_login(learner)
    send(back, page, shown(back, page))
    assert Submission.objects.get().rounds.get().text == TEXT


def test_storing_it_creates_no_session(back, page):
    send(back, page)
    assert not Session.objects.exists()
    assert UnsentText.objects.count() == 1


@pytest.mark.parametrize("text", ["", " \r\n "])
def test_an_empty_text_is_not_stored_and_the_sign_in_says_so(back, page, text):
    response = send(back, page, text)
    assert response.status_code == 302
    assert not Session.objects.exists()
    assert not UnsentText.objects.exists()
    assert said(back.get(response.url))[-1] == (
        "Bez zalogowania nic nie zostało zapisane. Zaloguj się i zrób to jeszcze raz."
    )


def test_reading_without_signing_in_is_as_before(client, page):
    response = client.get(page)
    assert response["Location"] == f"{reverse('account_login')}?next={quote(page)}"
    assert said(client.get(response["Location"])) == []
    assert not Session.objects.exists()
    assert client.put(page).status_code == 405


def assert_given_back(response, page):
    """Nothing is stored; the page says so and shows the text."""
    assert response.status_code == 403
    assert NOT_SENT in response.text.replace("\xa0", " ")
    assert f'<textarea id="typed" aria-describedby="typed-help" rows="14" readonly>\n{TEXT}' in response.text
    assert f'href="{reverse("account_login")}?next={quote(page, safe="")}"' in response.text
    assert "no-store" in response["Cache-Control"]
    assert not UnsentText.objects.exists()
    assert not Session.objects.exists()


def test_without_a_cookie_nothing_is_stored_and_the_text_is_shown(client, page):
    assert_given_back(send(client, page), page)
    assert NO_FILE in send(client, page, file=upload("praca.pdf", PDF)).text.replace("\xa0", " ")


def test_nothing_is_stored_for_an_unknown_assignment(back, page, written):
    other = reverse("coursework:submission", args=[written.pk + 999])
    assert_given_back(send(back, other), other)


@pytest.mark.parametrize("number", ["9" * 25, str(2**63), "0"])
def test_an_impossible_id_is_not_found(back, client, number):
    for visitor in (back, client):
        assert visitor.get(f"/prace/{number}/").status_code == 404
        assert visitor.post(f"/prace/{number}/", {"text": TEXT}).status_code == 404


@pytest.mark.parametrize("person", ["outsider", "lead", "coordinator", "member of another group", "closed account"])
def test_nothing_is_stored_without_permission(client, page, lead, learner, person):
    people = {
        "outsider": factories.UserFactory.create,
        "lead": lambda: lead,
        "coordinator": factories.coordinator,
        "member of another group": lambda: factories.member(factories.CohortFactory.create()),
        "closed account": lambda: learner,
    }
    user = people[person]()
    sign_in(client, user, page)
    end_session(client)
    if person == "closed account":
        user.is_active = False
        user.save()
    assert_given_back(send(client, page), page)


def test_a_forged_cookie_is_ignored(client, page, learner):
    for value in (str(learner.pk), f"{learner.pk}:1abc:made-up", ""):
        client.cookies["person"] = value
        assert_given_back(send(client, page), page)


def test_a_cookie_of_ninety_days_ago_is_ignored(back, page, monkeypatch):
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + 90 * 24 * 60 * 60 + 60)
    assert_given_back(send(back, page), page)


def test_the_next_learner_of_the_group_at_that_computer_does_not_see_it(back, page, cohort, learner):
    send(back, page)
    next_one = factories.member(cohort)
    response = sign_in(back, next_one, page)
    assert response.context["form"]["text"].value() == ""
    assert "Opisuję potrzebę" not in response.text
    end_session(back)
    send(back, page, "Tekst następnej osoby")
    sign_in(back, learner, page)
    assert list(UnsentText.objects.values_list("user", "text")) == [(next_one.pk, "Tekst następnej osoby")]


def test_a_stored_text_is_truncated(back, page, learner):
    send(back, page, "ż" * (services.LONGEST_TEXT + 1))
    back.force_login(learner)
    assert shown(back, page) == "ż" * services.LONGEST_TEXT


def test_each_assignment_has_one_text_the_last_one(back, cohort, learner):
    pages = [
        reverse("coursework:submission", args=[factories.WrittenAssignmentFactory.create(cohort=cohort).pk])
        for _number in range(2)
    ]
    for number, page in enumerate(pages):
        send(back, page, f"Praca {number}")
    send(back, pages[1], "Praca 1 jeszcze raz")
    assert UnsentText.objects.count() == 2
    back.force_login(learner)
    assert [shown(back, page) for page in pages] == ["Praca 0", "Praca 1 jeszcze raz"]


def test_it_expires_after_an_hour(back, page, learner):
    send(back, page)
    let_pass(3590)
    housekeeping.send(sender=None)
    assert UnsentText.objects.count() == 1
    let_pass(10)
    back.force_login(learner)
    assert shown(back, page) == ""
    assert not UnsentText.objects.exists()


def test_housekeeping_and_the_next_text_delete_expired_ones(back, cohort, page, learner):
    send(back, page)
    let_pass(3600)
    housekeeping.send(sender=None)
    assert not UnsentText.objects.exists()
    send(back, page)
    let_pass(3600)
    other = factories.WrittenAssignmentFactory.create(cohort=cohort)
    send(back, reverse("coursework:submission", args=[other.pk]))
    assert [stored.assignment for stored in UnsentText.objects.all()] == [other]


def test_the_number_of_texts_of_an_address_is_limited(back, page, settings):
    settings.POMOST_RATE_LIMITS = {"unsent_text": "2/h/ip"}
    assert [send(back, page).status_code for _number in range(3)] == [302, 302, 403]


def test_signing_out_ends_it(client, page, learner):
    sign_in(client, learner, page)
    assert client.cookies["person"].value
    client.post(reverse("account_logout"))
    assert client.cookies["person"].value == ""
    assert_given_back(send(client, page), page)


def test_the_cookie_is_for_this_site_alone(client, page, learner, settings):
    sign_in(client, learner, page)
    cookie = client.cookies["person"]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"], cookie["domain"]) == (True, "Lax", "/", "")
    assert cookie["max-age"] == 90 * 24 * 60 * 60
    settings.POMOST_PERSON_COOKIE, settings.SESSION_COOKIE_SECURE = "__Host-person", True
    sign_in(Client(), learner, page)
    other = Client()
    sign_in(other, learner, page)
    assert other.cookies["__Host-person"]["secure"] is True


def test_it_is_shown_for_copying_once_submitted(back, page, learner, lead, written):
    submitted = handed_in(written, learner, text="Oddana")
    send(back, page)
    back.force_login(learner)
    saved_at = localtime(UnsentText.objects.get().saved_at)
    for _time in range(2):
        response = back.get(page)
        assert response.context["form"] is None
        assert f'<textarea id="unsent" aria-describedby="unsent-help" rows="14" readonly>\n{TEXT}' in response.text
        assert f"Do {saved_at + timedelta(hours=1):%H:%M} (czas warszawski)" in response.text.replace("\xa0", " ")
    services.review(by=lead, round=submitted, decision=Decision.RETURNED, comment="Popraw.")
    assert shown(back, page) == TEXT
    send(back, page, "Poprawiona")
    assert back.get(page).context["unsent"] is None


def test_what_is_shown_for_copying_expires_after_an_hour_and_is_its_authors(back, page, cohort, learner, written):
    handed_in(written, learner, text="Oddana")
    other = factories.member(cohort)
    handed_in(written, other, text="Inna")
    send(back, page)
    back.force_login(other)
    assert "Opisuję potrzebę" not in back.get(page).text
    let_pass(3600)
    back.force_login(learner)
    assert "Opisuję potrzebę" not in back.get(page).text


def test_the_unsent_text_precedes_the_draft_and_the_returned_round(back, page, lead, learner, written):
    services.save_draft(by=learner, assignment=written, text="Wersja robocza")
    send(back, page)
    back.force_login(learner)
    assert shown(back, page) == TEXT
    assert shown(back, page) == "Wersja robocza"
    services.review(
        by=lead, round=handed_in(written, learner, text="Oddana"), decision=Decision.RETURNED, comment="Popraw."
    )
    end_session(back)
    send(back, page)
    back.force_login(learner)
    assert shown(back, page) == TEXT
    assert shown(back, page) == "Oddana"


def test_a_head_request_does_not_take_it(back, page, learner):
    send(back, page)
    back.force_login(learner)
    back.head(page)
    assert shown(back, page) == TEXT


def test_nothing_is_stored_without_a_csrf_token(page):
    client = Client(enforce_csrf_checks=True)
    assert send(client, page).status_code == 403
    assert not Session.objects.exists()
