"""The e-mails of a review: to whom, in which words, with one address of the very place, as text and HTML."""

import re

import pytest
from bs4 import BeautifulSoup
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from pytest_django import Settings
from wagtail.users.models import UserProfile

from editing import services
from editing.services import Decision
from people import roles
from people.models import User
from resources.guidance.models import Chapter
from tests.builders import prose
from tests.editing.conftest import Sent

pytestmark = pytest.mark.django_db

SITE = "https://pomost.example"


@pytest.fixture(autouse=True)
def _demo_reviewers_are_elsewhere(settings: Settings, db: None) -> None:
    """Leaves the test's own people as the only members of the group."""
    settings.WAGTAILADMIN_BASE_URL = SITE
    User.objects.filter(groups__name=roles.REVIEWER).update(is_active=False)


def the_email() -> EmailMultiAlternatives:
    (message,) = mail.outbox
    assert isinstance(message, EmailMultiAlternatives)
    return message


def html_of(message: EmailMultiAlternatives) -> BeautifulSoup:
    ((content, kind),) = message.alternatives
    assert kind == "text/html"
    return BeautifulSoup(str(content), "html.parser")


def decide(by: User, chapter: Chapter, send: Sent, decision: Decision, comment: str = "") -> EmailMultiAlternatives:
    chapter.body = prose("Porozumienie zawiera się na piśmie.")
    chapter.save_revision()
    state = send(chapter)
    mail.outbox.clear()
    services.decide(by=by, task_state=state, revision=chapter.latest_revision_id, decision=decision, comment=comment)
    return the_email()


def assert_has_one_address(message: EmailMultiAlternatives, path: str) -> None:
    assert re.findall(r"https?://\S+", str(message.body)) == [SITE + path]
    html = html_of(message)
    assert [link["href"] for link in html.select("a.button")] == [SITE + path]
    assert html.html is not None
    assert html.html["lang"] == "pl"


def test_reviewers_get_the_address_of_the_review(
    chapter: Chapter, reviewer: User, administrator: User, editor: User, send: Sent
) -> None:
    state = send(chapter)
    message = the_email()
    assert (message.to, message.subject) == ([reviewer.email], "Pomost: Do sprawdzenia: „Wolontariat”")
    assert "Pola Pisząca" in message.body
    assert_has_one_address(message, f"/admin/review/{state.pk}/")


def test_whoever_sent_a_page_is_not_asked_to_review_it(
    chapter: Chapter, editor: User, reviewer: User, send: Sent
) -> None:
    editor.groups.add(*reviewer.groups.all())
    send(chapter)
    assert the_email().to == [reviewer.email]


def test_the_sender_gets_the_comment_of_a_page_sent_back(
    chapter: Chapter, reviewer: User, editor: User, send: Sent
) -> None:
    message = decide(reviewer, chapter, send, Decision.RETURN, "Podaj artykuł <b> & ustawę.")
    assert (message.to, message.subject) == ([editor.email], "Pomost: Do poprawy: „Wolontariat”")
    for text in (message.body, html_of(message).get_text()):
        assert "Wanda Prawna" in text
        assert "Podaj artykuł <b> & ustawę." in text
    assert_has_one_address(message, f"/admin/pages/{chapter.pk}/edit/")


def test_the_sender_reads_that_an_approved_page_waits_to_be_published(
    chapter: Chapter, reviewer: User, editor: User, send: Sent
) -> None:
    message = decide(reviewer, chapter, send, Decision.APPROVE_WITH_COMMENT, "Dobrze.")
    assert (message.to, message.subject) == ([editor.email], "Pomost: Zaakceptowano: „Wolontariat”")
    assert "czeka na publikację" in message.body
    assert "Dobrze." in message.body
    assert "Wanda Prawna" in message.body
    assert_has_one_address(message, f"/admin/pages/{chapter.pk}/edit/")


def test_the_sender_reads_that_an_approved_page_is_published(
    chapter: Chapter, reviewer: User, administrator: User, editor: User, send: Sent
) -> None:
    message = decide(administrator, chapter, send, Decision.APPROVE)
    assert message.to == [editor.email]
    assert "jest zaakceptowana i\xa0opublikowana" in message.body
    assert "Komentarz" not in message.body


def test_who_turned_them_off_in_their_account_gets_none(chapter: Chapter, reviewer: User, send: Sent) -> None:
    profile = UserProfile.get_for_user(reviewer)
    profile.submitted_notifications = False
    profile.save()
    send(chapter)
    assert mail.outbox == []
