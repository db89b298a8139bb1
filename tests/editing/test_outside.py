"""Reviews by people without an account: the link, what it shows, comments, its end, and who may do what."""

import re
from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from editing.models import OutsideComment, ReviewInvitation
from editing.outside import services
from editing.outside.errors import LinkEndedError, ReviewFinishedError
from people.models import User
from people.roles import COORDINATOR, EDITOR, REVIEWER, TRAINER
from people.services import anonymise_account
from pomost.logs import without_secrets
from publishing.impact import impact_on_object
from resources.guidance.models import Chapter
from tests.builders import heading, prose
from tests.builders import signed_in as somebody
from tests.editing.conftest import Sent, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_others(db: None) -> None:
    """Takes the demo's invitation away."""
    ReviewInvitation.objects.all().delete()


@pytest.fixture
def draft(chapter: Chapter) -> Chapter:
    """The live chapter with a draft that has a heading and another paragraph."""
    chapter.body = [*heading("Porozumienie"), *prose("Porozumienie zawiera się na piśmie.")]
    chapter.save_revision()
    chapter.refresh_from_db()
    return chapter


def invited(editor: User, page: Chapter, **fields: Any) -> tuple[ReviewInvitation, str]:
    """The invitation and the path of the link in its e-mail."""
    given = {"name": "Anna Obca", "email": "obca@example.org", **fields}
    made = services.invite(by=editor, page=page, **given)
    found = re.search(r"/sprawdzenie/\S+", str(mail.outbox[-1].body))
    assert found
    return made, found[0]


def text_of(response: Any) -> str:
    return " ".join(BeautifulSoup(response.content, "html.parser").get_text(" ").split())


def post(client: Client, address: str, text: str = "Brak artykułu.", name: str = "Anna Obca", anchor: str = "") -> Any:
    return client.post(address, {"text": text, "name": name, "anchor": anchor})


def test_the_link_comes_by_email_and_shows_the_draft_to_nobody_else(
    client: Client, editor: User, draft: Chapter
) -> None:
    invitation, address = invited(editor, draft, note="Sprawdź podstawę prawną.")
    (message,) = mail.outbox
    assert (message.to, message.reply_to) == (["obca@example.org"], ["pisze@example.org"])
    assert "Pola Pisząca" in str(message.body)
    assert "Sprawdź podstawę prawną." in str(message.body)
    response = client.get(address)
    assert "na piśmie" in text_of(response)
    assert [change.label for change in response.context["changes"]] == ["Tekst"]
    headers = ("Cache-Control", "Referrer-Policy", "X-Robots-Tag")
    assert [response[name] for name in headers] == ["private, no-store", "same-origin", "noindex, nofollow"]
    assert len(BeautifulSoup(response.content, "html.parser").select("h1")) == 1
    assert "na piśmie" not in text_of(client.get(draft.get_url() or ""))
    token = address.split("/")[2]
    assert token not in (invitation.token_hash, str(invitation.pk))
    assert without_secrets(f"GET {address} 200") == "GET /sprawdzenie/***/ 200"
    invitation.refresh_from_db()
    assert invitation.opened_at is not None


def test_the_link_shows_the_revision_that_was_sent(client: Client, editor: User, draft: Chapter) -> None:
    _invitation, address = invited(editor, draft)
    draft.body = prose("Zupełnie inny szkic.")
    draft.save_revision()
    assert "Zupełnie inny szkic" not in text_of(client.get(address))
    whole = client.get(f"{address}strona/")
    assert (whole.status_code, whole["Cache-Control"]) == (200, "private, no-store")
    assert "na piśmie" in text_of(whole)


