"""What is measured: the site's own search page, and the stock Wagtail backend as the baseline. Needs Django set up."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from itertools import count
from typing import Any, Protocol

import lxml.html
from django.core.management import call_command
from django.db import DatabaseError, transaction
from django.test import Client, override_settings
from django.utils.translation import gettext, override
from wagtail.models import Page
from wagtail.search.backends import get_search_backend

from publishing.models import PomostDocument
from search.backends import chosen
from tests.relevance.judgements import unit_of

EXCERPT = 200
MOST = 20
"""Results that are looked at. More than are measured, because several may be of one page."""
LINKS = (
    "//ol[contains(concat(' ', @class, ' '), ' results ')]"
    "/li[contains(concat(' ', @class, ' '), ' result ')]//h2//a[@href]"
)
NOT_FULL = (
    "No section holds all these words. These pages hold some of them, or hold them apart:",
    'Nothing found for “%(query)s”. These are results for <a href="%(corrected_url)s">“%(corrected)s”</a>.',
)
"""Sentences of the search page, before translation, that say the results are not what was asked for."""
TAG, BLANK = re.compile(r"<[^>]*>"), re.compile(r"%\(\w+\)s")
STOCK: dict[str, dict[str, Any]] = {"default": {"BACKEND": "wagtail.search.backends.database"}}


@dataclass(frozen=True, slots=True)
class Answer:
    """Addresses of results in order, at most ``MOST``; ``full_match`` unless the reader is told that words are missing
    or that another spelling was searched for.
    """

    urls: list[str]
    full_match: bool


class Searcher(Protocol):
    """Anything that answers queries."""

    def search(self, query: str) -> Answer: ...


@dataclass(frozen=True, slots=True)
class SiteSearcher:
    """``/szukaj/`` as an anonymous reader sees it. Raises ``RuntimeError`` for another status than 200."""

    client: Client = field(default_factory=Client)

    def search(self, query: str) -> Answer:
        urls: list[str] = []
        full = True
        for number in count(1):
            page = self._page(query, number)
            found = [link.get("href", "") for link in page.xpath(LINKS)]
            urls += found
            if number == 1:
                full = not self._says(page, NOT_FULL)
            if not found or len(urls) >= MOST or not page.xpath("//a[@rel='next']"):
                break
        return Answer(urls[:MOST], full_match=full and bool(urls))

    def _page(self, query: str, number: int) -> Any:
        response = self.client.get("/szukaj/", {"q": query, "strona": str(number)})
        if response.status_code != 200:
            raise RuntimeError(f"The search page answered {response.status_code} to {query!r}")
        return lxml.html.fromstring(response.content.decode())

    def _says(self, page: Any, sentences: tuple[str, ...]) -> bool:
        with override("pl"):
            wanted = [_pattern_of(gettext(sentence)) for sentence in sentences]
        shown = " ".join(page.text_content().split())
        return any(pattern.search(shown) for pattern in wanted)


def _pattern_of(sentence: str) -> re.Pattern[str]:
    """Matches the text of a translated sentence with anything in its blanks."""
    parts = BLANK.split(" ".join(TAG.sub("", sentence).split()))
    return re.compile(".*".join(map(re.escape, parts)))


class StockSearcher:
    """The stock Wagtail backend: ``.search(query)`` over live public pages and over public documents.

    It gets the fields that the site's models declare, which is more than a new Wagtail site has: words for search, text
    of documents. Pages and documents are merged by the size of the score that the backend gives both from one index;
    of this, pages first, and taking turns, it is the merge that suits the backend best. A query that the backend cannot
    parse (double quotes on SQLite) has no results. ``operator`` is the backend's own unless given: all words on SQLite,
    any word elsewhere. Building the index empties that of the site, so the site is measured before.
    """

    def __init__(self, operator: str | None = None) -> None:
        self._operator = operator
        with override_settings(WAGTAILSEARCH_BACKENDS=_stock()):
            call_command("update_index", verbosity=0)
            self._backend = get_search_backend("default")

    def search(self, query: str) -> Answer:
        pages = self._found(query, Page.objects.live().public(), lambda page: page.get_url() or "")
        documents = self._found(query, PomostDocument.objects.public(), lambda document: document.url)
        merged = sorted([*pages, *documents], key=lambda hit: -hit[0])
        return Answer([url for _score, url in merged][:MOST], full_match=bool(merged))

    def _found(self, query: str, queryset: Any, url_of: Callable[[Any], str]) -> list[tuple[float, str]]:
        """Scores, made positive, and addresses of the hits."""
        try:
            with transaction.atomic():
                hits = self._backend.search(query, queryset, operator=self._operator).annotate_score("_score")
                return [(abs(hit._score or 0.0), url_of(hit)) for hit in hits[:MOST]]
        except DatabaseError:
            return []


def _stock() -> dict[str, dict[str, Any]]:
    """The stock backend of what the site searches in: the database, or OpenSearch.

    That of Elasticsearch needs parts that the Elasticsearch of the tests lacks: there it is that of the database.
    """
    if not chosen.has_engine() or chosen.engine().engine != "opensearch":
        return STOCK
    hosts = list(chosen.engine().address.hosts)
    backend = {"BACKEND": "wagtail.search.backends.opensearch3", "URLS": hosts, "INDEX_PREFIX": "stock_"}
    return {"default": backend}


SEARCHERS: dict[str, Callable[[], Searcher]] = {
    "site": SiteSearcher,
    "stock": StockSearcher,
    "stock, any word": partial(StockSearcher, operator="or"),
}
"""By name, in the order in which they are measured."""


def units() -> dict[str, tuple[str, str]]:
    """All that can be found, by unit: the title and the beginning of the text."""
    found = {}
    for page in Page.objects.live().public().specific():
        if url := page.get_url():
            text = lxml.html.fromstring(getattr(page, "body_html", "") or "<p></p>").text_content()
            found[unit_of(url)] = (page.title, _beginning(text))
    for document in PomostDocument.objects.public():
        found[unit_of(document.url)] = (document.title, _beginning(document.extracted_text))
    return found


def _beginning(text: str) -> str:
    return " ".join(text.split())[:EXCERPT]
