"""One number that every process sees, changed whenever something public changes; and what may be kept until then.

The number is the identity of a small file: a reader needs one ``stat`` (about a microsecond), a writer one atomic
rename, and no database, cache server or signal between processes is asked. All processes of one machine share it
(``docs/decisions/0005-generation-file.md`` says what a second machine needs).

Where the file cannot be replaced (a full disk, wrong permissions) the change stands all the same: this process
invalidates at once, the others when ``GREATEST_AGE`` has passed, for the minute is part of the number.
"""

import os
import tempfile
import threading
import time
from collections.abc import Callable, Hashable
from pathlib import Path
from typing import TypeVar, cast

import structlog
from django.conf import settings
from django.db import connection, transaction

log = structlog.get_logger("publishing.generation")

T = TypeVar("T")
Generation = tuple[int, int, int, int]

NEVER: Generation = (0, 0, 0, 0)
GREATEST_AGE = 60
"""Seconds that anything is kept, whatever happens to the file."""

_failures = 0
_lock = threading.Lock()
_kept: dict[Hashable, object] = {}
_kept_generation: Generation = NEVER


def current() -> Generation:
    """The generation now: the file's time in nanoseconds and its inode (0 where there is none), how often this process
    could not replace it, and which ``GREATEST_AGE`` of the clock it is."""
    age = int(time.time() // GREATEST_AGE)
    try:
        stat = os.stat(settings.POMOST_GENERATION_FILE)  # noqa: PTH116 - Path.stat costs three times as much here
    except OSError:
        return 0, 0, _failures, age
    return stat.st_mtime_ns, stat.st_ino, _failures, age


def failures() -> int:
    """How often this process could not replace the file since it started."""
    return _failures


def advance() -> None:
    """Makes every process forget what it keeps, as soon as the running transaction is committed.

    Emptying at once would let another process keep the old page again between the purge and the commit.
    """
    forget()
    transaction.on_commit(_replace_file)


def _replace_file() -> None:
    global _failures
    path = Path(settings.POMOST_GENERATION_FILE)
    try:
        _new_file(path).replace(path)
    except OSError as error:
        # The change is committed: other visitors see it a minute later instead of an editor seeing an error.
        _failures += 1
        log.error("generation.not_replaced", reason=type(error).__name__)
    forget()


def check_replaceable() -> None:
    """Raises ``OSError`` when a publish could not replace the file. The file itself is left as it is."""
    path = Path(settings.POMOST_GENERATION_FILE)
    if path.is_dir():
        raise IsADirectoryError(path)
    beside = path.with_name(f"{path.name}-check")
    _new_file(path).replace(beside)
    beside.unlink(missing_ok=True)


def _new_file(path: Path) -> Path:
    """An empty file in the folder of ``path``, whose identity no other file has."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix="generation-")
    os.close(descriptor)
    return Path(name)


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