def test_a_comment_is_tied_to_its_heading_and_waits_for_the_editors(
    client: Client, editor: User, draft: Chapter
) -> None:
    _invitation, address = invited(editor, draft)
    form = client.get(address).context["form"]
    assert form.initial["name"] == "Anna Obca"
    assert [label for _value, label in form.fields["anchor"].choices][1:] == ["Porozumienie"]
    assert post(client, address, anchor="porozumienie").status_code == 302
    (comment,) = OutsideComment.objects.all()
    assert (comment.heading, comment.anchor, comment.text) == ("Porozumienie", "porozumienie", "Brak artykułu.")
    admin = signed_in(editor)
    assert "Brak artykułu." in text_of(admin.get(reverse("wagtailadmin_pages:edit", args=[draft.pk])))
    assert "1 uwaga do załatwienia" in text_of(admin.get("/admin/"))
    admin.post(reverse("editing_outside_done", args=[comment.pk]))
    comment.refresh_from_db()
    assert comment.done_by == editor
    assert "Brak artykułu." not in text_of(admin.get(reverse("wagtailadmin_pages:edit", args=[draft.pk])))
    assert "redakcja ją załatwiła" in text_of(client.get(address))


def test_the_reviewer_sees_the_comments_on_the_page_of_the_review(
    client: Client, editor: User, reviewer: User, draft: Chapter, send: Sent
) -> None:
    _invitation, address = invited(editor, draft)
    post(client, address)
    state = send(draft)
    page = signed_in(reviewer).get(reverse("editing_review", args=[state.pk]))
    assert [comment.text for comment in page.context["review"].outside] == ["Brak artykułu."]


@pytest.mark.parametrize(
    ("fields", "error"),
    [({"text": " "}, "Napisz uwagę."), ({"name": ""}, "Podaj imię"), ({"anchor": "nie-ma"}, "Wybierz")],
)
def test_bad_input_keeps_what_was_typed(
    client: Client, editor: User, draft: Chapter, fields: dict[str, str], error: str
) -> None:
    _invitation, address = invited(editor, draft)
    response = post(client, address, **fields)
    assert response.status_code == 422
    assert error in text_of(response)
    assert fields.get("text", "Brak artykułu.") == response.context["form"]["text"].value()
    assert not OutsideComment.objects.exists()


@pytest.mark.parametrize(("verdict", "said"), [("none", "nie ma uwag"), ("remarks", "ma uwagi")])
def test_the_end_is_told_to_the_editor_once(
    client: Client, editor: User, draft: Chapter, verdict: str, said: str
) -> None:
    invitation, address = invited(editor, draft)
    for _twice in range(2):
        client.post(f"{address}koniec/", {"verdict": verdict})
    assert [message.to for message in mail.outbox[1:]] == [["pisze@example.org"]]
    assert (said in str(mail.outbox[-1].body), "0 uwag" in str(mail.outbox[-1].body)) == (True, False)
    assert post(client, address).status_code == 409
    assert client.get(address).context["form"] is None
    with pytest.raises(ReviewFinishedError):
        services.comment(invitation=invitation, name="Anna", text="Jeszcze coś.")


def test_links_that_do_not_work_say_why(client: Client, editor: User, draft: Chapter) -> None:
    revoked, first = invited(editor, draft)
    services.revoke(by=editor, invitation=revoked)
    expired, second = invited(editor, draft)
    ReviewInvitation.objects.filter(pk=expired.pk).update(expires_at=timezone.now() - timedelta(hours=1))
    found = [(client.get(address).status_code, text_of(client.get(address))) for address in (first, second)]
    assert [status for status, _text in found] == [410, 410]
    assert "Redakcja zakończyła to sprawdzenie" in found[0][1]
    assert "Ten link wygasł" in found[1][1]
    unknown = client.get("/sprawdzenie/nie-ma-takiego/")
    assert (unknown.status_code, "Skopiuj cały adres" in text_of(unknown)) == (404, True)
    for address in (first, second):
        assert post(client, address).status_code == 410
        assert client.get(f"{address}strona/").status_code == 410
    assert not OutsideComment.objects.exists()
    for invitation in (revoked, expired):
        with pytest.raises(LinkEndedError):
            services.finish(invitation=invitation, verdict="none")


