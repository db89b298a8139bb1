"""A process that forks a process for each file to read, so that Python and its libraries are loaded only once.

It is started by ``publishing.extraction_process``, which holds the other end of the socket on its standard input. Each
request is the module that reads and an extension, with two file descriptors: the file, and a pipe for what the
module's ``answer()`` gives. The reply is the exit code of the file's process, negative where a signal ended it. The
server has no threads, reads no file itself, and ends when its socket is closed or nothing has come for ``IDLE``
seconds.
"""

import gc
import importlib
import os
import socket
from typing import Any

IDLE = 60.0
LONGEST_REQUEST = 200
"""Bytes: the path of a module and an extension."""


def main() -> None:
    """Serves requests one after another."""
    with socket.socket(fileno=0) as requests:
        requests.settimeout(IDLE)
        while True:
            try:
                request, descriptors, _flags, _address = socket.recv_fds(requests, LONGEST_REQUEST, 2)
            except TimeoutError:
                return
            if not request:
                return
            module, _space, extension = request.decode().partition(" ")
            code = _in_a_process_of_its_own(importlib.import_module(module), extension, *descriptors)
            requests.sendall(f"{code}\n".encode())


def _in_a_process_of_its_own(reader: Any, extension: str, source: int, target: int) -> int:
    """Has the file read; its exit code. Closes both descriptors, so that the pipe ends with the file's process."""
    reader.prepare(extension)
    gc.freeze()  # else the first collection in every process copies all that the libraries hold
    child = os.fork()
    if child == 0:
        _read(reader, extension, source, target)
    os.close(source)
    os.close(target)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def _read(reader: Any, extension: str, source: int, target: int) -> None:
    """Writes the answer and ends the process, without what Python does at its end."""
    code = 1
    try:
        os.dup2(source, 0)  # the process does not keep the server's socket
        with open(0, "rb") as file, open(target, "w", encoding="utf-8") as answer:
            answer.write(reader.answer(file, extension))
        code = 0
    finally:
        os._exit(code)
