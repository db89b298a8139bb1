"""Counts of searches: what is kept, for how long, and that nothing tells who searched."""

import atexit
import threading
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from publishing.signals import housekeeping
from resources.guidance.models import Chapter
from search import counting, statistics
from search.models import OpenedPlace, SearchedQuery

pytestmark = pytest.mark.django_db

Make = Callable[..., Any]


@pytest.fixture(autouse=True)
def _counts_of_this_test() -> Iterator[None]:
    counting.take()
    yield
    counting.take()


def rows() -> list[tuple[Any, ...]]:
    found = SearchedQuery.objects.order_by("query", "day")
    return list(found.values_list("query", "searches", "without_results", "with_some_words", "opened", "opened_places"))


def test_a_search_writes_nothing_in_its_request(client: Client, chapter: Chapter) -> None:
    with CaptureQueriesContext(connection) as queries:
        client.get("/szukaj/", {"q": "ewidencja"})
    assert [query["sql"] for query in queries if not query["sql"].startswith("SELECT")] == []
    assert rows() == []
    counting.write()
    assert rows() == [("ewidencja", 1, 0, 0, 0, 0)]


def test_searches_are_counted_by_query_and_day(client: Client, chapter: Chapter) -> None:
    for query in ("ewidencja", " Ewidencja ", "EWIDENCJA", "żyrafa", "ewidencja żyrafa", "ewidencja  żyrafa"):
        client.get("/szukaj/", {"q": query})
    counting.write()
    client.get("/szukaj/", {"q": "ewidencja"})
    counting.write()
    counting.write()
    assert rows() == [("ewidencja", 4, 0, 0, 0, 0), ("ewidencja żyrafa", 2, 0, 2, 0, 0), ("żyrafa", 1, 1, 0, 0, 0)]
    assert set(SearchedQuery.objects.values_list("day", flat=True)) == {timezone.localdate()}


@pytest.mark.parametrize("more", [{"strona": "2"}, {"rodzaj": "guide"}, {"q": ""}, {"q": "?!"}])
def test_further_pages_filters_and_empty_searches_are_not_counted(
    client: Client, chapter: Chapter, more: dict[str, str]
) -> None:
    client.get("/szukaj/", {"q": "ewidencja", **more})
    assert not counting.take()


def test_nothing_but_query_day_and_numbers_is_kept() -> None:
    assert {field.name for field in SearchedQuery._meta.get_fields()} == {
        "id",
        "query",
        "day",
        "searches",
        "without_results",
        "with_some_words",
        "opened",
        "opened_places",
    }
    assert {field.name for field in OpenedPlace._meta.get_fields()} == {"id", "day", "place", "times"}


@pytest.mark.parametrize(
    "query",
    [
        "ola@example.org",
        "napisz do ola@example.org proszę",
        "44051401359",
        "pesel 440514 01359",
        "600700800",
        "+48 600-700-800",
        "(22) 621.00.00 w. 12",
        "PL61 1090 1014 0000 0712 1981 2874",
        "nip 526–10–40–828",
        "a" * 101,
    ],
)
def test_what_looks_like_data_of_a_person_is_not_counted(query: str) -> None:
    counting.count_search(query, total=0, some=False)
    counting.count_opened(query, place=1)
    assert not counting.take()


@pytest.mark.parametrize("query", ["art. 19a", "dz.u. 2003 nr 96 poz. 873", "rok 2026", "00-950", "@", "a" * 100])
def test_other_numbers_are_counted(query: str) -> None:
    assert counting.countable(query.upper()) == query


def test_counts_survive_a_database_that_fails(
    client: Client, chapter: Chapter, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(**_counts: Any) -> None:
        raise DatabaseError

    client.get("/szukaj/", {"q": "ewidencja"})
    counting.count_opened("ewidencja", place=2)
    with monkeypatch.context() as patch:
        patch.setattr(statistics, "add_counts", fail)
        counting.write()
    assert rows() == []
    counting.write()
    assert rows() == [("ewidencja", 1, 0, 0, 1, 2)]


def test_the_memory_of_counts_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counting, "MOST_ENTRIES", 2)
    for query in ("jeden", "dwa", "trzy", "jeden"):
        counting.count_search(query, total=1, some=False)
        counting.count_opened(query, place=1)
    taken = counting.take()
    today = timezone.localdate()
    assert taken.searches == {("jeden", today): 2, ("dwa", today): 1}
    assert taken.places == {("jeden", today, 1): 2, ("dwa", today, 1): 1}


