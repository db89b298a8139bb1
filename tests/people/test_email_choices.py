"""Which e-mails a user gets, and how they turn them off with and without signing in."""

from collections.abc import Callable
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core import mail
from django.test import Client
from django.urls import reverse

from people import emails, services
from people.models import EmailOptOut, User
from people.tasks import send_email

pytestmark = pytest.mark.django_db

LINK = "http://localhost:8000/prace/7/"


@pytest.fixture
def user(make_user: Callable[..., User]) -> User:
    return make_user()


def kinds_off(user: User) -> list[str]:
    return sorted(user.email_opt_outs.values_list("kind", flat=True))


def send(**options: Any) -> tuple[mail.EmailMultiAlternatives, str]:
    """Sends an e-mail; returns it and its HTML."""
    send_email.enqueue(
        subject="Pomost: Nowe zadanie",
        body=f"W grupie <Most & Rzeka> jest\nzadanie, opisane na https://example.net/z.\n\n{LINK}\n\n-- \nPomost\n",
        to="ala@example.org",
        **options,
    )
    message = mail.outbox[-1]
    assert isinstance(message, mail.EmailMultiAlternatives)
    ((html, kind),) = message.alternatives
    assert kind == "text/html"
    return message, str(html)


def test_an_email_is_text_and_html_with_the_link_as_a_button() -> None:
    message, html = send()
    assert str(message.body).endswith(f"{LINK}\n\n-- \nPomost\n")
    link = '<a href="https://example.net/z" rel="nofollow">https://example.net/z</a>'
    assert f"W grupie &lt;Most &amp; Rzeka&gt; jest<br>zadanie, opisane na {link}." in html
    assert html.count(f'<a class="button" href="{LINK}">') == 1
    assert html.count("<h1>") == 1
    assert '<html lang="pl">' in html
    assert "List-Unsubscribe" not in message.extra_headers


def test_an_address_of_another_site_is_no_button() -> None:
    (page, foreign, sentence) = emails.paragraphs(f"{LINK}\n\nhttps://example.net/x\n\nhttps://example.net/x i słowo")
    assert [(part.is_url, part.is_button) for part in (page, foreign, sentence)] == [
        (True, True),
        (True, False),
        (False, False),
    ]


def test_a_quotation_is_one_in_html_and_keeps_its_signs_in_the_text() -> None:
    message = emails.message(
        subject="Odpowiedź", body="Tak.\n\n> Czy na piśmie?\n>\n> I > 30 dni?\n\n> tak\nnie\n", to="a@example.org"
    )
    (html, _kind) = message.alternatives[0]
    quotations = BeautifulSoup(str(html), "html.parser").select("blockquote")
    assert [quotation.get_text("|") for quotation in quotations] == ["Czy na piśmie?|I > 30 dni?"]
    assert "> Czy na piśmie?" in message.body


def test_an_email_of_a_kind_says_how_to_turn_it_off_in_text_html_and_header(user: User) -> None:
    url = emails.opt_out_url(user, "tasks")
    message, html = send(unsubscribe=url)
    assert str(message.body).endswith(f":\n\n{url}\n")
    assert f'href="{url}"' in html
    assert message.extra_headers["List-Unsubscribe"] == f"<{url}>"
    assert message.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_the_link_turns_off_one_kind_without_signing_in_and_only_by_post(user: User) -> None:
    client = Client(enforce_csrf_checks=True)  # mail programs post without a cookie
    path = emails.opt_out_url(user, "tasks").removeprefix("http://localhost:8000")
    assert client.get(path).status_code == 200
    assert kinds_off(user) == []
    for _twice in range(2):
        assert client.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert kinds_off(user) == ["tasks"]
    assert not emails.wants(user, "tasks")
    assert emails.wants(user, "reviews")


@pytest.mark.parametrize("token", ["x", "WzEsInRhc2tzIl0:1abcde:falszywy"])
def test_a_changed_link_is_not_found(client: Client, token: str) -> None:
    assert client.post(reverse("people:opt_out", args=[token])).status_code == 404
    assert not EmailOptOut.objects.exists()


def test_the_link_of_a_deleted_account_or_kind_is_not_found(client: Client, user: User) -> None:
    gone = emails.opt_out_url(user, "no such kind").removeprefix("http://localhost:8000")
    assert client.get(gone).status_code == 404
    path = emails.opt_out_url(user, "tasks").removeprefix("http://localhost:8000")
    user.is_active = False
    user.save()
    assert client.get(path).status_code == 404


def test_the_account_page_offers_the_kinds_that_concern_the_user(client: Client, user: User, make_user: Any) -> None:
    page = reverse("people:email_choices")
    client.force_login(user)
    form = client.get(page).context["form"]
    assert list(form.fields) == ["groups", "tasks", "reviews", "messages"]
    client.force_login(make_user("prowadzi@example.org", "Trener/trenerka"))
    assert list(client.get(page).context["form"].fields) == ["groups", "tasks", "reviews", "messages", "submissions"]


def test_the_choice_is_saved_shown_and_can_be_taken_back(client: Client, user: User) -> None:
    page = reverse("people:email_choices")
    client.force_login(user)
    assert client.post(page, {"groups": "on", "messages": "on"}).status_code == 302
    assert kinds_off(user) == ["reviews", "tasks"]
    form = client.get(page).context["form"]
    assert {name: form[name].initial for name in form.fields} == {
        "groups": True,
        "tasks": False,
        "reviews": False,
        "messages": True,
    }
    client.post(page, {"groups": "on", "tasks": "on", "reviews": "on", "messages": "on"})
    assert kinds_off(user) == []


def test_what_is_not_offered_stays_off(user: User) -> None:
    services.opt_out(user=user, kind="submissions")
    services.choose_emails(user=user, wanted=["tasks", "submissions"], offered=["tasks", "groups"])
    assert kinds_off(user) == ["groups", "submissions"]


def test_an_anonymous_visitor_is_asked_to_sign_in(client: Client) -> None:
    page = reverse("people:email_choices")
    assert client.get(page).url == f"/konto/login/?next={page}"  # type: ignore[attr-defined]
