"""Generated odd queries: no backend fails at any of them.

A run asks 300 of each backend; ``ODD_QUERIES=10000`` asks as many as are asked before a release.
"""

import os
from contextlib import ExitStack
from typing import Any

import pytest
from django.test import RequestFactory
from hypothesis import HealthCheck, Phase, given, settings
from wagtail.models import Page
from wagtail.search.backends import get_search_backend

from pomost.models import HomePage
from search.backends.engine import EngineBackend
from search.finder import find
from search.suggestions import suggest
from tests.builders import heading, make_page, prose
from tests.search.odd import queries
from tests.search.with_engine import asked_strictly, engine_at, sync

pytestmark = pytest.mark.django_db

EXAMPLES = int(os.environ.get("ODD_QUERIES", "300"))
"""Of each of the three backends of a run."""


@pytest.mark.timeout(1800)
@pytest.mark.parametrize("backend", ["database", "elasticsearch", "opensearch"])
def test_no_odd_query_fails(
    backend: str, request: pytest.FixtureRequest, home: HomePage, rf: RequestFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_page(home, "Umowa", "Umowa o pracę: 1 lipca, e-mail a@b.pl. Wpis do KRS, art. 19a, łódzka konsultacja.")
    page = make_page(home, "Konsultacje")
    page.body = page.body.stream_block.to_python([*heading("Umowy NGO"), *prose("Praca i umowa.")])
    page.save()
    page_of_search = rf.get("/szukaj/")
    page_of_search.LANGUAGE_CODE = "pl"  # what the middleware sets
    asked = 0

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        phases=[Phase.explicit, Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
    )
    @given(queries())
    def asks(text: str) -> None:
        nonlocal asked
        asked += 1
        find(text, request=page_of_search)
        suggest(text, request=page_of_search)
        if asked % 5 == 0:
            len(get_search_backend().search(text, Page.objects.all())[:3])
            len(get_search_backend().autocomplete(text, Page.objects.all())[:3])

    with ExitStack() as stack:
        if backend != "database":
            monkeypatch.setattr(EngineBackend, "answered", asked_strictly)
            url = request.getfixturevalue(f"{backend}_url")
            stack.enter_context(engine_at(url, backend, settings_of_site(request)))
            sync()
        asks()
    assert asked >= EXAMPLES


def settings_of_site(request: pytest.FixtureRequest) -> Any:
    """pytest-django's ``settings``, whose name is Hypothesis's here."""
    return request.getfixturevalue("settings")
