"""The cache version, shared by all processes and changed whenever something public changes; values cached until then.

On one machine the version is the identity of a small file: reading takes one ``stat`` (about a microsecond), changing
one atomic rename. With ``REDIS_URL`` it is a key in Redis, which each process reads once in ``POLL_SECONDS``: all
machines see a change within that time, the process that made it at once (``docs/decisions/0005-cache-version.md``).

Where the version cannot be changed (a full disk, no Redis), the publish still succeeds: this process invalidates at
once, the others within ``MAX_AGE``, because the minute is part of the version.
"""

import os
import secrets
import tempfile
import threading
import time
from collections.abc import Callable, Hashable
from pathlib import Path
from typing import TypeVar, cast

import structlog
from django.conf import settings
from django.core.cache import caches
from django.db import connection, transaction

from publishing.redis_availability import REDIS_ALIAS, availability

log = structlog.get_logger("publishing.public_cache")

T = TypeVar("T")
Version = tuple[int, int, int, int]

NEVER: Version = (0, 0, 0, 0)
MAX_AGE = 60
"""The most seconds that anything is cached, also if the file or Redis fails."""

POLL_SECONDS = 1.0
"""With Redis: seconds for which a process uses the version that it has read."""
REDIS_KEY = "publishing.version"

_failures = 0
_lock = threading.Lock()
_values: dict[Hashable, object] = {}
_values_version: Version = NEVER


class _SharedVersion:
    """The version in Redis, as last read by this process."""

    def __init__(self) -> None:
        self._value = 0
        self._next_read = 0.0
        self._reading = threading.Lock()

    def get(self) -> int:
        now = time.monotonic()
        # One thread reads, the others use the last value.
        if now >= self._next_read and self._reading.acquire(blocking=False):
            try:
                if availability.may_try():
                    self._next_read = now + POLL_SECONDS
                    self._value = int(caches[REDIS_ALIAS].get(REDIS_KEY) or 0)
                    availability.note(None)
            except Exception as error:  # whatever the client raises: no page depends on Redis
                availability.note(error)
            finally:
                self._reading.release()
        return self._value

    def change(self) -> None:
        """Writes a new random version to Redis. Raises the errors of the Redis client."""
        value = secrets.randbits(62)
        caches[REDIS_ALIAS].set(REDIS_KEY, value, timeout=None)
        self._value, self._next_read = value, time.monotonic() + POLL_SECONDS


_shared = _SharedVersion()


def version() -> Version:
    """The current version: a tuple that differs after every change and at least once in ``MAX_AGE``.

    The file's time in nanoseconds and its inode (0 where there is none), or the value in Redis and 0; the number of
    changes that failed in this process; and the time divided by ``MAX_AGE``.
    """
    age = int(time.time() // MAX_AGE)
    if settings.REDIS_URL:
        return _shared.get(), 0, _failures, age
    try:
        stat = os.stat(settings.POMOST_CACHE_VERSION_FILE)  # noqa: PTH116 - Path.stat costs three times as much here
    except OSError:
        return 0, 0, _failures, age
    return stat.st_mtime_ns, stat.st_ino, _failures, age


def failures() -> int:
    """How often this process could not change the version since it started."""
    return _failures


def invalidate() -> None:
    """Makes every process, this one too, drop what it has cached, as soon as the running transaction is committed.

    Dropped at once, the old values would be cached again by any read between that and the commit.
    """
    transaction.on_commit(_change_version)


def _change_version() -> None:
    global _failures
    try:
        if settings.REDIS_URL:
            _shared.change()
        else:
            _replace_file()
    except Exception as error:
        # The publish is already committed: other users see it up to a minute later, and the editor sees no error.
        _failures += 1
        log.error("version.not_changed", reason=type(error).__name__)
    # Another thread may just have read the version before from Redis and go on with it for POLL_SECONDS.
    clear()


def _replace_file() -> None:
    path = Path(settings.POMOST_CACHE_VERSION_FILE)
    _new_file(path).replace(path)


def check_can_invalidate() -> None:
    """Raises the error that a publish would meet on changing the version. Does not change it."""
    if settings.REDIS_URL:
        caches[REDIS_ALIAS].set(f"{REDIS_KEY}.check", 1, timeout=1)
        return
    path = Path(settings.POMOST_CACHE_VERSION_FILE)
    if path.is_dir():
        raise IsADirectoryError(path)
    beside = path.with_name(f"{path.name}-check")
    _new_file(path).replace(beside)
    beside.unlink(missing_ok=True)


def _new_file(path: Path) -> Path:
    """A new empty file in the folder of ``path``."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix="cache-version-")
    os.close(descriptor)
    return Path(name)


def clear() -> None:
    """Clears the cached values of this process."""
    with _lock:
        _values.clear()


def may_store() -> bool:
    """Whether data read now is committed, so that it may be cached."""
    return not connection.in_atomic_block


def cached(key: Hashable, compute: Callable[[], T]) -> T:
    """``compute()``, stored in this process until the version changes.

    Inside a transaction nothing is cached, because the data may be rolled back.
    """
    global _values_version
    if not may_store():
        return compute()
    current = version()
    with _lock:
        if current != _values_version:
            _values.clear()
            _values_version = current
        elif key in _values:
            return cast("T", _values[key])
    value = compute()
    with _lock:
        # If the version has changed during compute(), the value may be stale.
        if current == _values_version and len(_values) < 20_000:
            _values[key] = value
    return value
