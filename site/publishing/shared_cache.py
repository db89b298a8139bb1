"""The default cache where ``REDIS_URL`` is set: Redis, and a table of the database while Redis does not answer.

So pages, sign-in and limits of attempts go on without Redis. The limits then count in the database, which all machines
share too; they begin at nothing when Redis goes and when it comes back.
"""

import threading
import time
from typing import Any

import structlog
from django.core.cache import caches
from django.core.cache.backends.db import DatabaseCache
from redis.exceptions import RedisError

from publishing.public_cache import REDIS_ALIAS, RETRY_SECONDS

log = structlog.get_logger("publishing.shared_cache")


class _Availability:
    """Whether Redis answered this process last; while it does not, one request in ``RETRY_SECONDS`` tries again."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._answers = True
        self._next_try = 0.0

    def may_try(self) -> bool:
        if self._answers:
            return True
        with self._lock:
            now = time.monotonic()
            if now < self._next_try:
                return False
            self._next_try = now + RETRY_SECONDS
            return True

    def note(self, error: RedisError | None) -> None:
        """Logs a change of state once, not each request."""
        if self._answers and error is None:
            return
        with self._lock:
            changed = self._answers != (error is None)
            self._answers = error is None
            if error is not None:
                self._next_try = time.monotonic() + RETRY_SECONDS
        if changed and error is not None:
            log.warning("redis.gone", reason=type(error).__name__, instead="database")
        elif changed:
            log.info("redis.back")


_availability = _Availability()


def _redis_first(name: str) -> Any:
    """The method ``name`` of a cache: of Redis, and of ``DatabaseCache`` where Redis raises."""

    def method(self: DatabaseCache, *args: Any, **kwargs: Any) -> Any:
        if _availability.may_try():
            try:
                result = getattr(caches[REDIS_ALIAS], name)(*args, **kwargs)
            except RedisError as error:
                _availability.note(error)
            else:
                _availability.note(None)
                return result
        return getattr(DatabaseCache, name)(self, *args, **kwargs)

    return method


def _both(name: str) -> Any:
    """As ``_redis_first``, and in the database too: what is deleted must not be found there in a later outage."""
    first = _redis_first(name)

    def method(self: DatabaseCache, *args: Any, **kwargs: Any) -> Any:
        in_database = getattr(DatabaseCache, name)(self, *args, **kwargs)
        return first(self, *args, **kwargs) or in_database

    return method


class RedisOrDatabaseCache(DatabaseCache):
    """Every operation goes to the cache ``REDIS_ALIAS``, and to the table at ``LOCATION`` while that raises."""

    add = _redis_first("add")
    get = _redis_first("get")
    get_many = _redis_first("get_many")
    set = _redis_first("set")
    set_many = _redis_first("set_many")
    touch = _redis_first("touch")
    has_key = _redis_first("has_key")
    incr = _redis_first("incr")
    delete = _both("delete")
    delete_many = _both("delete_many")
    clear = _both("clear")
