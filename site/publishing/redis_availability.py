"""Whether Redis answers this process. Needs no Redis client, which is installed only where Redis is used."""

import threading
import time

import structlog

REDIS_ALIAS = "redis"
"""The cache that is Redis and nothing else, in ``CACHES`` where ``REDIS_URL`` is set."""
RETRY_SECONDS = 5.0
"""Seconds until a process asks a Redis again that did not respond."""

log = structlog.get_logger("publishing.redis_availability")


class RedisAvailability:
    """Whether Redis answered last; while it does not, one request in ``RETRY_SECONDS`` tries again."""

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

    def note(self, error: Exception | None) -> None:
        """Records an answer, or the error in place of one. Logs a change of state once, not each request."""
        if self._answers and error is None:
            return
        with self._lock:
            changed = self._answers != (error is None)
            self._answers = error is None
            if error is not None:
                self._next_try = time.monotonic() + RETRY_SECONDS
        if changed and error is not None:
            log.warning("redis.gone", reason=type(error).__name__)
        elif changed:
            log.info("redis.back")


availability = RedisAvailability()
"""Shared by the cache version and the default cache."""
