"""The site with a search engine in front of its database, for tests that are rolled back."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch
from urllib.parse import urlsplit

from modelsearch.backends.base import FilterError

from publishing.availability import Availability
from search import rebuilding, updates
from search.addresses import backends
from search.backends import chosen, engine
from search.models import PendingUpdate

_MADE: set[str] = set()
"""Addresses of the engines in which this process has made its indices."""


@contextmanager
def engine_at(url: str, name: str, settings: Any, *, prefix: str = "") -> Iterator[Any]:
    """The site's search in the engine at ``url`` for the block, with indices that are empty before and after it.

    Indices are made once for all tests of a process: that takes longer than most tests.
    """
    address = f"{name}://{urlsplit(url).netloc}/{prefix or f'tests-{os.getpid()}'}"
    settings.WAGTAILSEARCH_BACKENDS = backends(address)
    with patch.object(engine, "availability", Availability("search_engine")):
        backend = chosen.engine()
        if address not in _MADE:
            with patch.object(rebuilding, "_fill", return_value=0):
                rebuilding.rebuild_engine()
            _MADE.add(address)
        PendingUpdate.objects.all().delete()
        try:
            yield backend
        finally:
            empty(backend)


def asked_strictly(self: engine.EngineBackend, model: Any, ask: Callable[[], Any], otherwise: Callable[[], Any]) -> Any:
    """As ``EngineBackend.answered``, but the database helps out only with filters that no engine has."""
    assert not PendingUpdate.objects.exists()
    try:
        return ask()
    except FilterError:
        return otherwise()


def sync() -> None:
    """Tells the engine what has been committed: tests in transactions commit nothing."""
    if chosen.has_engine():
        assert updates.send(timeout=30).left is False


def empty(backend: Any) -> None:
    """Deletes everything in the indices, without the delete-by-query that not every engine has."""
    pattern = f"/{backend.address.prefix}-*"
    hits = backend.perform("POST", f"{pattern}/_search", {"size": 10_000, "_source": False}, timeout=30)["hits"]["hits"]
    if hits:
        lines = [{"delete": {"_index": hit["_index"], "_id": hit["_id"]}} for hit in hits]
        backend.perform("POST", "/_bulk", lines, timeout=30, refresh="true")
