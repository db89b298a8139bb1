"""Serves the site on this machine with gunicorn, which also starts the background worker.

Gunicorn supervises its own workers, which end when it ends. The background worker ends when its standard input is
closed, which the operating system does when gunicorn has ended in any way.
"""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path
from types import FrameType
from typing import Any

from gunicorn.app.wsgiapp import WSGIApplication

HOST = "127.0.0.1"
WORKER_PAUSE = 2.0
"""Seconds before a background worker that has ended is restarted."""


class ServerError(Exception):
    """The site cannot be served; the message says why."""


class SiteApplication(WSGIApplication):
    """Gunicorn with the project's ``gunicorn.conf.py`` and further settings for evaluation and development."""

    def load_config(self) -> None:
        super().load_config()
        self.cfg.set("when_ready", when_ready)
        self.cfg.set("post_worker_init", post_worker_init)


def serve(root: Path, port: int) -> None:
    """Serve until stopped, then exit: with 0 if stopped by a signal, with gunicorn's code if it did not start."""
    os.chdir(root)
    sys.argv = ["gunicorn", "pomost.wsgi:application", "--bind", f"{HOST}:{port}"]
    sys.argv += ["--workers", "1", "--threads", "4", "--log-level", "warning"]
    SiteApplication().run()


def require_free(port: int) -> None:
    """Raise ServerError if another process listens on the port."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except PermissionError as error:
            raise ServerError(
                f"Port {port} is not for ordinary users. Choose one above 1023: make run PORT=8000"
            ) from error
        except OSError as error:
            raise ServerError(f"Port {port} is taken. Choose another one: make run PORT={port + 1}") from error


def address(port: int) -> str:
    """Return the URL of the site."""
    return f"http://{HOST}:{port}"


def when_ready(arbiter: Any) -> None:
    """Gunicorn's hook in its main process, before its workers start."""

    def stop(number: int, frame: FrameType | None) -> None:
        arbiter.signal(signal.SIGTERM, frame)

    # Sent when the terminal is closed; gunicorn's default is to reload and go on running.
    signal.signal(signal.SIGHUP, stop)
    # Started here and not in the thread: a web worker that gunicorn forks in the middle of Popen keeps the pipe open on
    # which Popen waits, and the thread would hang as long as that web worker lives.
    first = start_background_worker()
    threading.Thread(target=restart_background_worker, args=(first,), daemon=True).start()


def start_background_worker() -> "subprocess.Popen[bytes]":
    """Start the background worker, which ends when gunicorn is gone: its standard input closes then."""
    # A session of its own: Ctrl-C in the terminal would reach it from the terminal and from gunicorn.
    return subprocess.Popen(
        [sys.executable, "-m", "django", "worker", "--until-stdin-closes"],
        stdin=subprocess.PIPE,
        start_new_session=True,
    )


def restart_background_worker(process: "subprocess.Popen[bytes]") -> None:
    """Wait for the background worker and start another one each time that it ended by itself."""
    while True:
        process.wait()
        print("The background worker ended and is started again.", file=sys.stderr, flush=True)
        time.sleep(WORKER_PAUSE)
        process = start_background_worker()


def post_worker_init(worker: Any) -> None:
    """Gunicorn's hook in a worker that is ready: the first one prints the URL and the demo's accounts."""
    if worker.age > 1:
        return
    from django.apps import apps
    from django.core.management import call_command

    _host, port = worker.sockets[0].getsockname()
    print(f"\nPomost is at {address(port)}/ (Ctrl-C stops it)\n", flush=True)
    if apps.is_installed("demo"):
        call_command("loaddemo", "--sign-ins")
    sys.stdout.flush()
