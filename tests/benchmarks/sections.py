"""Search over many generated sections, beside Wagtail's stock backend over the same rows of the same database."""

import itertools
import random
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.contrib.contenttypes.models import ContentType
from django.db import OperationalError, connection, transaction
from django.db.models import Sum
from django.db.models.functions import Length
from django.test import RequestFactory
from django.utils import timezone
from wagtail.models import Page, Site
from wagtail.search.backends import get_search_backend
from wagtail.search.models import IndexEntry

from polish.analysis import tokens
from polish.morphology import readings
from publishing.models import StandardPage
from search import services
from search.finder import PER_PAGE, find
from search.models import Section
from search.models.sections import Kind
from search.suggestions import suggest

STOCK = "wagtail.search.backends.database"
SECTIONS_A_PAGE = 10
SENTENCES = 8
QUERIES = 60
# The stock backend takes seconds, or minutes, for a query over many sections: it is asked fewer, once each. A query is
# stopped after so many seconds and counted as them, which makes the site's own search look no better than it is.
STOCK_QUERIES = 6
STOCK_SECONDS = 20.0
BATCH = 1_000
SEED = 20_261_129


def measure(count: int) -> dict[str, float]:
    """Times in milliseconds, rates in sections a second, sizes in characters, for ``count`` sections."""
    chance = random.Random(SEED)
    sentences = _sentences()
    queries = _queries(sentences, chance)
    Section.objects.all().delete()
    _make_sections(count, sentences, chance)
    original = _characters(Section, "title", "heading", "keywords", "text")
    ours = _index(get_search_backend())
    services.count_words()
    request = _request()
    own = _times(lambda query: find(query, request=request), queries)
    beginnings = [query.split()[0][:4] for query in queries]
    suggested = _times(lambda text: suggest(text, request=request), beginnings)
    indexed = _indexed_characters()
    stock = get_search_backend(STOCK)
    stocks = _index(stock)
    stock_times = [_stopped_in_time(stock, query) for query in queries[:STOCK_QUERIES]]
    return {
        "p50": _percentile(own, 0.5),
        "p95": _percentile(own, 0.95),
        "suggestions p95": _percentile(suggested, 0.95),
        "stock p50": _percentile(stock_times, 0.5),
        "stock p95": _percentile(stock_times, 0.95),
        "indexed a second": count / ours,
        "stock indexed a second": count / stocks,
        "original characters": original,
        "index characters": indexed,
    }


def _sentences() -> list[str]:
    texts = Section.objects.exclude(text="").values_list("text", flat=True)
    sentences = (sentence.strip() for text in texts for sentence in text.replace("\n", " ").split(". "))
    return [sentence for sentence in sentences if len(sentence) > 20]


def _queries(sentences: list[str], chance: random.Random) -> list[str]:
    """One to three neighbouring words of a sentence that are no function words, in the form in which they stand."""
    found: list[str] = []
    while len(found) < QUERIES:
        words = [
            token.stem
            for token in tokens(chance.choice(sentences))
            if len(token.stem) > 3 and (read := readings(token.stem)) and not read[0].is_function
        ]
        if len(words) > 3:
            start = chance.randrange(len(words) - 3)
            found.append(" ".join(words[start : start + chance.randint(1, 3)]))
    return found


def _make_sections(count: int, sentences: list[str], chance: random.Random) -> None:
    pages = _make_pages(-(-count // SECTIONS_A_PAGE))
    rows = (
        Section(
            page_id=page,
            position=position,
            anchor=f"a{position}" if position else "",
            title=f"Strona {page}",
            heading=" ".join(chance.choice(sentences).split()[:4]) if position else "",
            text=". ".join(chance.choices(sentences, k=SENTENCES)),
            kind=Kind.PAGE,
        )
        for page in pages
        for position in range(SECTIONS_A_PAGE)
    )
    for batch in _batches(itertools.islice(rows, count)):
        Section.objects.bulk_create(batch)


def _make_pages(count: int) -> list[int]:
    """Live pages below the home page, written without Wagtail's checks; the paths continue those of its children."""
    home = Site.objects.get(is_default_site=True).root_page
    kind = ContentType.objects.get_for_model(StandardPage)
    last = home.get_children().order_by("path").last()
    start = int(last.path[-Page.steplen :], 36) + 1 if last else 1
    now = timezone.now()
    pages = Page.objects.bulk_create(
        [
            Page(
                title=f"Strona {number}",
                slug=f"wygenerowana-{number}",
                depth=home.depth + 1,
                path=Page._get_path(home.path, home.depth + 1, start + number),
                url_path=f"{home.url_path}wygenerowana-{number}/",
                content_type=kind,
                live=True,
                locale_id=home.locale_id,
                first_published_at=now,
            )
            for number in range(count)
        ],
        batch_size=BATCH,
    )
    columns = "page_ptr_id, summary, search_text, body, body_html, headings, words"
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {StandardPage._meta.db_table} ({columns}) VALUES (%s, '', '', '[]', '', '[]', 0)",  # noqa: S608
            [(page.pk,) for page in pages],
        )
    return [page.pk for page in pages]


def _index(backend: Any) -> float:
    """Indexes all sections with this backend; the seconds that it took."""
    IndexEntry.objects.filter(content_type=ContentType.objects.get_for_model(Section)).delete()
    index = backend.get_index_for_model(Section)
    started = time.perf_counter()
    for batch in _batches(Section.objects.iterator(BATCH)):
        index.add_items(Section, batch)
    return time.perf_counter() - started


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
    return request


def _characters(model: Any, *names: str) -> int:
    totals = model.objects.aggregate(**{name: Sum(Length(name)) for name in names})
    return sum(total or 0 for total in totals.values())


def _indexed_characters() -> int:
    entries = IndexEntry.objects.filter(content_type=ContentType.objects.get_for_model(Section))
    names = ("title_text", "body_text") if connection.vendor == "postgresql" else ("title", "body")
    totals = entries.aggregate(**{name: Sum(Length(name)) for name in names})
    return sum(total or 0 for total in totals.values())


def _batches(rows: Any) -> Iterator[list[Any]]:
    iterator = iter(rows)
    while batch := list(itertools.islice(iterator, BATCH)):
        yield batch


def _percentile(values: list[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]
