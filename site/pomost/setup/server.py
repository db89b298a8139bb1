"""Serve the site on this machine: gunicorn, and beside it the worker of the background tasks."""

import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import FrameType

HOST = "127.0.0.1"
START_TIMEOUT = 60.0
"""Seconds that the site may take until it answers."""
STOP_TIMEOUT = 15.0
"""Seconds that a child may take to finish what it is doing."""
WORKER_PAUSE = 5.0
"""Seconds before a background worker that ended by itself is started again."""

STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

PR_SET_PDEATHSIG = 1


class ServerError(Exception):
    """The site cannot be served; the message says why."""


class StopRequested(Exception):  # noqa: N818 - nothing went wrong
    """Somebody asked the server to stop."""


def serve(root: Path, port: int) -> int:
    """Serve until stopped; return gunicorn's exit code, 0 when somebody stopped it.

    Raises ServerError when the port is taken or the site does not come up.
    """
    require_free(port)

    def stop(number: int, frame: FrameType | None) -> None:
        raise StopRequested

    before = {number: signal.signal(number, stop) for number in STOPPING}
    children: list[subprocess.Popen[bytes]] = []
    try:
        site = start(root, gunicorn_command(port), port)
        children.append(site)
        wait_until_it_answers(site, port)
        worker = start(root, worker_command(), port)
        children.append(worker)
        announce(port)
        while site.poll() is None:
            time.sleep(0.5)
            if worker.poll() is not None:
                print(
                    f"The background worker ended (code {worker.returncode}) and is started again.",
                    file=sys.stderr,
                    flush=True,
                )
                time.sleep(WORKER_PAUSE)
                children.remove(worker)
                worker = start(root, worker_command(), port)
                children.append(worker)
        return site.returncode
    except StopRequested:
        print("\nStopping ...", flush=True)
        return 0
    finally:
        for number in STOPPING:
            signal.signal(number, signal.SIG_IGN)
        end(children)
        for number, handler in before.items():
            signal.signal(number, handler)


def require_free(port: int) -> None:
    """Raise ServerError when something else listens on the port."""
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


def gunicorn_command(port: int) -> list[str]:
    """Return the command that serves the site."""
    command = [sys.executable, "-m", "gunicorn", "pomost.wsgi:application", "--bind", f"{HOST}:{port}"]
    return [*command, "--workers", "1", "--threads", "4", "--log-level", "warning"]


def worker_command() -> list[str]:
    """Return the command that does the background tasks of every queue."""
    return [sys.executable, "-m", "django", "worker"]


def address(port: int) -> str:
    """Return where the site is found, as people type it."""
    return f"http://{HOST}:{port}"


def start(root: Path, command: list[str], port: int) -> "subprocess.Popen[bytes]":
    """Start a child that ends with this process, however this process ends, and that Ctrl-C reaches only through it.

    It knows where the site is served, for the links in letters, unless the environment says otherwise.
    """
    return subprocess.Popen(
        command,
        cwd=root,
        env={"POMOST_BASE_URL": address(port), **os.environ},
        stdin=subprocess.DEVNULL,
        start_new_session=True,
        preexec_fn=die_with_parent(),
    )


def die_with_parent() -> Callable[[], None] | None:
    """Return what a child calls so that Linux ends it when its parent is killed; None on other systems."""
    if not sys.platform.startswith("linux"):
        return None
    library = ctypes.CDLL(None)
    parent = os.getpid()

    def ask() -> None:
        library.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() != parent:
            os._exit(1)

    return ask


def wait_until_it_answers(site: "subprocess.Popen[bytes]", port: int) -> None:
    """Return once the port takes connections; raise ServerError when the site ends or takes too long."""
    give_up = time.monotonic() + START_TIMEOUT
    while time.monotonic() < give_up:
        if site.poll() is not None:
            raise ServerError("The site did not start; what it said is above.")
        try:
            socket.create_connection((HOST, port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise ServerError(f"The site did not start within {START_TIMEOUT:.0f} seconds.")


def announce(port: int) -> None:
    """Print the address, and one sign-in per role where the demo is installed."""
    import django
    from django.apps import apps
    from django.core.management import call_command

    django.setup()
    print(f"\nPomost is at {address(port)}/ (Ctrl-C stops it)\n", flush=True)
    if apps.is_installed("demo"):
        call_command("loaddemo", "--sign-ins")
    sys.stdout.flush()


def end(children: list["subprocess.Popen[bytes]"]) -> None:
    """Ask the children to end, wait, and end those that do not."""
    for child in children:
        if child.poll() is None:
            child.terminate()
    give_up = time.monotonic() + STOP_TIMEOUT
    for child in children:
        try:
            child.wait(max(0.1, give_up - time.monotonic()))
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
