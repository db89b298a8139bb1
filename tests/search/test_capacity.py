"""Searches have a rate limit by IP address and use only a part of the threads."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from threading import Event, Semaphore
from typing import Any

import pytest
from django.db import connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext

from pomost.models import HomePage
from publishing import limits
from search import views
from search.capacity import BusyError, Turns
from search.finder import Found

THREADS = 4
"""The number of gunicorn's threads in docs/operations.md."""

NOTHING = Found(results=[], total=0, capped=False, page_number=1, has_next=False)


@pytest.fixture(autouse=True)
def _nothing_counted() -> Iterator[None]:
    limits.clear()
    yield
    limits.clear()


@pytest.mark.django_db
def test_one_address_searches_only_so_often(client: Client, home: HomePage, settings: Any) -> None:
    settings.POMOST_RATE_LIMITS = {"search": "3/m/ip"}
    for address in ("/szukaj/", "/szukaj/?q=", "/szukaj/?q=%3F%21"):  # nothing is looked for
        assert [client.get(address).status_code for _time in range(3)] == [200] * 3
    answers = [client.get("/szukaj/", {"q": "umowa o dzieło"}) for _time in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    page = answers[-1].content.decode()
    assert 'value="umowa o dzieło"' in page
    assert "Odczekaj minutę" in page
    assert page.count("<h1") == 1
    assert "no-store" in answers[-1]["Cache-Control"]
    assert client.get("/szukaj/").status_code == 200
    assert Client(REMOTE_ADDR="192.0.2.7").get("/szukaj/?q=umowa").status_code == 200


@pytest.mark.django_db
def test_counting_searches_writes_nothing(
    client: Client, home: HomePage, settings: Any, django_assert_num_queries: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "find", lambda *_words, **_options: NOTHING)
    client.get("/szukaj/?q=umowa")
    settings.POMOST_RATE_LIMITS = {}
    with CaptureQueriesContext(connection) as without:
        client.get("/szukaj/?q=umowa")
    settings.POMOST_RATE_LIMITS = {"search": "100/m/ip"}
    with django_assert_num_queries(len(without)):
        client.get("/szukaj/?q=umowa")


def test_the_memory_of_counts_is_bounded(rf: Any, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.POMOST_RATE_LIMITS = {"search": "1/m/ip"}
    monkeypatch.setattr(limits, "MOST_COUNTS", 3)

    def search_from(*numbers: int) -> list[bool]:
        return [limits.allowed_here(rf.get("/", REMOTE_ADDR=f"192.0.2.{number}"), "search") for number in numbers]

    assert search_from(1, 2, 3, 1) == [True, True, True, False]
    assert search_from(4) == [True]
    assert search_from(1, 3, 2) == [False, False, True]  # 2 was the one longest unused
    assert len(limits._counts) == 3


def test_a_turn_is_given_back_whatever_happens() -> None:
    turns = Turns(1)
    for _time in range(3):
        with pytest.raises(ZeroDivisionError), turns.take():
            raise ZeroDivisionError
    with turns.take(), pytest.raises(BusyError), turns.take():
        pass
    with turns.take():
        pass


@pytest.fixture
def slow_search(monkeypatch: pytest.MonkeyPatch, settings: Any) -> Iterator[tuple[Semaphore, Event]]:
    """Searches that block until released: the number of those started, and the function that releases them."""
    begun, go = Semaphore(0), Event()

    def find(*_words: Any, **_options: Any) -> Found:
        begun.release()
        assert go.wait(30)
        return NOTHING

    monkeypatch.setattr(views, "find", find)
    assert settings.POMOST_SEARCHES_AT_ONCE == THREADS // 2
    yield begun, go
    go.set()


@pytest.fixture
def server() -> Iterator[Callable[[str], "Future[Any]"]]:
    """Answers requests with four threads, as gunicorn's worker does."""

    def answer(address: str) -> Any:
        try:
            return Client().get(address)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(THREADS) as pool:
        yield lambda address: pool.submit(answer, address)


@pytest.mark.django_db
def test_while_many_search_another_page_is_answered(
    slow_search: tuple[Semaphore, Event], server: Callable[[str], "Future[Any]"]
) -> None:
    begun, go = slow_search
    searches = [server("/szukaj/?q=umowa") for _reader in range(8)]
    for _one in range(THREADS // 2):
        assert begun.acquire(timeout=20)
    home = server("/wzorce/")
    assert home.result(timeout=20).status_code == 200
    assert not go.is_set()
    wait(searches[THREADS // 2 :], timeout=20)  # those without a turn have been told so
    refused = [search.result(timeout=0) for search in searches if search.done()]
    assert [answer.status_code for answer in refused] == [503] * 6
    assert {answer["Retry-After"] for answer in refused} == {"5"}
    assert 'value="umowa"' in refused[0].content.decode()
    assert "Wyszukaj jeszcze raz za kilka sekund." in refused[0].content.decode().replace("\u00a0", " ")
    go.set()
    assert sorted(search.result(timeout=20).status_code for search in searches) == [200] * 2 + [503] * 6
