"""One number that every process sees, changed whenever something public changes; and what may be kept until then.

The number is the identity of a small file: a reader needs one ``stat`` (about a microsecond), a writer one atomic
rename, and no database, cache server or signal between processes is asked. All processes of one machine share it
(``docs/decisions/0005-generation-file.md`` says what a second machine needs).
"""

import os
import tempfile
import threading
from collections.abc import Callable, Hashable
from pathlib import Path
from typing import TypeVar, cast

from django.conf import settings
from django.db import connection, transaction

T = TypeVar("T")
Generation = tuple[int, int]

NEVER: Generation = (0, 0)

_lock = threading.Lock()
_kept: dict[Hashable, object] = {}
_kept_generation: Generation = NEVER


def current() -> Generation:
    """The generation now, as (nanoseconds, inode); ``NEVER`` before anything was published."""
    try:
        stat = os.stat(settings.POMOST_GENERATION_FILE)  # noqa: PTH116 - Path.stat costs three times as much here
    except FileNotFoundError:
        return NEVER
    return stat.st_mtime_ns, stat.st_ino


def advance() -> None:
    """Makes every process forget what it keeps, as soon as the running transaction is committed.

    Emptying at once would let another process keep the old page again between the purge and the commit.
    """
    forget()
    transaction.on_commit(_replace_file)


def _replace_file() -> None:
    path = Path(settings.POMOST_GENERATION_FILE)
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix="generation-")
    os.close(descriptor)
    Path(name).replace(path)
    forget()


def forget() -> None:
    """Empties what this process keeps."""
    with _lock:
        _kept.clear()


def may_keep() -> bool:
    """Whether what is read now is there for good."""
    return not connection.in_atomic_block


def remember(key: Hashable, compute: Callable[[], T]) -> T:
    """``compute()``, kept in this process until the generation changes.

    Inside a transaction nothing is kept: what is read there may yet be rolled back.
    """
    global _kept_generation
    if not may_keep():
        return compute()
    generation = current()
    with _lock:
        if generation != _kept_generation:
            _kept.clear()
            _kept_generation = generation
        elif key in _kept:
            return cast("T", _kept[key])
    value = compute()
    with _lock:
        # Computed from what was there before: a change meanwhile makes it stale.
        if generation == _kept_generation and len(_kept) < 20_000:
            _kept[key] = value
    return value
