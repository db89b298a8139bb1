"""Whether Redis answers this process. Needs no Redis client, which is installed only where Redis is used."""

from publishing.availability import Availability

REDIS_ALIAS = "redis"
"""The cache that is Redis and nothing else, in ``CACHES`` where ``REDIS_URL`` is set."""

availability = Availability("redis")
"""Shared by the cache version and the default cache."""
