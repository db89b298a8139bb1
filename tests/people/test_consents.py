"""Consents are given by version, withdrawn without a trace being lost, and asked for again when the wording changes."""

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import reverse

from people import consents, services
from people.consents import TERMS, Purpose, Wording
from people.errors import OutdatedWordingError, RequiredConsentError
from people.models import Consent, User
from tests.people.conftest import PASSWORD

pytestmark = pytest.mark.django_db

PAGE = "people:consents"
NEWS = Purpose("news", "Wiadomości o kursach", "Piszemy o nowych kursach.", (Wording("1", "Piszcie."),))


@pytest.fixture(autouse=True)
def _purposes() -> Iterator[None]:
    consents.register(NEWS)
    yield
    consents.register(TERMS)
    del consents._purposes["news"]


def new_terms() -> Purpose:
    changed = Purpose("terms", TERMS.label, TERMS.what_for, (*TERMS.wordings, Wording("2", "Nowy.")), required=True)
    consents.register(changed)
    return changed


def history(user: User) -> list[tuple[str, str, bool]]:
    rows = Consent.objects.filter(user=user).order_by("pk")
    return [(row.subject, row.wording, row.withdrawn_at is None) for row in rows]


def post(client: Client, purpose: str, action: str, wording: str = "") -> int:
    data = {"purpose": purpose, "action": action, "wording": wording}
    return client.post(reverse(PAGE), data).status_code


def test_a_consent_is_given_withdrawn_and_given_again(client: Client, confirmed: User) -> None:
    client.force_login(confirmed)
    assert post(client, "news", "give", "1") == 302
    assert post(client, "news", "give", "1") == 302
    assert history(confirmed) == [("news", "1", True)]
    assert post(client, "news", "withdraw") == 302
    assert post(client, "news", "withdraw") == 302
    assert post(client, "news", "give", "1") == 302
    assert history(confirmed) == [("news", "1", False), ("news", "1", True)]
    assert post(client, "research", "give", "1") == 404


def test_another_wording_than_the_one_that_was_read_is_refused(client: Client, confirmed: User) -> None:
    with pytest.raises(OutdatedWordingError):
        services.give_consent(by=confirmed, purpose="news", wording="0")
    with pytest.raises(RequiredConsentError):
        services.withdraw_consent(by=confirmed, purpose="terms")
    assert history(confirmed) == []


def sign_in(confirmed: User) -> str:
    client = Client()
    data = {"login": confirmed.email, "password": PASSWORD}
    return client.post(reverse("account_login"), data, follow=True).content.decode()


def test_a_new_wording_is_asked_for_at_the_next_sign_in_only_until_it_is_accepted(confirmed: User) -> None:
    link = f'<a href="{reverse(PAGE)}">'
    assert link not in sign_in(confirmed)
    services.give_consent(by=confirmed, purpose="terms", wording=TERMS.current.version)
    assert link not in sign_in(confirmed)
    terms = new_terms()
    client = Client()
    data = {"login": confirmed.email, "password": PASSWORD}
    shown = client.post(reverse("account_login"), data, follow=True)
    assert (shown.status_code, link in shown.content.decode()) == (200, True)
    assert link not in client.get(reverse("learning:home")).content.decode()  # once, and nothing is blocked
    assert client.get(reverse(PAGE)).status_code == 200
    assert history(confirmed) == [("terms", TERMS.current.version, True)]  # reading is no consent
    assert post(client, "terms", "give", terms.current.version) == 302
    assert link not in sign_in(confirmed)
    assert history(confirmed) == [("terms", TERMS.current.version, True), ("terms", "2", True)]


def test_a_change_of_consents_takes_a_post_of_the_user(client: Client, confirmed: User) -> None:
    assert post(client, "news", "give", "1") == 302
    client.force_login(confirmed)
    client.get(reverse(PAGE), {"purpose": "news", "action": "give", "wording": "1"})
    assert history(confirmed) == []
