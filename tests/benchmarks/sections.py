"""Search over many generated sections, beside Wagtail's stock backend over the same rows.

Which backend is measured says the environment: that of the database, or the engine at ``SEARCH_URL``.
"""

import random
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any
from unittest.mock import patch

from django.contrib.auth.models import AnonymousUser
from django.contrib.contenttypes.models import ContentType
from django.db import OperationalError, connection, transaction
from django.db.models import Sum
from django.db.models.functions import Length
from django.test import RequestFactory
from wagtail.search.backends import get_search_backend
from wagtail.search.models import IndexEntry

from polish.analysis import version
from search import rebuilding, services
from search.backends import chosen, engine
from search.finder import PER_PAGE, find
from search.models import IndexVersion, Section
from search.suggestions import suggest
from tests.benchmarks import section_rows
from tests.benchmarks.section_rows import batches
from tests.search.with_engine import asked_strictly

DATABASE = "wagtail.search.backends.database"
ENGINES = {
    "elasticsearch": "wagtail.search.backends.elasticsearch9",
    "opensearch": "wagtail.search.backends.opensearch3",
}
CORE_ANALYZERS = {"settings": {"analysis": {"analyzer": {"edgengram_analyzer": {"type": "standard"}}}}}
"""For the stock backend in an Elasticsearch without its module of analyzers: whole words in place of their beginnings,
which only makes it faster."""
# The stock backend of a database takes seconds, or minutes, for a query over many sections: it is asked fewer, once
# each. A query is stopped after so many seconds and counted as them, which makes the site's own search look no better
# than it is.
STOCK_QUERIES = 6
STOCK_SECONDS = 20.0
PATIENCE = 30.0
SEED = 20_261_129


def measure(count: int) -> dict[str, float]:
    """Times in milliseconds, rates in sections a second, sizes in characters, for ``count`` sections."""
    queries = section_rows.make(count, random.Random(SEED))
    ours = _index_database(chosen.database())
    services.count_words()
    IndexVersion.objects.update_or_create(backend=services.BACKEND, defaults={"analyser": version()})
    if chosen.has_engine():
        ours = _index_engine()
        engine.SEARCH_TIMEOUT = PATIENCE
        engine.EngineBackend.answered = asked_strictly  # type: ignore[method-assign]
    request = _request()
    own = _times(lambda query: find(query, request=request), queries)
    beginnings = [query.split()[0][:4] for query in queries]
    suggested = _times(lambda text: suggest(text, request=request), beginnings)
    characters, original = _indexed_characters(), _characters(Section, "title", "heading", "keywords", "text")
    stocks, stock_times = _stock_of_engine(queries) if chosen.has_engine() else _stock_of_database(queries)
    return {
        "p50": _percentile(own, 0.5),
        "p95": _percentile(own, 0.95),
        "suggestions p95": _percentile(suggested, 0.95),
        "stock p50": _percentile(stock_times, 0.5),
        "stock p95": _percentile(stock_times, 0.95),
        "indexed a second": count / ours,
        "stock indexed a second": count / stocks,
        "original characters": original,
        "index characters": characters,
    }


def _index_database(backend: Any) -> float:
    """Indexes all sections with a backend of the database; the seconds that it took."""
    IndexEntry.objects.filter(content_type=ContentType.objects.get_for_model(Section)).delete()
    index = backend.get_index_for_model(Section)
    started = time.perf_counter()
    for batch in batches(Section.objects.iterator(section_rows.BATCH)):
        index.add_items(Section, batch)
    return time.perf_counter() - started


def _index_engine() -> float:
    """Builds the index of sections in the engine; the seconds that it took."""
    with patch.object(rebuilding, "get_indexed_models", return_value=[Section]):
        started = time.perf_counter()
        rebuilding.rebuild_engine()
        return time.perf_counter() - started


def _stock_of_database(queries: list[str]) -> tuple[float, list[float]]:
    """The seconds of the stock backend's index, and the milliseconds of its queries."""
    stock = get_search_backend(DATABASE)
    return _index_database(stock), [_stopped_in_time(stock, query) for query in queries[:STOCK_QUERIES]]


def _stock_of_engine(queries: list[str]) -> tuple[float, list[float]]:
    """The same in the engine, whose stock backend is asked as often as the site's own."""
    name = chosen.engine().engine
    options = {"URLS": list(chosen.engine().address.hosts), "INDEX_PREFIX": "stock_", "TIMEOUT": PATIENCE}
    stock = get_search_backend(ENGINES[name], **options)
    if name == "elasticsearch":
        stock.settings = CORE_ANALYZERS
    index = stock.get_index_for_model(Section)
    started = time.perf_counter()
    index.reset()
    index.add_model(Section)
    for batch in batches(Section.objects.iterator(section_rows.BATCH)):
        index.add_items(Section, batch)
    index.refresh()
    seconds = time.perf_counter() - started
    return seconds, _times(lambda query: list(stock.search(query, Section.objects.all())[:PER_PAGE]), queries)


def _times(search: Callable[[str], Any], queries: list[str]) -> list[float]:
    """Milliseconds of each query, after one round that is not counted."""
    times = []
    for number in range(2):
        for query in queries:
            started = time.perf_counter()
            search(query)
            if number:
                times.append((time.perf_counter() - started) * 1000)
    return times


def _stopped_in_time(stock: Any, query: str) -> float:
    """Milliseconds of a query of the stock backend, at most ``STOCK_SECONDS``."""
    started = time.perf_counter()
    with suppress(OperationalError), transaction.atomic():  # the transaction ends with the query that was stopped
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute(f"SET LOCAL statement_timeout = {int(STOCK_SECONDS * 1000)}")
        else:
            connection.ensure_connection()
            until = started + STOCK_SECONDS
            connection.connection.set_progress_handler(lambda: time.perf_counter() > until, 10_000)
        try:
            list(stock.search(query, Section.objects.all())[:PER_PAGE])
        finally:
            if connection.vendor == "sqlite":
                connection.connection.set_progress_handler(None, 0)
    return (time.perf_counter() - started) * 1000


def _request() -> Any:
    request = RequestFactory().get("/szukaj/", headers={"host": "localhost"})
    request.user = AnonymousUser()
    request.LANGUAGE_CODE = "pl"  # what the middleware sets
    return request


def _characters(model: Any, *names: str) -> int:
    totals = model.objects.aggregate(**{name: Sum(Length(name)) for name in names})
    return sum(total or 0 for total in totals.values())


def _indexed_characters() -> int:
    """What the index of the backend that is measured has of the texts."""
    if chosen.has_engine():
        mapping = chosen.engine().mapping_class(Section)
        names = [mapping.get_field_column_name(field) for field in Section.get_searchable_search_fields()]
        documents = (mapping.get_document(section) for section in Section.objects.iterator(section_rows.BATCH))
        return sum(len(document[name]) for document in documents for name in names)
    entries = IndexEntry.objects.filter(content_type=ContentType.objects.get_for_model(Section))
    columns = ("title_text", "body_text") if connection.vendor == "postgresql" else ("title", "body")
    totals = entries.aggregate(**{name: Sum(Length(name)) for name in columns})
    return sum(total or 0 for total in totals.values())


def _percentile(values: list[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]
