"""Counts searches in the memory of the process; a thread adds the counts to the database once a minute.

A search writes nothing to the database and waits for no lock of it. A process that is killed loses the counts of a
minute. Nothing that tells who searched is counted (``docs/decisions/0019-search-statistics.md``).
"""

import atexit
import os
import re
import threading
from collections import Counter
from dataclasses import dataclass, field
from datetime import date

import structlog
from django.conf import settings
from django.db import Error, connection
from django.utils import timezone

from search.models.statistics import LONGEST_COUNTED

log = structlog.get_logger("search.counting")

FURTHEST_PLACE = 200
"""The last place of a result whose opening is counted."""
MOST_ENTRIES = 5000
"""The most queries, and the most places of queries, in the memory of a process; further ones are not counted."""
_MAIL = re.compile(r"\S@\S")
# Numbers of persons and telephones: nine digits or more, whatever stands between them.
_LONG_NUMBER = re.compile(r"\d(?:[\s().+/–-]*\d){8}")


QueryOfDay = tuple[str, date]


@dataclass(slots=True)
class Counts:
    """What was counted since the last writing."""

    searches: Counter[QueryOfDay] = field(default_factory=Counter)
    without_results: Counter[QueryOfDay] = field(default_factory=Counter)
    with_some_words: Counter[QueryOfDay] = field(default_factory=Counter)
    places: Counter[tuple[str, date, int]] = field(default_factory=Counter)

    def __bool__(self) -> bool:
        return bool(self.searches or self.places)

    def add(self, other: "Counts") -> None:
        self.searches.update(other.searches)
        self.without_results.update(other.without_results)
        self.with_some_words.update(other.with_some_words)
        self.places.update(other.places)


_counts = Counts()
_lock = threading.Lock()
_thread_of: int | None = None


def countable(text: str) -> str:
    """A query as it is counted: in lower case with single spaces; empty where it may hold data of a person."""
    query = " ".join(text.lower().split())
    if len(query) > LONGEST_COUNTED or _MAIL.search(query) or _LONG_NUMBER.search(query):
        return ""
    return query


def count_search(text: str, *, total: int, some: bool) -> None:
    """Counts one search with its number of results; ``some``: no result had every word."""
    if not (query := countable(text)):
        return
    key = query, timezone.localdate()
    with _lock:
        if key not in _counts.searches and len(_counts.searches) >= MOST_ENTRIES:
            return
        _counts.searches[key] += 1
        if total == 0:
            _counts.without_results[key] += 1
        elif some:
            _counts.with_some_words[key] += 1
    _start()


def count_opened(text: str, *, place: int) -> None:
    """Counts that a result was opened; the first has the place 1, promoted ones 0."""
    if not 0 <= place <= FURTHEST_PLACE or not (query := countable(text)):
        return
    key = query, timezone.localdate(), place
    with _lock:
        if key not in _counts.places and len(_counts.places) >= MOST_ENTRIES:
            return
        _counts.places[key] += 1
    _start()


def write() -> None:
    """Adds the counts to the database. Where that fails, they are kept for the next time."""
    from search.statistics import add_counts  # which names this module's counts

    taken = take()
    if not taken:
        return
    try:
        add_counts(counts=taken)
    except Error as error:
        log.warning("search.counts_not_written", reason=type(error).__name__)
        with _lock:
            _counts.add(taken)


def take() -> Counts:
    """The counts since the last writing, which start anew."""
    global _counts
    with _lock:
        taken, _counts = _counts, Counts()
    return taken


def _start() -> None:
    """Starts the thread of this process with its first count. A fork has none of its parent's threads."""
    global _thread_of
    seconds = settings.POMOST_SEARCH_COUNTS_EVERY
    if not seconds or _thread_of == os.getpid():
        return
    with _lock:
        if _thread_of == os.getpid():
            return
        _thread_of = os.getpid()
    threading.Thread(target=_write_every, args=(seconds,), name="search-counts", daemon=True).start()
    atexit.register(write)


def _write_every(seconds: float) -> None:
    pause = threading.Event()
    while not pause.wait(seconds):
        try:
            write()
        except Exception as error:
            log.error("search.counts_failed", exc_info=error)
        finally:
            connection.close()
