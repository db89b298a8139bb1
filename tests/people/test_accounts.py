"""Signing up, confirming, signing in, resetting the password, two-factor authentication."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal import auth as totp
from django.core import mail
from django.test import Client
from django.urls import reverse
from wagtail.models import Site

from people import roles
from people.consents import TERMS
from people.models import Consent, User
from people.services import follow_address
from pomost.models import HomePage
from publishing.models import FooterLink, FooterSettings
from tests.builders import make_page
from tests.people.conftest import PASSWORD

pytestmark = pytest.mark.django_db

Make = Callable[..., User]
NEW = {
    "first_name": " Ewelina ",
    "last_name": "Nowak",
    "email": "Ewelina@Example.org",
    "password1": PASSWORD,
    "of_age": "on",
    "terms": "on",
}


def link_in(text: str, part: str) -> str:
    found = re.search(rf"https?://[^/\s]+(/\S*{part}\S*)", text)
    assert found, text
    return found.group(1)


def signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def sign_in(client: Client, email: str, **more: str) -> Any:
    return client.post(reverse("account_login"), {"login": email, "password": PASSWORD, **more})


def test_signing_up_saves_name_and_consent_and_asks_to_confirm(client: Client) -> None:
    response = client.post(reverse("account_signup"), NEW)
    assert response.status_code == 302
    assert response["Location"] == reverse("account_email_verification_sent")
    user = User.objects.get(email="ewelina@example.org")
    assert user.display_name == "Ewelina Nowak"
    consent = Consent.objects.get(user=user)
    assert (consent.subject, consent.wording) == (TERMS.name, TERMS.current.version)
    assert not signed_in(client)
    assert len(mail.outbox) == 1
    assert mail.outbox[0].to == ["ewelina@example.org"]


def test_the_terms_can_be_read_before_they_are_accepted(client: Client, home: HomePage) -> None:
    footer = FooterSettings.for_site(Site.objects.get())
    footer.links.set(
        FooterLink(page=make_page(home, title), at_signup=at_signup, sort_order=order)
        for order, (title, at_signup) in enumerate((("Kontakt", False), ("Prywatność", True), ("Regulamin", True)))
    )
    footer.save()
    html = client.get(reverse("account_signup")).content.decode().split('id="main"')[1].split("<form")[0]
    assert re.findall(r'href="([^"]+)">', html)[1:-1] == ["/prywatnosc/", "/regulamin/"]


def test_the_subject_of_the_first_email_is_plain_polish(client: Client) -> None:
    client.post(reverse("account_signup"), NEW)
    assert mail.outbox[0].subject == "Pomost: Potwierdź adres e-mail"


def test_an_address_is_confirmed_by_post_only_and_then_signs_in(client: Client) -> None:
    client.post(reverse("account_signup"), NEW)
    link = link_in(str(mail.outbox[0].body), "confirm-email")
    assert client.get(link).status_code == 200
    assert not EmailAddress.objects.get(email="ewelina@example.org").verified
    response = client.post(link)
    assert EmailAddress.objects.get(email="ewelina@example.org").verified
    assert (response.status_code, response["Location"]) == (302, reverse("learning:home"))
    assert signed_in(client)


@pytest.mark.parametrize("missing", ["first_name", "last_name", "email", "password1", "of_age", "terms"])
def test_without_any_of_these_there_is_no_account(client: Client, missing: str) -> None:
    response = client.post(reverse("account_signup"), {key: value for key, value in NEW.items() if key != missing})
    assert response.status_code == 200
    assert list(response.context["form"].errors) == [missing]
    assert not User.objects.filter(email__iexact=NEW["email"]).exists()


@pytest.mark.parametrize("password", ["krotkie", "1234567890", "password123", "ewelina@example.org"])
def test_weak_passwords_are_refused(client: Client, password: str) -> None:
    response = client.post(reverse("account_signup"), {**NEW, "password1": password})
    assert "password1" in response.context["form"].errors


def test_the_form_does_not_reveal_who_has_an_account(client: Client, confirmed: User) -> None:
    response = client.post(reverse("account_signup"), {**NEW, "email": confirmed.email})
    assert (response.status_code, response["Location"]) == (302, reverse("account_email_verification_sent"))
    assert User.objects.filter(email=confirmed.email).count() == 1
    assert mail.outbox[0].to == [confirmed.email]


@pytest.mark.parametrize("written", ["jola@example.org", "Jola@Example.ORG", " JOLA@EXAMPLE.ORG "])
def test_the_case_of_an_address_does_not_matter(client: Client, confirmed: User, written: str) -> None:
    response = sign_in(client, written)
    assert (response.status_code, response["Location"]) == (302, reverse("learning:home"))
    assert signed_in(client)


def test_an_unconfirmed_address_does_not_sign_in(client: Client, make_user: Make) -> None:
    make_user("nowa@example.org")
    response = sign_in(client, "nowa@example.org")
    assert response["Location"] == reverse("account_email_verification_sent")
    assert not signed_in(client)
    assert [message.to for message in mail.outbox] == [["nowa@example.org"]]


def test_wrong_passwords_and_inactive_people_stay_out(client: Client, confirmed: User) -> None:
    assert sign_in(client, confirmed.email, password="inne-haslo-77").status_code == 200
    User.objects.filter(pk=confirmed.pk).update(is_active=False)
    sign_in(client, confirmed.email)
    assert not signed_in(client)


def test_a_forgotten_password_is_set_anew(client: Client, confirmed: User) -> None:
    response = client.post(reverse("account_reset_password"), {"email": "JOLA@example.org"})
    assert response["Location"] == reverse("account_reset_password_done")
    link = link_in(str(mail.outbox[0].body), "password/reset/key")
    form = client.get(link, follow=True)
    assert form.status_code == 200
    address = form.redirect_chain[-1][0]
    new = "zupelnie-nowe-haslo-5"
    assert client.post(address, {"password1": new, "password2": new}).status_code == 302
    confirmed.refresh_from_db()
    assert confirmed.check_password(new)
    again = Client().get(link, follow=True)
    assert again.context.get("token_fail") is True


def test_a_reset_does_not_reveal_who_has_an_account(client: Client) -> None:
    response = client.post(reverse("account_reset_password"), {"email": "nikt@example.org"})
    assert response["Location"] == reverse("account_reset_password_done")


def test_too_many_attempts_are_stopped(client: Client, confirmed: User, settings: Any) -> None:
    del settings.ACCOUNT_RATE_LIMITS
    for _attempt in range(5):
        sign_in(client, confirmed.email, password="zgaduje-haslo-1")
    response = sign_in(client, confirmed.email)
    assert not signed_in(client)
    assert response.status_code in (200, 429)


def test_one_sign_in_for_the_site_and_for_wagtail(client: Client, make_user: Make) -> None:
    user = make_user("irena@example.org", roles.EDITOR)
    EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)
    response = client.get("/admin/pages/?ordering=title", follow=True)
    assert response.redirect_chain[-1][0].startswith(reverse("account_login"))
    assert response.context["form"] is not None
    direct = client.get("/admin/login/?next=/admin/images/")
    assert direct["Location"] == reverse("account_login") + "?next=/admin/images/"
    response = sign_in(client, user.email, next="/admin/images/")
    assert response["Location"] == "/admin/images/"
    assert client.get("/admin/images/").status_code == 200


def test_people_who_edit_are_taken_to_the_editor(client: Client, make_user: Make) -> None:
    user = make_user("irena@example.org", roles.EDITOR)
    EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)
    assert sign_in(client, user.email)["Location"] == reverse("wagtailadmin_home")


def test_a_sign_in_leads_to_no_other_site(client: Client, confirmed: User) -> None:
    assert sign_in(client, confirmed.email, next="https://zly.example.com/")["Location"] == reverse("learning:home")


def test_signing_out_takes_a_post(client: Client, confirmed: User) -> None:
    client.force_login(confirmed)
    assert client.get(reverse("account_logout")).status_code == 200
    assert signed_in(client)
    assert client.post(reverse("account_logout"))["Location"] == "/"
    assert not signed_in(client)


def test_the_second_step_is_a_choice_and_then_asked_for(
    client: Client, confirmed: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign_in(client, confirmed.email)
    assert client.get(reverse("mfa_index")).status_code == 200
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    assert client.get(reverse("mfa_activate_totp")).status_code == 200
    monkeypatch.setattr(totp, "validate_totp_code", lambda _secret, code: code == "123456")
    assert client.post(reverse("mfa_activate_totp"), {"code": "123456"}).status_code == 302
    other = Client()
    response = sign_in(other, confirmed.email)
    assert response["Location"].startswith(reverse("mfa_authenticate"))
    assert not signed_in(other)
    other.post(reverse("mfa_authenticate"), {"code": "123456"})
    assert signed_in(other)


def test_pages_that_protect_an_account_require_reauthentication(client: Client, confirmed: User) -> None:
    client.force_login(confirmed)  # signed in, but without reauthenticating
    response = client.get(reverse("mfa_activate_totp"))
    assert response.status_code == 302
    assert response["Location"].startswith(reverse("account_reauthenticate"))
    response = client.post(response["Location"], {"password": PASSWORD})
    assert (response.status_code, response["Location"]) == (302, reverse("mfa_activate_totp"))
    assert client.get(reverse("mfa_activate_totp")).status_code == 200


@pytest.mark.parametrize("address", ["login", "signup", "password/reset"])
def test_pages_before_signing_in_open_in_both_languages(client: Client, address: str) -> None:
    for prefix in ("", "/en"):
        assert client.get(f"{prefix}/konto/{address}/").status_code == 200


def test_the_way_to_a_new_password_stands_by_the_field(client: Client) -> None:
    page = client.get("/konto/login/").text
    assert page.count('href="/konto/password/reset/"') == 1
    assert "Zapomnia\u0142e\u015b" not in page  # it addresses men only


def test_emails_name_the_site_and_hold_no_markup(client: Client, confirmed: User) -> None:
    client.post("/konto/signup/", NEW)
    client.post("/konto/signup/", {**NEW, "email": confirmed.email})
    client.post("/konto/password/reset/", {"email": confirmed.email})
    client.post("/konto/password/reset/", {"email": "nikt@example.org"})
    assert len(mail.outbox) == 4
    for message in mail.outbox:
        body = str(message.body)
        assert message.subject.startswith("Pomost: ")
        assert "http://testserver/" in body
        assert "&#" not in body
        assert "example.com" not in body


@pytest.mark.parametrize("name", ["people:account", "account_email", "account_change_password", "mfa_index"])
def test_pages_of_an_account_open_to_its_owner(client: Client, confirmed: User, name: str) -> None:
    response = client.get(reverse(name))
    assert response["Location"].startswith(reverse("account_login"))
    sign_in(client, confirmed.email)
    assert client.get(reverse(name)).status_code == 200


def test_the_only_address_is_neither_removed_nor_made_the_main_one(client: Client, confirmed: User) -> None:
    sign_in(client, confirmed.email)
    actions = re.compile(r'name="(action_\w+)"')
    assert actions.findall(client.get(reverse("account_email")).content.decode()) == ["action_send", "action_add"]
    EmailAddress.objects.create(user=confirmed, email="druga@example.org")
    assert actions.findall(client.get(reverse("account_email")).content.decode()) == [
        "action_primary",
        "action_send",
        "action_remove",
        "action_add",
    ]


def test_a_used_link_tells_a_signed_in_user_that_nothing_is_needed(client: Client, confirmed: User) -> None:
    used = reverse("account_confirm_email", args=["zuzyty"])
    assert "Zaloguj się i\u00a0poproś o\u00a0nowy link" in client.get(used).content.decode()
    sign_in(client, confirmed.email)
    page = client.get(used).content.decode()
    assert "twój adres jest potwierdzony" in page
    assert f'href="{reverse("learning:home")}">Przejdź do mojej nauki</a>' in page


def test_an_address_changed_by_an_administrator_has_to_be_confirmed(client: Client, confirmed: User) -> None:
    confirmed.email = "inna@example.org"
    confirmed.save()
    assert follow_address(user=confirmed)
    assert not follow_address(user=confirmed)
    addresses = EmailAddress.objects.filter(user=confirmed).values_list("email", "verified", "primary")
    assert list(addresses) == [("inna@example.org", False, True)]
    sign_in(client, "jola@example.org")
    assert not signed_in(client)
    assert sign_in(client, "inna@example.org")["Location"] == reverse("account_email_verification_sent")
