"""The default cache where ``REDIS_URL`` is set: Redis, and a table of the database while Redis does not answer.

So pages, sign-in and limits of attempts go on without Redis. The limits then count in the database, which all machines
share too; they begin at nothing when Redis goes and when it comes back.
"""

from typing import Any

from django.core.cache import caches
from django.core.cache.backends.db import DatabaseCache
from redis.exceptions import RedisError

from publishing.redis_availability import REDIS_ALIAS, availability


def _redis_first(name: str) -> Any:
    """The method ``name`` of a cache: of Redis, and of ``DatabaseCache`` where Redis raises."""

    def method(self: DatabaseCache, *args: Any, **kwargs: Any) -> Any:
        if availability.may_try():
            try:
                result = getattr(caches[REDIS_ALIAS], name)(*args, **kwargs)
            except RedisError as error:
                availability.note(error)
            else:
                availability.note(None)
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
