"""Each role's pages, visited by the links that they offer: none is refused, none has an English word, all are valid."""

from collections.abc import Callable
from http import HTTPStatus
from time import time

import pytest
from django.test import Client
from django.utils import timezone

from demo import people
from people.models import User
from publishing.models import StandardPage
from resources.guidance.models import Chapter, Question
from tests import html_validator
from tests.crawling import crawl, english_words, polish_messages, whole_messages, words_among

pytestmark = pytest.mark.django_db

# Names, formats of files, e-mail addresses of the demo, keys of the keyboard; then words of the demo's texts.
NAMES = frozenset(
    {"english", "alt", "admin", "example", "most", "jan", "csv", "xlsx", "word", "internet", "port", "equal"}
)
POLISH_TOO = frozenset(
    {"tablet", "model", "one", "list", "same", "grant", "form", "status", "standard", "person", "csrf"}
)
# Dialogs that scripts open.
CHOOSERS = frozenset(
    {"/admin/choose-page/", "/admin/choose-external-link/", "/admin/images/chooser/", "/admin/documents/chooser/"}
)


def test_the_words_that_were_left_in_english_are_known() -> None:
    left = {
        "root",
        "slug",
        "alias",
        "insert",
        "row",
        "above",
        "minute",
        "ago",
        "lesson",
        "workflow",
        "snippet",
        "draft",
    }
    assert left - english_words() == set()
    assert {"strona", "wersja", "lekcja", "link"} & english_words() == set()


@pytest.fixture
def under_review() -> Chapter:
    """A chapter that waits for its reviewers, and something of each kind that lists offer actions for."""
    chapter: Chapter = Chapter.objects.live()[0]
    editor = User.objects.get(email=people.EDITOR.email)
    chapter.save_revision(user=editor)
    chapter.get_workflow().start(chapter, editor)
    Question.objects.create(page=chapter, kind="error", text="Literówka w pierwszym zdaniu")
    # A page that somebody published, since the demo's are published by nobody.
    page = StandardPage.objects.live().first()
    page.save_revision(user=editor).publish(user=editor)
    return chapter


def signed_in(client_of: Callable[[people.Persona], Client], persona: people.Persona) -> Client:
    """A client that has just given the password, as pages of users demand."""
    client = client_of(persona)
    session = client.session
    session["account_authentication_methods"] = [{"method": "password", "at": time(), "email": persona.email}]
    session.save()
    return client


@pytest.mark.parametrize(
    ("persona", "start", "within", "fewest"),
    [
        (people.EDITOR, "/admin/", "/admin/", 90),
        (people.REVIEWER, "/admin/", "/admin/", 15),
        (people.ADMINISTRATOR, "/admin/", "/admin/", 120),
        (people.TRAINER, "/grupy/", "/", 25),
        (people.COORDINATOR, "/grupy/", "/", 20),
        (people.LEARNER, "/", "/", 20),
        (None, "/", "/", 40),
    ],
    ids=lambda value: value.role if isinstance(value, people.Persona) else "",
)
def test_no_link_is_refused_no_word_is_english_and_the_html_is_valid(
    client_of: Callable[[people.Persona], Client],
    under_review: Chapter,
    persona: people.Persona | None,
    start: str,
    within: str,
    fewest: int,
    caching: None,  # after the pages were changed: their menu is the same on every page
) -> None:
    unknown = english_words() - NAMES - POLISH_TOO
    with timezone.override("Europe/Warsaw"):
        client = signed_in(client_of, persona) if persona is not None else Client()
        visits = crawl(client, start, words_among(unknown), within=within)
    assert len(visits) >= fewest
    # Whoever is not signed in is sent to the form, with a way back.
    refused = [visit for visit in visits if visit.refused and (persona is not None or visit.status != HTTPStatus.OK)]
    assert [(visit.address, visit.found_on, visit.status) for visit in refused] == []
    assert {visit.address: visit.foreign for visit in visits if visit.foreign} == {}
    # The admin's pages are Wagtail's.
    pages = {visit.address: visit.html for visit in visits if visit.html and not visit.address.startswith("/admin/")}
    assert html_validator.faults(pages) == {}
    visited = {visit.address.partition("?")[0] for visit in visits}
    if persona in (people.EDITOR, people.ADMINISTRATOR):
        assert visited >= CHOOSERS


def test_the_english_interface_has_no_polish_message(client_of: Callable[[people.Persona], Client]) -> None:
    visits = crawl(signed_in(client_of, people.TRAINER), "/en/", whole_messages(polish_messages()), within="/en/")
    assert len(visits) >= 20
    assert {visit.address: visit.foreign for visit in visits if visit.foreign} == {}
