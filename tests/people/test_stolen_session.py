"""A stolen session without the password takes over no account, and its owner gets an e-mail about every change."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks
from wagtail.models import ModelLogEntry

from people import roles
from people.models import User
from tests.people.conftest import PASSWORD, reauthenticate

pytestmark = pytest.mark.django_db

Make = Callable[..., User]
NEW = "zupelnie-nowe-haslo-5"


@pytest.fixture
def thief(confirmed: User) -> Client:
    """A client with a user's session, but without the password."""
    client = Client()
    client.force_login(confirmed)
    return client


def emails() -> list[tuple[str, str]]:
    """The recipient and the subject of each e-mail."""
    return [(message.to[0], str(message.subject)) for message in mail.outbox]


def addresses_of(user: User) -> list[tuple[str, bool, bool]]:
    return list(EmailAddress.objects.filter(user=user).order_by("email").values_list("email", "verified", "primary"))


@pytest.fixture
def with_second_address(confirmed: User) -> User:
    EmailAddress.objects.create(user=confirmed, email="druga@example.org", verified=True)
    return confirmed


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("account_email", {"action_add": "", "email": "zlodziej@example.org"}),
        ("account_email", {"action_primary": "", "email": "druga@example.org"}),
        ("account_email", {"action_remove": "", "email": "druga@example.org"}),
        ("mfa_activate_totp", {"code": "123456"}),
        ("mfa_generate_recovery_codes", {}),
    ],
)
def test_a_session_alone_changes_nothing_that_protects_the_account(
    thief: Client, with_second_address: User, name: str, data: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(totp, "validate_totp_code", lambda _secret, _code: True)
    before = addresses_of(with_second_address)
    response = thief.post(reverse(name), data)
    assert response.status_code == 302
    assert response["Location"].startswith(reverse("account_reauthenticate"))
    assert addresses_of(with_second_address) == before
    assert not Authenticator.objects.exists()
    assert mail.outbox == []


def test_a_session_alone_switches_no_second_step_off_and_reads_no_codes(thief: Client, confirmed: User) -> None:
    totp.TOTP.activate(confirmed, totp.generate_totp_secret())
    codes = RecoveryCodes.activate(confirmed)
    assert thief.post(reverse("mfa_deactivate_totp"))["Location"].startswith(reverse("account_reauthenticate"))
    for name in ("mfa_view_recovery_codes", "mfa_download_recovery_codes"):
        response = thief.get(reverse(name))
        assert codes.get_unused_codes()[0] not in response.content.decode()
    assert Authenticator.objects.filter(user=confirmed).count() == 2


def test_changing_the_password_requires_the_current_one(thief: Client, confirmed: User) -> None:
    wrong = {"oldpassword": "zgaduje-haslo-1", "password1": NEW, "password2": NEW}
    assert list(thief.post(reverse("account_change_password"), wrong).context["form"].errors) == ["oldpassword"]
    thief.get(reverse("account_set_password"))
    thief.post(reverse("account_set_password"), {"password1": NEW, "password2": NEW})
    confirmed.refresh_from_db()
    assert confirmed.check_password(PASSWORD)


def test_attempts_at_the_current_password_are_limited(thief: Client, settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"change_password": "5/m/user,20/h/user"}
    wrong = {"oldpassword": "zgaduje-haslo-1", "password1": NEW, "password2": NEW}
    answers = [thief.post(reverse("account_change_password"), wrong) for _attempt in range(6)]
    assert [answer.status_code for answer in answers] == [200] * 5 + [429]
    assert "<h1>Za dużo prób w\u00a0krótkim czasie</h1>" in answers[-1].content.decode()


def test_the_owner_goes_on_where_the_password_was_asked_for(thief: Client, confirmed: User) -> None:
    """What was posted before is executed afterwards, so nothing is typed twice."""
    asked = thief.post(reverse("account_email"), {"action_add": "", "email": "nowa@example.org"})
    response = thief.post(asked["Location"], {"password": PASSWORD})
    assert (response.status_code, response["Location"]) == (302, reverse("account_email"))
    assert addresses_of(confirmed) == [("jola@example.org", True, True), ("nowa@example.org", False, False)]


def test_typing_the_password_counts_for_a_quarter_of_an_hour(thief: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    reauthenticate(thief)
    assert thief.get(reverse("mfa_activate_totp")).status_code == 200
    now = timezone.now() + timedelta(minutes=16)
    monkeypatch.setattr("time.time", now.timestamp)
    assert thief.get(reverse("mfa_activate_totp")).status_code == 302


def test_the_main_address_is_notified_of_a_new_one(thief: Client, confirmed: User) -> None:
    reauthenticate(thief)
    thief.post(reverse("account_email"), {"action_add": "", "email": "nowa@example.org"})
    assert sorted(emails()) == [
        ("jola@example.org", "Pomost: Dodano adres e-mail"),
        ("nowa@example.org", "Pomost: Potwierdź adres e-mail"),
    ]
    notification = next(message for message in mail.outbox if message.to == ["jola@example.org"])
    assert "nowa@example.org" in str(notification.body)
    assert "127.0.0.1" in str(notification.body)


def test_the_old_address_is_notified_of_another_main_one_and_its_removal(
    thief: Client, with_second_address: User
) -> None:
    reauthenticate(thief)
    thief.post(reverse("account_email"), {"action_primary": "", "email": "druga@example.org"})
    assert emails() == [("jola@example.org", "Pomost: Zmieniono główny adres e-mail")]
    mail.outbox.clear()
    thief.post(reverse("account_email"), {"action_remove": "", "email": "jola@example.org"})
    assert sorted(emails()) == [
        ("druga@example.org", "Pomost: Usunięto adres e-mail"),
        ("jola@example.org", "Pomost: Usunięto adres e-mail"),
    ]


def test_an_unconfirmed_address_is_not_notified_of_its_removal(thief: Client, confirmed: User) -> None:
    EmailAddress.objects.create(user=confirmed, email="cudza@example.org")
    reauthenticate(thief)
    thief.post(reverse("account_email"), {"action_remove": "", "email": "cudza@example.org"})
    assert emails() == [("jola@example.org", "Pomost: Usunięto adres e-mail")]


def test_a_changed_password_is_notified_and_ends_the_other_sessions(thief: Client, confirmed: User) -> None:
    other = Client()
    other.force_login(confirmed)
    data = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    assert thief.post(reverse("account_change_password"), data).status_code == 302
    assert emails() == [("jola@example.org", "Pomost: Zmieniono hasło")]
    assert thief.get(reverse("people:account")).status_code == 200
    assert other.get(reverse("people:account")).status_code == 302


def test_a_password_set_by_a_link_is_notified_and_ends_all_sessions(thief: Client, confirmed: User) -> None:
    Client().post(reverse("account_reset_password"), {"email": confirmed.email})
    link = next(word for word in str(mail.outbox[0].body).split() if "password/reset/key" in word)
    owner = Client()
    form = owner.get(link.removeprefix("http://testserver"), follow=True)
    owner.post(form.redirect_chain[-1][0], {"password1": NEW, "password2": NEW})
    assert emails()[1:] == [("jola@example.org", "Pomost: Zmieniono hasło")]
    assert thief.get(reverse("people:account")).status_code == 302


def test_every_change_of_two_factor_authentication_is_notified(
    thief: Client,
    confirmed: User,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    monkeypatch.setattr(totp, "validate_totp_code", lambda _secret, _code: True)
    reauthenticate(thief)
    thief.get(reverse("mfa_activate_totp"))
    for name, data in (
        ("mfa_activate_totp", {"code": "123456"}),
        ("mfa_generate_recovery_codes", {}),
        ("mfa_deactivate_totp", {}),
    ):
        with django_capture_on_commit_callbacks(execute=True):
            thief.post(reverse(name), data)
    assert emails() == [
        ("jola@example.org", "Pomost: Logowanie dwuetapowe jest włączone"),
        ("jola@example.org", "Pomost: Utworzono nowe kody zapasowe"),
        ("jola@example.org", "Pomost: Logowanie dwuetapowe jest wyłączone"),
    ]


def test_emails_about_changes_say_when_in_words(thief: Client) -> None:
    reauthenticate(thief)
    thief.post(reverse("account_email"), {"action_add": "", "email": "nowa@example.org"})
    body = " ".join(str(mail.outbox[-1].body).split())
    assert f"{timezone.localtime():%Y}, " in body
    assert "(czas warszawski)" in body
    assert "http://testserver/konto/password/reset/" in body
    assert "&" not in body


# In the admin


@pytest.fixture
def stolen_administrator(make_user: Make) -> tuple[Client, User]:
    user = make_user("zarzad@example.org", is_superuser=True, is_staff=True, first_name="Zofia", last_name="Zarząd")
    EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)
    client = Client()
    client.force_login(user)
    return client, user


def account_data(user: User, **changed: str) -> dict[str, str]:
    return {"email": user.email, "first_name": "Jola", "last_name": "Wrona", "is_active": "on", **changed}


def test_a_session_of_an_administrator_alone_changes_no_account_and_makes_none(
    stolen_administrator: tuple[Client, User], confirmed: User
) -> None:
    client, administrator = stolen_administrator
    new = {"email": "n@example.org", "first_name": "N", "last_name": "N", "password1": NEW, "password2": NEW}
    for address, data in (
        (
            reverse("wagtailusers_users:edit", args=[administrator.pk]),
            account_data(administrator, email="z@example.org"),
        ),
        (
            reverse("wagtailusers_users:edit", args=[confirmed.pk]),
            account_data(confirmed, password1=NEW, password2=NEW),
        ),
        (reverse("wagtailusers_users:add"), {**new, "is_superuser": "on"}),
    ):
        for response in (client.get(address), client.post(address, data)):
            assert response.status_code == 302
            assert response["Location"].startswith(reverse("account_reauthenticate"))
    administrator.refresh_from_db()
    assert (administrator.email, administrator.check_password(PASSWORD)) == ("zarzad@example.org", True)
    assert not User.objects.filter(email=new["email"]).exists()
    confirmed.refresh_from_db()
    assert confirmed.check_password(PASSWORD)
    asked = client.get(reverse("wagtailusers_users:edit", args=[confirmed.pk]))["Location"]
    back = client.post(asked, {"password": PASSWORD})
    assert back["Location"] == reverse("wagtailusers_users:edit", args=[confirmed.pk])


def test_the_old_address_is_notified_of_what_an_administrator_changed(administrator: Client, confirmed: User) -> None:
    address = reverse("wagtailusers_users:edit", args=[confirmed.pk])
    assert administrator.post(address, account_data(confirmed)).status_code == 302
    assert emails() == []  # a changed name is not notified
    administrator.post(address, account_data(confirmed, email="nowsza@example.org"))
    assert emails() == [("jola@example.org", "Pomost: Zmieniono twój adres e-mail")]
    assert "nowsza@example.org" in str(mail.outbox[0].body)
    mail.outbox.clear()
    confirmed.refresh_from_db()
    administrator.post(address, account_data(confirmed, password1=NEW, password2=NEW))
    assert emails() == [("nowsza@example.org", "Pomost: Zmieniono hasło")]
    assert "127.0.0.1" not in str(mail.outbox[0].body)  # the administrator's own


def test_what_an_administrator_changed_is_in_the_history(administrator: Client, confirmed: User) -> None:
    administrator.post(reverse("wagtailusers_users:edit", args=[confirmed.pk]), account_data(confirmed))
    entry = ModelLogEntry.objects.get(action="wagtail.edit", object_id=str(confirmed.pk))
    assert entry.user is not None
    assert entry.user.get_username() == "zarzad@example.org"


def test_the_admin_page_of_the_own_account_requires_it_too(make_user: Make) -> None:
    user = make_user("irena@example.org", roles.EDITOR, first_name="Irena", last_name="Most")
    client = Client()
    client.force_login(user)
    page = client.get(reverse("wagtailadmin_account")).content.decode()
    for field in ("email", "old_password", "new_password1"):
        assert f"-{field}" not in page
    data = {"name_email-email": "inna@example.org", "password-new_password1": NEW, "password-new_password2": NEW}
    client.post(reverse("wagtailadmin_account"), data)
    user.refresh_from_db()
    assert (user.email, user.check_password(PASSWORD)) == ("irena@example.org", True)