@pytest.mark.parametrize("role", [REVIEWER, TRAINER, COORDINATOR, ""])
def test_only_who_publishes_the_page_invites_and_revokes(editor: User, draft: Chapter, role: str) -> None:
    invitation, _address = invited(editor, draft)
    comment = services.comment(invitation=invitation, name="Anna", text="Uwaga.")
    client = somebody(*([role] if role else []))
    other = User.objects.latest("pk")
    with pytest.raises(PermissionDenied):
        services.invite(by=other, page=draft, name="Ktoś", email="ktos@example.org")
    with pytest.raises(PermissionDenied):
        services.revoke(by=other, invitation=invitation)
    with pytest.raises(PermissionDenied):
        services.mark_done(by=other, comment=comment)
    for address in (
        reverse("editing_outside_revoke", args=[invitation.pk]),
        reverse("editing_outside_done", args=[comment.pk]),
    ):
        client.post(address)
    invitation.refresh_from_db()
    comment.refresh_from_db()
    assert (invitation.revoked_at, comment.done_at) == (None, None)
    assert client.get(reverse("editing_outside_reviews", args=[draft.pk])).status_code in (302, 403)


def test_an_editor_invites_and_ends_the_link_in_the_admin(draft: Chapter) -> None:
    client = somebody(EDITOR)
    address = reverse("editing_outside_reviews", args=[draft.pk])
    wrong = client.post(address, {"name": "Anna", "email": "nie adres", "days": "14"})
    assert (wrong.status_code, wrong.context["form"]["name"].value()) == (422, "Anna")
    client.post(address, {"name": "Anna Obca", "email": "obca@example.org", "days": "3"})
    (invitation,) = ReviewInvitation.objects.all()
    assert invitation.expires_at - invitation.invited_at == timedelta(days=3)
    (card,) = client.get(address).context["invitations"]
    assert (card.name, card.state, card.revocable) == ("Anna Obca", "jeszcze nieotwarte", True)
    client.post(reverse("editing_outside_revoke", args=[invitation.pk]))
    (card,) = client.get(address).context["invitations"]
    assert (card.state, card.revocable) == ("wyłączone", False)


def test_the_list_takes_the_same_queries_however_long(
    editor: User, draft: Chapter, django_assert_num_queries: Any
) -> None:
    for number in range(3):
        invitation, _address = invited(editor, draft, name=f"Osoba {number}")
        services.comment(invitation=invitation, name="Anna", text="Uwaga.")
    from editing.outside.admin import waiting_comments

    with django_assert_num_queries(3):  # the rights of the user, the places of those, the list
        waiting = waiting_comments(User.objects.get(pk=editor.pk), slice(8))
    assert (waiting.total, len(waiting.rows)) == (3, 3)


def test_names_go_some_time_after_the_end(editor: User, draft: Chapter) -> None:
    old, _address = invited(editor, draft)
    fresh, _address = invited(editor, draft)
    services.comment(invitation=old, name="Anna Obca", text="Uwaga.")
    ended = timezone.now() - services.KEEP_PEOPLE - timedelta(days=1)
    ReviewInvitation.objects.filter(pk=old.pk).update(expires_at=ended)
    assert [services.remove_old_names() for _twice in range(2)] == [1, 0]
    old.refresh_from_db()
    fresh.refresh_from_db()
    assert (old.name, old.email, fresh.email) == ("", "", "obca@example.org")
    assert [(comment.name, comment.text) for comment in OutsideComment.objects.all()] == [("", "Uwaga.")]


def test_deleting_a_page_or_an_account_says_what_goes(editor: User, draft: Chapter) -> None:
    invitation, _address = invited(editor, draft)
    services.comment(invitation=invitation, name="Anna", text="Uwaga.")
    said = [impact.text.replace("\xa0", " ") for impact in impact_on_object(draft)]
    assert "1 uwaga z zewnątrz." in said
    administrator = User.objects.create_user("zarzadza@example.org", is_superuser=True)
    anonymise_account(by=administrator, user=editor)
    invitation.refresh_from_db()
    assert invitation.invited_by == editor
    editor.delete()
    invitation.refresh_from_db()
    assert invitation.invited_by is None
