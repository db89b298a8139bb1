"""A cluster of two nodes with replicas: one dies while the site is searched and published to, and comes back."""

import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client, RequestFactory
from wagtail.models import Page
from wagtail.search.backends import get_search_backend

from pomost.models import HomePage
from search import updates
from search.backends import engine
from search.finder import find
from search.models import PendingUpdate
from tests.builders import make_page
from tests.search.conftest import opensearch_url  # noqa: F401 - a fixture: whether there is an engine at all
from tests.search.engines import opensearch
from tests.search.with_engine import engine_at

pytestmark = [pytest.mark.django_db, pytest.mark.timeout(600)]

PUBLISHES, SEARCHES_EACH = 200, 5
DIES, RETURNS = 60, 140
LONGEST = 1.0
"""Seconds that a search may take."""


def word(number: int) -> str:
    """A word of letters that no other number has and no dictionary knows."""
    return "zq" + "".join(chr(ord("a") + int(digit)) for digit in f"{number:03}") + "zq"


def test_no_search_fails_and_no_publish_is_lost_when_a_node_dies(
    opensearch_url: str,  # noqa: F811
    settings: Any,
    home: HomePage,
    rf: RequestFactory,
    client: Client,
    django_capture_on_commit_callbacks: Callable[..., Any],
) -> None:
    request = rf.get("/szukaj/")
    slow: list[float] = []

    def titles(text: str) -> list[str]:
        started = time.monotonic()
        found = find(text, request=request)
        slow.append(time.monotonic() - started)
        return [result.title for result in found.results]

    with opensearch(nodes=2) as cluster:
        hosts = ",".join(urlsplit(url).netloc for url in cluster.urls)
        with engine_at(f"http://{hosts}", "opensearch", settings) as backend:
            cluster.wait_for_nodes(2)
            titles("pierwsze")  # words and templates are in memory from here on
            slow.clear()
            for number in range(PUBLISHES):
                if number == DIES:
                    cluster.nodes[1].kill()
                if number == RETURNS:
                    cluster.restart(cluster.nodes[1])
                with django_capture_on_commit_callbacks(execute=True):
                    make_page(home, f"Strona {number}", f"Tu jest {word(number)}.")
                for before in range(SEARCHES_EACH):
                    wanted = max(number - before * 7, 0)
                    assert titles(word(wanted)) == [f"Strona {wanted}"]
            assert len(slow) == PUBLISHES * SEARCHES_EACH
            assert max(slow) < LONGEST

            engine.availability._next_try = 0.0
            updates.send_in_background()
            assert not PendingUpdate.objects.exists()
            # All of it is in the engine, whichever node answers.
            cluster.wait_for_nodes(2)
            pages = Page.objects.child_of(home).filter(title__startswith="Strona")
            for node in cluster.nodes:
                settings.WAGTAILSEARCH_BACKENDS["default"]["URL"] = (
                    f"opensearch://{urlsplit(node.url).netloc}/{backend.address.prefix}"
                )
                results = get_search_backend().search("strona", pages)
                results.ask_database = lambda: pytest.fail("the engine has to answer")
                assert {page.pk for page in results} == {page.pk for page in pages}
