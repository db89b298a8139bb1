"""The cookie of the last user: set by every way of signing in, deleted by signing out."""

from collections.abc import Callable

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal import auth as totp
from django.conf import settings
from django.core import mail
from django.http import HttpRequest
from django.test import Client, RequestFactory
from django.urls import reverse

from people.models import User
from people.returning import last_user
from tests.people.test_accounts import NEW, link_in, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def confirmed(make_user: Callable[..., User]) -> User:
    user = make_user("jola@example.org")
    EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)
    return user


def last_user_of(client: Client) -> User | None:
    request: HttpRequest = RequestFactory().get("/")
    request.COOKIES.update({name: morsel.value for name, morsel in client.cookies.items()})
    return last_user(request)


def test_signing_in_sets_the_cookie_and_signing_out_deletes_it(client: Client, confirmed: User) -> None:
    assert last_user_of(client) is None
    sign_in(client, confirmed.email)
    assert last_user_of(client) == confirmed
    client.get(reverse("account_logout"))
    assert last_user_of(client) == confirmed
    client.post(reverse("account_logout"))
    assert last_user_of(client) is None


def test_an_expired_session_keeps_the_cookie(client: Client, confirmed: User) -> None:
    sign_in(client, confirmed.email)
    client.session.flush()
    client.get("/")
    assert last_user_of(client) == confirmed


def test_a_new_account_gets_the_cookie_once_its_address_is_confirmed(client: Client) -> None:
    client.post(reverse("account_signup"), NEW)
    assert last_user_of(client) is None
    client.post(link_in(str(mail.outbox[0].body), "confirm-email"))
    assert last_user_of(client) == User.objects.get(email="ewelina@example.org")


def test_with_a_second_step_only_after_it(client: Client, confirmed: User) -> None:
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(confirmed, secret)
    sign_in(client, confirmed.email)
    assert last_user_of(client) is None
    code = totp.format_hotp_value(totp.hotp_value(secret, next(iter(totp.yield_hotp_counters_from_time()))))
    client.post(reverse("mfa_authenticate"), {"code": code})
    assert last_user_of(client) == confirmed


def test_the_next_user_replaces_it_and_an_inactive_one_is_ignored(
    client: Client, confirmed: User, make_user: Callable[..., User]
) -> None:
    sign_in(client, confirmed.email)
    client.cookies.pop(settings.SESSION_COOKIE_NAME)
    other = make_user("inna@example.org")
    EmailAddress.objects.create(user=other, email=other.email, primary=True, verified=True)
    sign_in(client, other.email)
    assert last_user_of(client) == other
    other.is_active = False
    other.save()
    assert last_user_of(client) is None
