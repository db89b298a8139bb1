"""Reading an untrusted file in a separate process, so that no file can exhaust or end the worker.

Which module reads it is the caller's to say (``answer_of``); ``text_of`` extracts the text of a document.
"""

import atexit
import json
import os
import selectors
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from shutil import copyfileobj
from typing import IO, Any

from publishing import extraction
from publishing.extraction import Reason, UnreadableError, UnsupportedError

SECONDS = 60.0
"""The longest that a file may take, start of the server included. The process ends itself after
``extraction.CPU_SECONDS`` of processor time: this is for one that waits, and longer, since on a busy machine a process
gets a part of a processor only."""

_PROGRAM = "import sys; sys.path[:] = sys.argv[1].split(':'); from publishing.extraction_server import main; main()"
_TEXT_READER = "publishing.extraction"
_PIECE = 64 * 1024
_ENDED = {-signal.SIGXCPU: Reason.TOO_SLOW, -signal.SIGKILL: Reason.TOO_LARGE}


class _ServerEndedError(Exception):
    """The server was idle for too long, was killed, or cannot start."""


class _Server:
    """A running ``publishing.extraction_server``, which reads one file at a time."""

    def __init__(self) -> None:
        # -I: the current folder is not imported from. -S: without site, which takes a third of the start-up time; the
        # import path of this process is passed instead.
        folders = ":".join(folder for folder in sys.path if Path(folder).is_absolute())
        self._requests, theirs = socket.socketpair()
        try:
            with theirs:
                self.process = subprocess.Popen(
                    [sys.executable, "-I", "-S", "-c", _PROGRAM, folders],
                    stdin=theirs.fileno(),
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                    start_new_session=True,  # a group to kill, and no signal of a terminal reaches it
                )
        except OSError:
            self._requests.close()
            raise

    def read(self, wanted: str, source: IO[bytes], seconds: float) -> tuple[bytes, int]:
        """What the file's process wrote and its exit code, negative where a signal ended it."""
        deadline = time.monotonic() + seconds
        ours, theirs = os.pipe()
        with open(ours, "rb", buffering=0) as answer:  # noqa: PTH123 - a descriptor
            try:
                os.lseek(source.fileno(), 0, os.SEEK_SET)  # a file object may seek within its buffer only
                socket.send_fds(self._requests, [wanted.encode()], [source.fileno(), theirs])
            except OSError as error:
                raise _ServerEndedError from error
            finally:
                os.close(theirs)
            written = _all_of(answer, deadline)
        return written, self._exit_code(deadline)

    def _exit_code(self, deadline: float) -> int:
        self._requests.settimeout(max(0.1, deadline - time.monotonic()))
        try:
            return int(self._requests.recv(_PIECE))
        except TimeoutError:
            raise
        except (OSError, ValueError) as error:
            raise _ServerEndedError from error

    def stop(self) -> None:
        """Kills the server and the process of its file."""
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self._requests.close()

    def leave_to_parent(self) -> None:
        """In a fork of the process that started the server: it is not ours, and has to see that its owner ends."""
        self._requests.close()
        self.process.returncode = 0  # else an unfinished child is warned of


_lock = threading.Lock()
_server: _Server | None = None


def text_of(file: IO[bytes], extension: str) -> str:
    """``extraction.text_of`` with at most 400 MiB of memory and ``SECONDS`` of time.

    Raises ``UnsupportedError`` for kinds that are not supported, without starting a process, and ``UnreadableError``
    with the reason for every other failure, also when no process can be started.
    """
    if extension.lower() not in extraction.READERS:
        raise UnsupportedError(extension)
    said = answer_of(file, extension, reader=_TEXT_READER, seconds=SECONDS)
    if "text" in said:
        return str(said["text"])
    raise UnreadableError(Reason(said["reason"]) if "reason" in said else Reason.DAMAGED)


def answer_of(file: IO[bytes], extension: str, *, reader: str, seconds: float) -> dict[str, Any]:
    """What the module ``reader`` answers for a file: its ``answer(file, extension)``, a JSON object, at most 8 MiB.

    The module is named by its path, since it may belong to an app above this one. It imports no Django, has a
    ``prepare(extension)`` that imports what reading takes, and its ``answer()`` begins with
    ``extraction.limit_process()``. Raises ``UnreadableError`` where there is no answer.
    """
    try:
        with _on_disk(file) as source, _lock:
            written, code = _read(f"{reader} {extension}", source, seconds)
    except TimeoutError as error:
        raise UnreadableError(Reason.TOO_SLOW) from error
    except (OSError, _ServerEndedError) as error:
        raise UnreadableError(Reason.NOT_READ) from error
    return _object_in(written, code)


def stop() -> None:
    """Ends the server, if one runs; the next file starts another one."""
    with _lock:
        _stop()


def _read(wanted: str, source: IO[bytes], seconds: float) -> tuple[bytes, int]:
    """Asks the server, and once more a new one if that has ended, as an idle one does."""
    global _server
    used = _server is not None
    if _server is None:
        _server = _Server()
    try:
        return _server.read(wanted, source, seconds)
    except _ServerEndedError:
        _stop()
        if not used:
            raise
        return _read(wanted, source, seconds)
    except BaseException:
        _stop()  # its process may be still at work
        raise


def _stop() -> None:
    global _server
    if _server is not None:
        _server.stop()
        _server = None


def _forked() -> None:
    global _lock, _server
    _lock = threading.Lock()  # another thread of the parent may have held it
    if _server is not None:
        _server.leave_to_parent()
        _server = None


os.register_at_fork(after_in_child=_forked)
atexit.register(_stop)  # without the lock: a thread that reads a file does not hold up the end


def _all_of(answer: IO[bytes], deadline: float) -> bytes:
    """What is written until the pipe is closed."""
    written = bytearray()
    with selectors.DefaultSelector() as selector:
        selector.register(answer, selectors.EVENT_READ)
        while selector.select(max(0.0, deadline - time.monotonic())):
            piece = os.read(answer.fileno(), _PIECE)
            written += piece
            if len(written) > extraction.OUTPUT:
                raise UnreadableError(Reason.TOO_LARGE)
            if not piece:
                return bytes(written)
    raise TimeoutError


def _object_in(answer: bytes, code: int) -> dict[str, Any]:
    try:
        said = json.loads(answer) if code == 0 else None
    except ValueError:
        said = None
    if isinstance(said, dict) and said:
        return said
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
