"""Rate limits: counts are shared by processes, and are not lost early by expiry or by other requests."""

import re
from pathlib import Path
from typing import Any

import pytest
from allauth.core.internal.ratelimit import get_rates
from django.core.cache import cache, caches
from django.core.cache.backends.db import DatabaseCache
from django.core.management import call_command
from django.db import connection
from django.test import RequestFactory

from publishing import limits

ROOT = Path(__file__).resolve().parents[2]


def attempts(factory: RequestFactory, number: int, *, address: str = "192.0.2.1") -> list[bool]:
    return [limits.allowed(factory.post("/", REMOTE_ADDR=address), "report") for _attempt in range(number)]


def test_more_than_the_rate_is_refused_for_one_address_and_for_no_other(rf: RequestFactory, settings: Any) -> None:
    settings.POMOST_RATE_LIMITS = {"report": "2/h/ip"}
    assert attempts(rf, 3) == [True, True, False]
    assert attempts(rf, 1, address="192.0.2.2") == [True]


def test_every_action_that_asks_has_a_rate_in_production() -> None:
    """The settings of tests have none, and an action without a rate has no limit."""
    from pomost.settings import base

    sources = [path for folder in ("site", "courses", "search", "resources") for path in (ROOT / folder).rglob("*.py")]
    asks = re.compile(r'\b(?:allowed|allowed_here|attempt)\(\s*(?:self\.)?request,\s*"(\w+)"')
    asked = {action for path in sources for action in asks.findall(path.read_text(encoding="utf-8"))}
    rates = base.POMOST_RATE_LIMITS
    assert set(rates) == asked
    assert [action for action in rates if not get_rates(app="pomost", action=action, config=rates)] == []


def test_an_action_without_a_rate_has_no_limit(rf: RequestFactory, settings: Any) -> None:
    settings.POMOST_RATE_LIMITS = {}
    assert attempts(rf, 50) == [True] * 50


@pytest.fixture
def database_cache(db: None, settings: Any) -> None:
    """The default cache without Redis."""
    from pomost.settings import base

    settings.CACHES = {**settings.CACHES, "default": base.CACHES["default"]}
    assert isinstance(caches["default"], DatabaseCache)


@pytest.mark.django_db
def test_foreign_requests_do_not_push_a_count_out_of_the_database(
    rf: RequestFactory, settings: Any, database_cache: None
) -> None:
    settings.POMOST_RATE_LIMITS = {"report": "2/h/ip"}
    assert attempts(rf, 3) == [True, True, False]
    for number in range(700):
        cache.set(f"foreign-{number}", number, 60)
    assert attempts(rf, 1) == [False]


@pytest.mark.django_db
def test_the_table_of_the_cache_comes_with_the_migrations() -> None:
    from pomost.settings import base

    assert base.CACHE_TABLE in connection.introspection.table_names()
    call_command("createcachetable", base.CACHE_TABLE, verbosity=0)  # idempotent
