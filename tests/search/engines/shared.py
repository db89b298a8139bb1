"""One engine of each kind for all processes of a test run."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.search.engines.kinds import Kind
from tests.search.engines.running import Cluster

_STARTED: list[Cluster] = []
"""Engines that this process started and others may still use."""


@contextmanager
def share(kind: Kind, folder: Path) -> Iterator[str]:
    """The address of the one engine of all processes that share ``folder``; the first of them starts it.

    Its standard input is a named pipe that each process holds open for writing: the engine ends when the last of them
    leaves the block or dies. Raises ``EngineUnavailableError``.
    """
    folder = folder / kind.name
    folder.mkdir(exist_ok=True)
    pipe, note = folder / "lifeline", folder / "url"
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        held = _hold(pipe)
        if held is None:
            held, url = _start(kind, folder)
            note.write_text(url)
        url = note.read_text()
    try:
        yield url
    finally:
        os.close(held)


def _hold(pipe: Path) -> int | None:
    """Open the pipe for writing, or return None if no engine reads it."""
    try:
        return os.open(pipe, os.O_WRONLY | os.O_NONBLOCK)
    except OSError:  # no such file, or no reader
        return None


def _start(kind: Kind, folder: Path) -> tuple[int, str]:
    """Start an engine; return the pipe held open for writing, and the engine's address."""
    pipe = folder / "lifeline"
    pipe.unlink(missing_ok=True)
    os.mkfifo(pipe)
    reading = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)  # else opening waits for a writer
    held = os.open(pipe, os.O_WRONLY)
    os.set_blocking(reading, True)
    try:
        number = len(list(folder.glob("engine-*")))
        cluster = Cluster(kind, folder / f"engine-{number}", lifeline=reading)
        cluster.start()
    except BaseException:
        os.close(held)
        raise
    finally:
        os.close(reading)
    _STARTED.append(cluster)
    return held, cluster.url
