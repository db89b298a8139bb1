"""Somebody under 16 has an account only after a guardian agreed; what is kept of the guardian is the day."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from django.urls import reverse

from people import guardians
from people.models import Consent, GuardianConsent, User
from pomost.logs import without_secrets
from tests.people.conftest import PASSWORD

pytestmark = pytest.mark.django_db

CHILD, PARENT = "kuba@example.org", "mama@example.org"
FORM = {
    "first_name": "Kuba",
    "last_name": "Nowak",
    "email": CHILD,
    "password1": PASSWORD,
    "guardian_email": PARENT,
    "terms": "on",
}


def sign_up(client: Client, **changed: str) -> Any:
    return client.post(reverse("people:signup_with_guardian"), {**FORM, **changed})


def link() -> str:
    found = re.search(r"https?://[^/\s]+(/konto/opiekun/\S+)", str(mail.outbox[-1].body))
    assert found
    return found.group(1)


def signs_in(email: str = CHILD) -> bool:
    client = Client()
    client.post(reverse("account_login"), {"login": email, "password": PASSWORD})
    return "_auth_user_id" in client.session


def test_the_account_waits_for_the_guardian_and_then_for_the_address(client: Client) -> None:
    response = sign_up(client)
    assert (response.status_code, response["Location"]) == (302, reverse("people:guardian_asked"))
    assert client.get(response["Location"]).status_code == 200
    assert [message.to for message in mail.outbox] == [[PARENT]]
    child = User.objects.get(email=CHILD)
    assert (child.is_active, signs_in()) == (False, False)
    page = link()
    assert without_secrets(f"GET {page} 200") == "GET /konto/opiekun/***/ 200"
    assert Client().get(page).status_code == 200
    assert not User.objects.get(email=CHILD).is_active  # reading the page is no consent
    mail.outbox.clear()
    assert Client().post(page, {"action": "agree"}).status_code == 200
    assert Client().post(page, {"action": "agree"}).status_code == 200
    child.refresh_from_db()
    consent = GuardianConsent.objects.get(user=child)
    assert (child.is_active, consent.email, consent.given_at is not None) == (True, "", True)
    assert [message.to for message in mail.outbox] == [[CHILD]]
    assert not signs_in()  # the address is not confirmed yet
    EmailAddress.objects.filter(user=child).update(verified=True)
    assert signs_in()
    assert Consent.objects.filter(user=child).count() == 1


def test_a_refusal_deletes_everything_and_cannot_follow_a_consent(client: Client) -> None:
    sign_up(client)
    page = link()
    assert "usunięte" in client.post(page, {"action": "refuse"}).content.decode()
    assert not User.objects.filter(email=CHILD).exists()
    assert client.get(page).status_code == 404
    sign_up(client)
    page = link()
    client.post(page, {"action": "agree"})
    client.post(page, {"action": "refuse"})
    assert User.objects.filter(email=CHILD, is_active=True).exists()


def test_the_link_is_of_one_account_and_works_for_some_time(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    sign_up(client)
    page = link()
    assert client.post(page[:-3] + "xx/", {"action": "agree"}).status_code == 404
    monkeypatch.setattr(guardians, "LINK_WORKS", timedelta(seconds=-1))
    assert client.post(page, {"action": "agree"}).status_code == 404
    assert not User.objects.get(email=CHILD).is_active


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"guardian_email": CHILD.upper()}, "guardian_email"),
        ({"guardian_email": ""}, "guardian_email"),
        ({"terms": ""}, "terms"),
    ],
)
def test_the_guardian_is_somebody_else(client: Client, changed: dict[str, str], field: str) -> None:
    response = sign_up(client, **changed)
    assert list(response.context["form"].errors) == [field]
    assert not User.objects.filter(email=CHILD).exists()


def test_without_a_word_of_the_age_there_is_no_account_and_the_other_way_is_shown(client: Client) -> None:
    data = {name: value for name, value in FORM.items() if name != "guardian_email"}
    response = client.post(reverse("account_signup"), data)
    assert list(response.context["form"].errors) == ["of_age"]
    assert f'href="{reverse("people:signup_with_guardian")}"' in response.content.decode()


def test_a_known_address_gets_the_same_answer_and_one_email(client: Client, confirmed: User) -> None:
    answers = []
    for email in (confirmed.email, CHILD):
        mail.outbox.clear()
        other = Client()
        response = sign_up(other, email=email)
        answers.append((response.status_code, response["Location"], sorted(response.cookies), len(mail.outbox)))
    assert answers[0] == answers[1]
    assert confirmed.is_active
    assert [message.to for message in mail.outbox] == [[PARENT]]


def test_nobody_floods_a_guardian(client: Client, make_user: Callable[..., User], settings: Any) -> None:
    settings.POMOST_RATE_LIMITS = {"guardian_email": "3/d/key"}
    statuses = [sign_up(client, email=f"dziecko{number}@example.org").status_code for number in range(4)]
    assert statuses == [302, 302, 302, 429]
    assert User.objects.filter(email__startswith="dziecko").count() == 3