def test_the_first_count_of_a_process_starts_its_thread(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.POMOST_SEARCH_COUNTS_EVERY = 60
    started: list[tuple[str, float]] = []
    monkeypatch.setattr(
        counting, "_write_every", lambda seconds: started.append((threading.current_thread().name, seconds))
    )
    monkeypatch.setattr(counting, "_thread_of", None)
    monkeypatch.setattr(atexit, "register", lambda function: None)
    counting.count_search("statut", total=1, some=False)
    counting.count_opened("statut", place=1)
    for thread in threading.enumerate():
        if thread.name == "search-counts":
            thread.join(5)
    assert started == [("search-counts", 60)]


def opened(client: Client, headers: dict[str, str] | None = None, **fields: str) -> int:
    data = {"q": "ewidencja", "strona": "1", "miejsce": "1", **fields}
    return client.post("/szukaj/klikniecie/", data, headers=headers).status_code


def test_opened_results_are_counted_by_place(client: Client) -> None:
    assert [opened(client), opened(client, miejsce="3"), opened(client, strona="2", miejsce="3")] == [204] * 3
    assert opened(client, strona="2", miejsce="0") == 204
    assert opened(client, q="inne") == 204
    counting.write()
    assert rows() == [("ewidencja", 0, 0, 0, 4, 27), ("inne", 0, 0, 0, 1, 1)]
    assert list(OpenedPlace.objects.by_place().values_list("place", "total")) == [(0, 1), (1, 2), (3, 1), (23, 1)]


@pytest.mark.parametrize(
    "fields",
    [
        {"miejsce": "-1"},
        {"miejsce": "21"},
        {"miejsce": "x"},
        {"miejsce": ""},
        {"strona": "0"},
        {"strona": "101"},
        {"strona": "9" * 50},
        {"q": ""},
        {"q": "\x00"},
    ],
)
def test_odd_places_are_not_counted(client: Client, fields: dict[str, str]) -> None:
    assert opened(client, None, **fields) == 204
    assert not counting.take()


@pytest.mark.parametrize("headers", [{"DNT": "1"}, {"Sec-GPC": "1"}, {"Sec-Fetch-Site": "cross-site"}])
def test_who_asks_not_to_be_tracked_and_other_sites_are_not_counted(client: Client, headers: dict[str, str]) -> None:
    assert opened(client, headers) == 204
    assert not counting.take()


def test_telling_what_was_opened_sets_and_needs_nothing(settings: Any) -> None:
    settings.POMOST_RATE_LIMITS = {"search_opened": "2/m/ip"}
    client = Client(enforce_csrf_checks=True)
    with CaptureQueriesContext(connection) as queries:
        assert [opened(client), opened(client), opened(client)] == [204, 204, 429]
    assert (len(queries), client.cookies) == (0, {})
    assert client.get("/szukaj/klikniecie/").status_code == 405


def test_what_is_kept_how_long() -> None:
    today = timezone.localdate()

    def make(query: str, searches: int, days: int) -> None:
        SearchedQuery.objects.create(query=query, day=today - timedelta(days=days), searches=searches)
        OpenedPlace.objects.create(day=today - timedelta(days=days), place=searches)

    make("rare, new", 2, 30)
    make("rare, old", 2, 31)
    make("common, a year old", 3, 400)
    make("common, older", 3, 401)
    housekeeping.send(sender=None)
    assert sorted(SearchedQuery.objects.values_list("query", flat=True)) == ["common, a year old", "rare, new"]
    assert OpenedPlace.objects.count() == 3


def test_sums_of_a_period() -> None:
    today = date(2026, 11, 29)
    for day, searches, opened_times, places in ((today, 3, 2, 3), (today - timedelta(days=6), 4, 1, 6)):
        SearchedQuery.objects.create(
            query="statut", day=day, searches=searches, opened=opened_times, opened_places=places, without_results=1
        )
    SearchedQuery.objects.create(query="statut", day=today - timedelta(days=7), searches=50)
    SearchedQuery.objects.create(query="dotacja", day=today, searches=1)
    (dotacja, statut) = SearchedQuery.objects.since(today - timedelta(days=6)).by_query().order_by("query")
    assert statut == {"query": "statut", "times": 7, "empty": 2, "partial": 0, "clicks": 3, "place": 3.0}
    assert dotacja == {"query": "dotacja", "times": 1, "empty": 0, "partial": 0, "clicks": 0, "place": None}
