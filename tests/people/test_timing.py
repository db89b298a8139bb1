"""Neither a response nor its time reveals who has an account, with the slow password hasher of production."""

from collections.abc import Callable, Iterator
from itertools import count
from statistics import median
from time import thread_time
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from people.models import Consent, User
from tests.people.conftest import PASSWORD

pytestmark = pytest.mark.django_db

TRIES = 7
RATIO = 1.5
"""The ratio of the longer of two medians to the shorter; without the same work for both it is 5 and more."""

PRODUCTION_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
_numbers = count()


@pytest.fixture
def production_hashers(settings: Any) -> None:
    settings.PASSWORD_HASHERS = PRODUCTION_HASHERS


@pytest.fixture
def accounts(production_hashers: None, make_user: Callable[..., User]) -> list[str]:
    """Confirmed addresses of users."""
    password = make_password(PASSWORD)
    addresses = [f"znana{number}@example.org" for number in range(TRIES + 1)]
    for address in addresses:
        user = User.objects.create(email=address, password=password)
        EmailAddress.objects.create(user=user, email=address, primary=True, verified=True)
    return addresses


def unknown() -> Iterator[str]:
    return (f"nieznana{next(_numbers)}@example.org" for _try in range(TRIES + 1))


def ratio_of(one: Callable[[str], Any], known: list[str], *, status: int) -> float:
    """The ratio of the response times for known and unknown addresses, measured in turns; each response is one of
    ``status``, because requests that are refused take equally long too.

    Processor time, because other processes of the machine make one of two equal requests take longer.
    """
    times: dict[bool, list[float]] = {True: [], False: []}
    for number, pair in enumerate(zip(known, unknown(), strict=True)):
        for is_known, address in zip((True, False), pair, strict=True):
            start = thread_time()
            assert one(address).status_code == status
            if number:  # the first of each loads templates
                times[is_known].append(thread_time() - start)
    of_known, of_unknown = median(times[True]), median(times[False])
    print(f"known {of_known * 1000:.0f} ms, unknown {of_unknown * 1000:.0f} ms")
    return max(of_known, of_unknown) / min(of_known, of_unknown)


def sign_up(email: str) -> Any:
    data = {
        "first_name": "Ewa",
        "last_name": "Nowak",
        "email": email,
        "password1": PASSWORD,
        "of_age": "on",
        "terms": "on",
    }
    return Client().post(reverse("account_signup"), data)


def sign_in(email: str) -> Any:
    return Client().post(reverse("account_login"), {"login": email, "password": "zgaduje-haslo-1"})


def test_signing_up_takes_as_long_for_a_known_address(accounts: list[str]) -> None:
    assert ratio_of(sign_up, accounts, status=302) < RATIO


def test_signing_in_takes_as_long_for_an_unknown_address(accounts: list[str]) -> None:
    assert ratio_of(sign_in, accounts, status=200) < RATIO


@pytest.mark.usefixtures("accounts")
def test_a_new_password_is_asked_for_with_the_same_work_and_one_email() -> None:
    """Compares the queries, because the times here are only milliseconds."""
    work, emails = [], []
    for address in ("znana1@example.org", "nieznana@example.org"):
        mail.outbox.clear()
        with CaptureQueriesContext(connection) as queries:
            response = Client().post(reverse("account_reset_password"), {"email": address})
        assert (response.status_code, response["Location"]) == (302, reverse("account_reset_password_done"))
        verbs = [query["sql"].split()[0] for query in queries]
        work.append([verb for verb in verbs if verb in ("INSERT", "UPDATE", "DELETE")])
        emails.append([message.to for message in mail.outbox])
    assert emails == [[["znana1@example.org"]], [["nieznana@example.org"]]]
    assert work[0] == work[1]


@pytest.mark.usefixtures("accounts")
def test_signing_up_answers_alike_and_sends_one_email() -> None:
    answers = []
    for address in ("znana1@example.org", "nieznana@example.org"):
        mail.outbox.clear()
        response = sign_up(address)
        answers.append((response.status_code, response["Location"], sorted(response.cookies), len(mail.outbox)))
    assert answers[0] == answers[1]


def test_two_who_sign_up_with_one_address_at_the_same_moment_get_the_same_answer(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The second form was checked before the first account was created."""
    sign_up("razem@example.org")
    mail.outbox.clear()
    from allauth.account.internal import flows

    monkeypatch.setattr(flows.manage_email, "email_already_exists", lambda email, **_options: (email, False))
    response = sign_up("razem@example.org")
    assert (response.status_code, response["Location"]) == (302, reverse("account_email_verification_sent"))
    assert User.objects.filter(email="razem@example.org").count() == 1
    assert Consent.objects.filter(user__email="razem@example.org").count() == 1
    assert [message.to for message in mail.outbox] == [["razem@example.org"]]
