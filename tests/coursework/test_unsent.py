"""A work sent after the session had ended: its text waits for whoever may write that work, and for nobody else."""

from datetime import timedelta
from urllib.parse import quote
from uuid import uuid4

import pytest
from allauth.account.models import EmailAddress
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from courses.coursework import services, unsent
from courses.coursework.models import Submission
from courses.coursework.states import Decision
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
NO_FILE = "Plik nie jest zachowany: dołącz go jeszcze raz."


@pytest.fixture
def page(written):
    return reverse("coursework:work", args=[written.pk])


@pytest.fixture(autouse=True)
def _no_session():
    Session.objects.all().delete()


def send(client, page, text=TEXT, **more):
    return client.post(page, {"text": text, "key": uuid4(), **more})


def sign_in(client, user, page):
    """By the site's own form, as people do."""
    user.set_password(PASSWORD)
    user.save()
    EmailAddress.objects.get_or_create(user=user, email=user.email, verified=True, primary=True)
    return client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD, "next": page}, follow=True)


def said(response):
    return [str(message).replace("\xa0", " ") for message in response.context["messages"]]


def let_an_hour_pass(client):
    session = client.session
    for item in session[unsent.KEY].values():
        item["until"] -= unsent.SECONDS
    session.save()


def test_the_text_waits_in_its_field_after_signing_in_and_is_shown_once(client, page, learner):
    response = send(client, page, TEXT.replace("\n", "\r\n"), file=upload("praca.pdf", PDF))
    assert (response.status_code, response["Location"]) == (302, f"{reverse('account_login')}?next={quote(page)}")
    response = client.get(response["Location"])
    assert said(response) == [
        KEPT,
        NO_FILE,
    ]
    assert "Opisuję potrzebę" not in response.text
    response = sign_in(client, learner, page)
    assert response.redirect_chain[-1][0] == page
    assert response.context["form"]["text"].value() == TEXT
    assert said(response)[-2:] == [
        WAITS,
        NO_FILE,
    ]
    assert not Submission.objects.exists()
    assert client.get(page).context["form"]["text"].value() == ""
    assert unsent.KEY not in client.session
    assert client.session.get_expiry_age() > timedelta(days=29).total_seconds()


def test_without_a_file_nothing_is_said_of_one(client, page, learner):
    assert said(client.get(send(client, page, action="draft").url)) == [KEPT]
    client.force_login(learner)
    assert said(client.get(page)) == [WAITS]


def test_it_is_handed_in_from_there_as_any_other(client, page, learner):
    send(client, page)
    client.force_login(learner)
    response = client.get(page)
    send(client, page, response.context["form"]["text"].value())
    assert Submission.objects.get().rounds.get().text == TEXT


@pytest.mark.parametrize("text", ["", " \r\n "])
def test_no_text_makes_no_session_and_sign_in_says_why_all_the_same(client, page, text):
    response = send(client, page, text)
    assert response.status_code == 302
    assert not Session.objects.exists()
    assert said(client.get(response.url)) == [
        "Bez zalogowania nic nie zostało zapisane. Zaloguj się i zrób to jeszcze raz."
    ]


def test_reading_without_signing_in_is_as_before(client, page):
    response = client.get(page)
    assert response["Location"] == f"{reverse('account_login')}?next={quote(page)}"
    assert said(client.get(response["Location"])) == []
    assert not Session.objects.exists()
    assert client.put(page).status_code == 405


def test_no_more_is_kept_than_a_work_may_be(client, page, learner):
    send(client, page, "ż" * (services.LONGEST_TEXT + 1))
    client.force_login(learner)
    assert client.get(page).context["form"]["text"].value() == "ż" * services.LONGEST_TEXT


def test_each_work_gets_its_own_and_only_the_last_three_are_kept(client, cohort, learner):
    pages = [
        reverse("coursework:work", args=[factories.WrittenFactory.create(cohort=cohort).pk]) for _number in range(4)
    ]
    for number, page in enumerate(pages):
        send(client, page, f"Praca {number}")
    send(client, pages[3], "Praca 3 jeszcze raz")
    client.force_login(learner)
    shown = [client.get(page).context["form"]["text"].value() for page in pages]
    assert shown == ["", "Praca 1", "Praca 2", "Praca 3 jeszcze raz"]


def test_after_an_hour_it_is_gone_and_so_is_the_session(client, page, learner):
    send(client, page)
    assert client.session.get_expiry_age() == unsent.SECONDS
    (item,) = client.session[unsent.KEY].values()
    assert item["text"] == TEXT
    assert 0 < item["until"] - timezone.now().timestamp() <= 3600
    let_an_hour_pass(client)
    client.force_login(learner)
    assert unsent.KEY not in client.session
    assert client.get(page).context["form"]["text"].value() == ""


def test_after_an_hour_it_is_not_shown_to_somebody_who_signed_in_before(client, page, learner):
    send(client, page)
    client.force_login(learner)
    let_an_hour_pass(client)
    assert client.get(page).context["form"]["text"].value() == ""
    assert unsent.KEY not in client.session


@pytest.mark.parametrize("somebody", ["stranger", "lead", "coordinator", "member of another group"])
def test_whoever_may_not_write_the_work_sees_nothing_of_it(client, page, lead, somebody):
    people = {
        "stranger": factories.UserFactory.create,
        "lead": lambda: lead,
        "coordinator": factories.coordinator,
        "member of another group": lambda: factories.member(factories.CohortFactory.create()),
    }
    send(client, page)
    response = sign_in(client, people[somebody](), page)
    assert response.status_code == 404
    assert "Opisuję potrzebę" not in response.text
    assert unsent.KEY not in client.session
    assert client.session.get_expiry_age() > unsent.SECONDS


def test_a_work_that_is_handed_in_already_takes_nothing(client, page, learner, written):
    handed_in(written, learner, text="Oddana")
    send(client, page)
    client.force_login(learner)
    response = client.get(page)
    assert response.context["form"] is None
    assert "Opisuję potrzebę" not in response.text
    assert unsent.KEY not in client.session


def test_what_was_written_last_goes_before_the_draft_and_the_returned_version(client, page, lead, learner, written):
    services.save_draft(by=learner, assignment=written, text="Wersja robocza")
    send(client, page)
    client.force_login(learner)
    assert client.get(page).context["form"]["text"].value() == TEXT
    assert client.get(page).context["form"]["text"].value() == "Wersja robocza"
    services.review(
        by=lead, round=handed_in(written, learner, text="Oddana"), decision=Decision.RETURNED, comment="Popraw."
    )
    client.logout()
    send(client, page)
    client.force_login(learner)
    assert client.get(page).context["form"]["text"].value() == TEXT
    assert client.get(page).context["form"]["text"].value() == "Oddana"


def test_asking_for_the_head_alone_does_not_take_it(client, page, learner):
    send(client, page)
    client.force_login(learner)
    client.head(page)
    assert client.get(page).context["form"]["text"].value() == TEXT


def test_signing_out_forgets_it(client, page, learner):
    send(client, page)
    client.force_login(learner)
    client.logout()
    client.force_login(learner)
    assert client.get(page).context["form"]["text"].value() == ""


def test_nothing_is_kept_without_a_token(page):
    client = Client(enforce_csrf_checks=True)
    assert send(client, page).status_code == 403
    assert not Session.objects.exists()
