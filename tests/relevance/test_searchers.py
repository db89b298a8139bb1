"""The searchers of the relevance set over a small site."""

import pytest
from django.core.files.base import ContentFile
from wagtail.search.models import IndexEntry

from pomost.models import HomePage
from publishing.models import PomostDocument, StandardPage
from tests.builders import downloads, prose
from tests.relevance import searchers
from tests.relevance.searchers import Answer, SiteSearcher, StockSearcher

pytestmark = pytest.mark.django_db


@pytest.fixture
def zoo(home: HomePage) -> HomePage:
    """Twelve pages with one word, one of them with a second word."""
    IndexEntry.objects.filter(content_type__model="pomostdocument").delete()
    for number in range(12):
        words = "hipopotam nosorożec" if number == 0 else "hipopotam"
        home.add_child(instance=StandardPage(title=f"Zwierzę {number}", slug=f"z-{number}", body=prose(words)))
    return home


def test_the_site_finds_all_words(zoo: HomePage) -> None:
    found = SiteSearcher().search("nosorożec hipopotam")
    assert (found.urls[0], found.full_match) == ("/z-0/", True)


def test_the_site_says_when_it_finds_only_some_words(zoo: HomePage) -> None:
    assert SiteSearcher().search("nosorożec żyrafa") == Answer(["/z-0/"], full_match=False)


def test_the_site_says_when_it_searches_for_another_spelling(zoo: HomePage) -> None:
    assert SiteSearcher().search("nosorozek") == Answer(["/z-0/"], full_match=False)


def test_an_empty_answer_is_no_full_match(zoo: HomePage) -> None:
    assert SiteSearcher().search("żyrafa") == Answer([], full_match=False)


def test_results_are_read_from_all_pages_up_to_the_limit(zoo: HomePage, monkeypatch: pytest.MonkeyPatch) -> None:
    found = SiteSearcher().search("hipopotam")
    assert sorted(found.urls) == sorted(f"/z-{number}/" for number in range(12))
    monkeypatch.setattr(searchers, "MOST", 11)
    assert SiteSearcher().search("hipopotam") == Answer(found.urls[:11], full_match=True)


@pytest.fixture
def indexed(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is saved is indexed by the same backend already; doing all again takes seconds."""
    monkeypatch.setattr(searchers, "call_command", lambda *args, **options: None)


@pytest.mark.usefixtures("indexed")
def test_the_stock_backend_searches_pages_and_documents(home: HomePage) -> None:
    document = PomostDocument.objects.create(
        title="Hipopotam", file=ContentFile(b"zebra", name="hipopotam.txt"), extracted_text="zebra"
    )
    page = home.add_child(instance=StandardPage(title="Hipopotam", slug="hipopotam", body=downloads(document)))
    stock, some = StockSearcher(operator="and"), StockSearcher(operator="or")
    assert sorted(stock.search("hipopotam").urls) == sorted([page.get_url(), document.url])
    assert stock.search("hipopotam zebra").urls == [document.url]
    assert stock.search("hipopotam żyrafa") == Answer([], full_match=False)
    assert sorted(some.search("hipopotam żyrafa").urls) == sorted([page.get_url(), document.url])


@pytest.mark.usefixtures("indexed")
@pytest.mark.sqlite_only
def test_a_query_that_the_stock_backend_cannot_parse_has_no_results() -> None:
    assert StockSearcher().search('czas "pracy') == Answer([], full_match=False)
