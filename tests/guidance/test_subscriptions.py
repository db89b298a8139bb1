"""E-mails about significant changes without an account: asking, confirming, sending once, ending."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from publishing import guarded_forms
from resources.guidance import services
from resources.guidance.models import ChangeSubscription, Chapter, Guide, PublishedVersion
from resources.guidance.subscription_links import confirmation_url, unsubscribe_url
from tests.builders import prose
from tests.prepared import prepared

pytestmark = pytest.mark.django_db

FORM = "/poradniki/poradnik/historia/powiadomienia/"
BASE = "http://localhost:8000"

Ask = Callable[..., Any]


@pytest.fixture
@prepared
def chapter(chapters: list[Chapter]) -> Chapter:
    return chapters[0]


@pytest.fixture
def ask(client: Client, chapter: Chapter, monkeypatch: pytest.MonkeyPatch) -> Ask:
    """Opens the form and sends it, as slowly as a person."""
    monkeypatch.setattr(guarded_forms, "LEAST_TIME", timedelta(0))

    def send(email: str, **fields: str) -> Any:
        opened = client.get(FORM).context["form"].initial["opened"]
        return client.post(FORM, {"email": email, "opened": opened, **fields})

    return send


@pytest.fixture
def subscriber(chapter: Chapter) -> ChangeSubscription:
    guide = Guide.objects.parent_of(chapter).get()
    now = timezone.now()
    made: ChangeSubscription = ChangeSubscription.objects.create(
        guide=guide, email="czyta@example.org", asked_at=now, confirmed_at=now
    )
    return made


def change(chapter: Chapter, kind: str, text: str = "Na piśmie.") -> PublishedVersion:
    page = Chapter.objects.get(pk=chapter.pk)
    page.body, page.change_kind, page.change_note = prose(text), kind, "Porozumienie musi być na piśmie."
    page.save_revision().publish()
    return PublishedVersion.objects.filter(page=page.pk).latest("number")


def links(message: mail.EmailMessage) -> list[str]:
    return [url.removeprefix(BASE) for url in re.findall(rf"{BASE}\S+", str(message.body))]


def test_nothing_is_sent_before_the_address_is_confirmed(client: Client, ask: Ask, chapter: Chapter) -> None:
    assert f'href="{FORM}"' in client.get("/poradniki/poradnik/pierwszy-temat/historia/").text
    assert "czyta@example.org" in ask("Czyta@Example.org").text
    (message,) = mail.outbox
    assert message.to == ["czyta@example.org"]
    (confirm,) = links(message)
    change(chapter, "significant")
    assert client.get(confirm).status_code == 200
    assert len(mail.outbox) == 1, "mail programs open links by themselves"
    for _twice in range(2):
        assert "Adres jest potwierdzony" in client.post(confirm).text
    change(chapter, "significant", "Na piśmie, w dwóch egzemplarzach.")
    assert [sent.subject for sent in mail.outbox[1:]] == ["Pomost: Zmiana w publikacji „Poradnik”: Pierwszy temat"]


def test_the_answer_is_the_same_for_every_address(ask: Ask, subscriber: ChangeSubscription) -> None:
    known, unknown = ask("czyta@example.org"), ask("innaa@example.org")
    same = [re.sub(r"(czyta|innaa)@|csrfmiddlewaretoken.*?>", "", response.text) for response in (known, unknown)]
    assert same[0] == same[1]
    assert len(mail.outbox) == 2


@pytest.mark.parametrize(("email", "status"), [("", 422), ("nie adres", 422), ("a" * 260 + "@example.org", 422)])
def test_bad_addresses_are_answered_in_words(ask: Ask, email: str, status: int) -> None:
    response = ask(email)
    assert response.status_code == status
    assert not mail.outbox


def test_programs_are_kept_away(client: Client, ask: Ask, chapter: Chapter, monkeypatch: pytest.MonkeyPatch) -> None:
    assert ask("czyta@example.org", website="https://example.com").status_code == 200
    assert ask("czyta@example.org", opened="").status_code == 422
    monkeypatch.setattr(guarded_forms, "LEAST_TIME", timedelta(seconds=60))
    assert ask("czyta@example.org").status_code == 422
    assert not mail.outbox
    assert not ChangeSubscription.objects.exists()


def test_nobody_fills_another_mailbox(ask: Ask, settings: Any) -> None:
    settings.POMOST_RATE_LIMITS = {"change_subscription": "5/h/ip", "change_subscription_repeat": "3/d/key"}
    answers = [ask("czyta@example.org").status_code for _number in range(6)]
    assert answers == [200] * 5 + [429]
    assert len(mail.outbox) == 3


def test_a_significant_change_is_sent_once_with_one_click_to_end(
    client: Client, chapter: Chapter, subscriber: ChangeSubscription
) -> None:
    version = change(chapter, "significant")
    (message,) = mail.outbox
    assert services.announce(version_id=version.pk) == 0
    assert services.take_up_lost_announcements() == 0
    assert len(mail.outbox) == 1
    end = unsubscribe_url(subscriber)
    assert message.extra_headers["List-Unsubscribe"] == f"<{end}>"
    assert message.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    page = "/poradniki/poradnik/pierwszy-temat/"
    assert links(message) == [f"{page}historia/?od=1&do=2", page, end.removeprefix(BASE)]
    assert "Porozumienie musi być na piśmie." in message.body
    assert "konto" not in message.body
    strict = Client(enforce_csrf_checks=True)  # mail programs post without a cookie
    address = end.removeprefix(BASE)
    assert strict.get(address).status_code == 200
    assert ChangeSubscription.objects.exists()
    for _twice in range(2):
        assert strict.post(address, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert not ChangeSubscription.objects.exists()


def test_minor_changes_and_closed_pages_are_not_sent(chapter: Chapter, subscriber: ChangeSubscription) -> None:
    change(chapter, "minor")
    version = change(chapter, "minor", "Inaczej.")
    PublishedVersion.objects.filter(pk=version.pk).update(kind="significant")
    Chapter.objects.get(pk=chapter.pk).unpublish()
    assert services.announce(version_id=version.pk) == 0
    assert not mail.outbox


def test_a_lost_task_is_taken_up(chapter: Chapter, subscriber: ChangeSubscription) -> None:
    version = change(chapter, "significant")
    mail.outbox.clear()
    long_ago = timezone.now() - timedelta(hours=1)
    PublishedVersion.objects.filter(pk=version.pk).update(announced_at=None, published_at=long_ago)
    assert services.take_up_lost_announcements() == 1
    assert services.take_up_lost_announcements() == 0
    assert len(mail.outbox) == 1


def test_unconfirmed_addresses_and_their_links_end_after_three_days(
    client: Client, ask: Ask, subscriber: ChangeSubscription, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask("inna@example.org")
    waiting = ChangeSubscription.objects.get(email="inna@example.org")
    monkeypatch.setattr(services, "CONFIRM_WITHIN", timedelta(seconds=-1))
    assert client.post(confirmation_url(waiting).removeprefix(BASE)).status_code == 410
    ChangeSubscription.objects.update(asked_at=timezone.now() - timedelta(days=4))
    assert services.delete_unconfirmed() == 1
    assert list(ChangeSubscription.objects.values_list("email", flat=True)) == ["czyta@example.org"]


@pytest.mark.parametrize("page", ["potwierdzenie", "rezygnacja"])
def test_changed_links_are_not_found(client: Client, page: str, subscriber: ChangeSubscription) -> None:
    assert client.post(f"/zmiany/{page}/x:y:z/").status_code == 404
