"""Extracting the text of a document in a separate process, so that no file can exhaust or end the worker."""

import json
import os
import selectors
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import copyfileobj
from typing import IO

from publishing import extraction
from publishing.extraction import Reason, UnreadableError, UnsupportedError

SECONDS = 60.0
"""The longest that a file may take, start of the process included. The process ends itself after
``extraction.CPU_SECONDS`` of processor time: this is for one that waits, and longer, since on a busy machine a process
gets a part of a processor only."""

_PROGRAM = "import os, sys; sys.path[:] = sys.argv[1].split(os.pathsep); from publishing.extraction import main; main()"
_PIECE = 64 * 1024
_ENDED = {-signal.SIGXCPU: Reason.TOO_SLOW, -signal.SIGKILL: Reason.TOO_LARGE}


def text_of(file: IO[bytes], extension: str) -> str:
    """``extraction.text_of`` with at most 400 MiB of memory and ``SECONDS`` of time.

    Raises ``UnsupportedError`` for kinds that are not supported, without starting a process, and ``UnreadableError``
    with the reason for every other failure, also when no process can be started.
    """
    if extension.lower() not in extraction.READERS:
        raise UnsupportedError(extension)
    try:
        with _on_disk(file) as source:
            answer, code = _run(extension, source)
    except subprocess.TimeoutExpired as error:
        raise UnreadableError(Reason.TOO_SLOW) from error
    except OSError as error:
        raise UnreadableError(Reason.NOT_READ) from error
    return _text_in(answer, code)


def _run(extension: str, source: IO[bytes]) -> tuple[bytes, int]:
    """The output of the process and its exit code, negative where a signal ended it. Waits for it to end."""
    # -I: the current folder is not imported from. -S: without site, which takes a third of the start-up time; the
    # import path of this process is passed instead.
    folders = os.pathsep.join(folder for folder in sys.path if Path(folder).is_absolute())
    process = subprocess.Popen(
        [sys.executable, "-I", "-S", "-c", _PROGRAM, folders, extension],
        stdin=source,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    with process:
        try:
            return _written_by(process)
        finally:
            process.kill()


def _written_by(process: subprocess.Popen[bytes]) -> tuple[bytes, int]:
    """The output and the exit code, without ``communicate`` (no bound) and ``wait`` (polls 20 times a second)."""
    assert process.stdout is not None  # noqa: S101 - it was asked for
    deadline = time.monotonic() + SECONDS
    answer = bytearray()
    with selectors.DefaultSelector() as selector:
        selector.register(process.stdout, selectors.EVENT_READ)
        while selector.select(max(0.0, deadline - time.monotonic())):
            piece = os.read(process.stdout.fileno(), _PIECE)
            answer += piece
            if len(answer) > extraction.OUTPUT:
                raise UnreadableError(Reason.TOO_LARGE)
            if not piece:
                return bytes(answer), process.wait(max(0.1, deadline - time.monotonic()))
    raise subprocess.TimeoutExpired(process.args, SECONDS)


def _text_in(answer: bytes, code: int) -> str:
    try:
        said = json.loads(answer) if code == 0 else {}
    except ValueError:
        said = {}
    if "text" in said:
        return str(said["text"])
    if "reason" in said:
        raise UnreadableError(Reason(said["reason"]))
    # Killed by a limit, or crashed in a library on a damaged file.
    raise UnreadableError(_ENDED.get(code, Reason.DAMAGED))


@contextmanager
def _on_disk(file: IO[bytes]) -> Iterator[IO[bytes]]:
    """The file with a file descriptor: itself if it has one, otherwise a temporary copy."""
    try:
        file.fileno()
    except (AttributeError, OSError):
        with tempfile.TemporaryFile() as copy:
            file.seek(0)
            copyfileobj(file, copy)
            copy.seek(0)
            yield copy
    else:
        file.seek(0)
        yield file
