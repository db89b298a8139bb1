"""The default cache with Redis: what becomes of it while Redis does not answer."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import caches
from django.core.cache.backends.db import DatabaseCache
from django.test import RequestFactory
from structlog.testing import capture_logs

from publishing import availability as availability_module
from publishing import limits, public_cache, shared_cache
from publishing.availability import Availability
from tests.benchmarks.throwaway import HOST, free_port
from tests.redis_server import Redis, running_redis

pytestmark = pytest.mark.django_db

TABLE = {"LOCATION": "pomost_cache", "OPTIONS": {"MAX_ENTRIES": 1_000_000}}


@pytest.fixture
def availability(monkeypatch: pytest.MonkeyPatch) -> Availability:
    """As in a process that has not asked Redis yet."""
    new = Availability("redis")
    for module in (public_cache, shared_cache):
        monkeypatch.setattr(module, "availability", new)
    return new


@pytest.fixture
def redis_at(settings: Any, availability: Availability) -> Callable[[int], None]:
    """Sets ``CACHES`` as production has it, with Redis at a port."""

    def use(port: int) -> None:
        settings.CACHES = {
            "default": {"BACKEND": "publishing.shared_cache.RedisOrDatabaseCache", **TABLE},
            "redis": {
                "BACKEND": "django.core.cache.backends.redis.RedisCache",
                "LOCATION": f"redis://{HOST}:{port}/0",
                "OPTIONS": {"socket_connect_timeout": 0.5, "socket_timeout": 0.5},
            },
            "database": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", **TABLE},
        }

    return use


@pytest.fixture
def redis(tmp_path: Path) -> Iterator[Redis]:
    with running_redis(tmp_path) as server:
        yield server


def test_every_operation_works_without_redis_and_one_line_is_logged(redis_at: Callable[[int], None]) -> None:
    redis_at(free_port())
    cache = caches["default"]
    with capture_logs() as lines:
        assert cache.get("klucz") is None
        assert (cache.add("klucz", 1), cache.add("klucz", 2)) == (True, False)
        cache.set("drugi", "dwa")
        assert cache.get_many(["klucz", "drugi", "trzeci"]) == {"klucz": 1, "drugi": "dwa"}
        assert (cache.incr("klucz"), cache.get("klucz"), "klucz" in cache, cache.touch("klucz")) == (2, 2, True, True)
        cache.set_many({"klucz": 3, "trzeci": 4})
        assert (cache.delete("klucz"), cache.delete("klucz"), cache.get("klucz")) == (True, False, None)
        cache.delete_many(["drugi"])
        assert cache.get_or_set("drugi", lambda: 5) == 5
        cache.clear()
        assert cache.get_many(["klucz", "drugi", "trzeci"]) == {}
    assert [(line["event"], line["log_level"], line["reason"]) for line in lines] == [
        ("redis.gone", "warning", "ConnectionError")
    ]


def test_a_redis_that_does_not_answer_is_asked_once_in_a_while(
    redis_at: Callable[[int], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    redis_at(free_port())
    now = 1000.0
    asked: list[float] = []
    monkeypatch.setattr("publishing.availability.time.monotonic", lambda: now)
    backend = type(caches["redis"])
    get = backend.get

    def counted(self: Any, *args: Any, **kwargs: Any) -> Any:
        asked.append(now)
        return get(self, *args, **kwargs)

    monkeypatch.setattr(backend, "get", counted)
    for now in (1000.0, 1001.0, 1004.9, 1005.1, 1006.0):  # noqa: B007 - the clock above
        caches["default"].get("klucz")
    assert asked == [1000.0, 1005.1]


def test_the_version_and_the_cache_know_from_each_other_that_redis_is_gone_and_back(
    redis_at: Callable[[int], None],
    availability: Availability,
    redis: Redis,
    settings: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    redis_at(redis.port)
    settings.REDIS_URL = f"redis://{HOST}:{redis.port}/0"
    monkeypatch.setattr(public_cache, "_shared", public_cache._SharedVersion())
    monkeypatch.setattr(public_cache, "POLL_SECONDS", 0.0)
    caches["redis"].set(public_cache.REDIS_KEY, 7)
    assert public_cache.version()[0] == 7
    redis.stop()
    asked: list[str] = []
    backend = type(caches["redis"])
    get = backend.get

    def counted(self: Any, key: str, *args: Any, **kwargs: Any) -> Any:
        asked.append(key)
        return get(self, key, *args, **kwargs)

    monkeypatch.setattr(backend, "get", counted)
    with capture_logs() as lines:
        assert caches["default"].get("klucz") is None
        assert [public_cache.version()[0] for _request in range(3)] == [7, 7, 7]
        assert asked == ["klucz"]
        redis.start()
        caches["redis"].set(public_cache.REDIS_KEY, 8)
        monkeypatch.setattr(availability, "_next_try", 0.0)
        assert public_cache.version()[0] == 8
        assert caches["default"].get("klucz") is None
    assert asked == ["klucz", public_cache.REDIS_KEY, "klucz"]
    assert [line["event"] for line in lines] == ["redis.gone", "redis.back"]


def test_attempts_are_limited_without_redis(redis_at: Callable[[int], None], rf: RequestFactory, settings: Any) -> None:
    redis_at(free_port())
    settings.POMOST_RATE_LIMITS = {"page_password": "2/m/ip"}
    assert [limits.allowed(rf.post("/"), "page_password") for _attempt in range(3)] == [True, True, False]


def test_redis_is_used_again_and_what_was_deleted_is_not_found_later(
    redis_at: Callable[[int], None], redis: Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    redis_at(redis.port)
    monkeypatch.setattr(availability_module, "RETRY_SECONDS", 0.0)
    cache = caches["default"]
    cache.set("klucz", "w Redisie")
    assert (cache.get("klucz"), caches["database"].get("klucz")) == ("w Redisie", None)
    redis.stop()
    with capture_logs() as lines:
        assert cache.get("klucz") is None
        cache.set("klucz", "w bazie")
        assert cache.get("klucz") == "w bazie"
        redis.start()
        assert cache.get("klucz") is None
    assert [line["event"] for line in lines] == ["redis.gone", "redis.back"]
    cache.delete("klucz")
    redis.stop()
    assert cache.get("klucz") is None
    assert isinstance(cache, DatabaseCache)
