"""Suggestions of the search field."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from pomost.models import HomePage
from publishing import limits, public_cache
from reference.models import GlossaryTerm
from resources.guidance.models import Chapter
from search.models import Section
from tests.builders import heading, make_page, prose
from tests.prepared import prepared
from tests.search.odd import QUERIES

pytestmark = pytest.mark.django_db

ADDRESS = "/szukaj/podpowiedzi/"


@pytest.fixture(autouse=True)
@prepared
def home(home: HomePage) -> HomePage:
    """Without the sections of other pages, and without terms."""
    Section.objects.all().delete()
    GlossaryTerm.objects.all().delete()
    return home


@pytest.fixture(autouse=True)
def _limits() -> Iterator[None]:
    limits.clear()
    yield
    limits.clear()


def suggested(client: Client, text: str, address: str = ADDRESS) -> list[tuple[str, str, str]]:
    response = client.get(address, {"q": text})
    assert response.status_code == 200
    return [(one["title"], one["context"].replace("\u00a0", " "), one["url"]) for one in response.json()["suggestions"]]


def test_titles_headings_and_terms_are_suggested(client: Client, chapter: Chapter) -> None:
    chapter.body = chapter.body.stream_block.to_python([*heading("Karta czasu pracy"), *prose("Tekst.")])
    chapter.save_revision().publish()
    GlossaryTerm.objects.create(term="czas dyżuru", slug="czas-dyzuru", definition="Opis")
    page = ("Czas pracy", "Poradniki i metodologia", "/poradniki/praca/czas-pracy/")
    section = ("Karta czasu pracy", "Czas pracy", "/poradniki/praca/czas-pracy/#karta-czasu-pracy")
    term = ("czas dyżuru", "Słownik", "/szukaj/?q=czas+dy%C5%BCuru")
    assert suggested(client, "czas") == [page, term, section]
    assert suggested(client, "PRACY cza") == [page, section]
    assert suggested(client, "dyzu") == [term]


def test_what_begins_with_the_text_comes_first_and_nothing_twice(client: Client, home: HomePage) -> None:
    first = make_page(home, "Żółty regulamin")
    first.body = first.body.stream_block.to_python([*heading("Regulamin"), *prose("a"), *heading("Regulamin")])
    first.save_revision().publish()
    make_page(home, "Regulamin żółtej świetlicy")
    assert [title for title, _context, _url in suggested(client, "regulamin")] == [
        "Regulamin",
        "Regulamin żółtej świetlicy",
        "Żółty regulamin",
    ]


def test_there_are_at_most_eight_and_the_queries_do_not_grow(client: Client, make_pages: Callable[..., Any]) -> None:
    make_pages(3)
    suggested(client, "stro")
    with CaptureQueriesContext(connection) as few:
        assert len(suggested(client, "stro")) == 3
    make_pages(27, start=3)
    public_cache.clear()
    with CaptureQueriesContext(connection) as many:
        assert len(suggested(client, "stro")) == 8
    assert len(many) == len(few) <= 12


def test_the_count_is_said(client: Client, home: HomePage, make_pages: Callable[..., Any]) -> None:
    make_pages(2)
    assert (
        client.get(ADDRESS, {"q": "stro"}).json()["message"].replace("\u00a0", " ")
        == "2 podpowiedzi. Wybierz strzałkami."
    )
    assert client.get(f"/en{ADDRESS}", {"q": "hipopotam"}).json() == {
        "query": "hipopotam",
        "message": "No suggestions",
        "suggestions": [],
    }


@pytest.mark.parametrize("query", ["", "a", "  ", *QUERIES])
def test_odd_input_never_errors(client: Client, chapter: Chapter, query: str) -> None:
    for address in (ADDRESS, f"{ADDRESS}lista/"):
        response = client.get(address, {"q": query})
        assert response.status_code == 200
        assert "no-store" in response["Cache-Control"]


def test_browsers_get_lists(client: Client, chapter: Chapter) -> None:
    response = client.get(f"{ADDRESS}lista/", {"q": "czas"})
    assert response["Content-Type"] == "application/x-suggestions+json"
    assert response.json() == [
        "czas",
        ["Czas pracy"],
        ["Poradniki i\u00a0metodologia"],
        ["http://testserver/poradniki/praca/czas-pracy/"],
    ]


def test_one_address_asks_only_so_often(client: Client, home: HomePage, settings: Any) -> None:
    settings.POMOST_RATE_LIMITS = {"suggestions": "2/m/ip"}
    answers = [client.get(ADDRESS, {"q": "czas"}) for _time in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert answers[-1].json()["error"].replace("\u00a0", " ") == "Za dużo próśb o podpowiedzi. Odczekaj minutę."
    assert client.post(ADDRESS).status_code == 405
