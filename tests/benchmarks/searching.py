"""The time of a search over long documents, and its effect on concurrent requests for pages."""

import itertools
import threading
import time
from typing import Any

from tests.benchmarks.bounds import Figure
from tests.benchmarks.load import get, median
from tests.benchmarks.throwaway import Server, Throwaway

SEARCH = "/szukaj/?q=regulamin+konkursu"
SEARCHES = 15
SEARCHERS = 8
SECONDS = 8.0
SERVER = ("--workers", "2", "--threads", "4")

_addresses = itertools.count()


def figures(site: Throwaway, prepared: dict[str, Any]) -> list[Figure]:
    """Two processes of four threads, as production has them."""
    documents = site.ask("tests.benchmarks.inside", "documents")["documents"]
    server = site.serve("pomost.wsgi:application", name="search", options=SERVER)
    try:
        past, search = [], []
        for _number in range(SEARCHES):
            past.append(_timed(server, f"{prepared['chapter']}?p=1"))
            search.append(_timed(server, SEARCH))
        alone, chapter = median(search), median(past)
        beside = _beside_searchers(server)
    finally:
        server.stop()
    late = sorted(beside)[int(len(beside) * 0.95)]
    return [
        Figure(
            "search over long documents",
            round(alone * 1000, 1),
            "ms",
            round(chapter * 1000, 1),
            round(alone / chapter, 2),
            f"{documents} documents of 200,000 characters; beside the chapter past the page cache",
        ),
        Figure(
            "kept page beside eight searchers",
            round(late * 1000, 1),
            "ms",
            round(alone * 1000, 1),
            round(late / alone, 3),
            f"the home page, 95th percentile of {len(beside)}; beside one search alone",
        ),
    ]


def _timed(server: Server, path: str, *, expected: tuple[int, ...] = (200,)) -> float:
    """Seconds that a request takes. Each comes from an address of its own, so that no limit is met.

    Raises ``RuntimeError`` when the status is not one of ``expected``.
    """
    number = next(_addresses)
    address = f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"
    started = time.perf_counter()
    status = get(server.port, path, headers={"X-Forwarded-For": address}).status
    if status not in expected:
        raise RuntimeError(f"{path}: {status}")
    return time.perf_counter() - started


def _beside_searchers(server: Server) -> list[float]:
    """The response time of the cached home page during continuous searches on eight connections."""
    stop = threading.Event()
    wrong: list[RuntimeError] = []

    def search() -> None:
        while not stop.is_set():
            try:
                _timed(server, SEARCH, expected=(200, 503))  # 503: too many concurrent searches
            except RuntimeError as error:
                wrong.append(error)
                return

    threads = [threading.Thread(target=search) for _reader in range(SEARCHERS)]
    for thread in threads:
        thread.start()
    until = time.perf_counter() + SECONDS
    beside = []
    try:
        while time.perf_counter() < until:
            beside.append(_timed(server, "/"))
            time.sleep(0.02)
    finally:
        stop.set()
        for thread in threads:
            thread.join()
    if wrong:
        raise wrong[0]
    return beside
