"""A production site in a temporary folder, and its servers. Does not import Django."""

import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

ROOT = Path(__file__).resolve().parents[2]
HOST = "127.0.0.1"
START_TIMEOUT = 60.0
NOT_WANTED = ("wagtail*", "django_extensions", "rest_framework")
"""Static files of the editor, left out for public pages because compressing them takes most of a minute."""
TICKS = os.sysconf("SC_CLK_TCK")


def free_port() -> int:
    """A free port."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


@dataclass
class Server:
    """A gunicorn server: its master process, its port, its log file."""

    process: "subprocess.Popen[bytes]"
    port: int
    log: Path
    started_in: float = 0.0

    def workers(self) -> list[int]:
        """The process ids of the workers."""
        path = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return [int(pid) for pid in path.read_text().split()]

    def cpu_seconds(self) -> float:
        """Processor time of the workers so far, user and system."""
        total = 0
        for pid in self.workers():
            fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
            total += int(fields[11]) + int(fields[12])
        return total / TICKS

    def kill(self) -> None:
        """SIGKILL to master and workers at once."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def stop(self) -> None:
        """Terminates the server; kills the process group if it does not end."""
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.kill()


@dataclass
class Throwaway:
    """The folder (``POMOST_VAR``) and the environment of a production site, on SQLite unless another is named.

    ``python`` runs it.
    """

    folder: Path
    environment: dict[str, str] = field(default_factory=dict)
    database_url: str = ""
    python: str = sys.executable

    def __post_init__(self) -> None:
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("POMOST_")},
            "MALLOC_ARENA_MAX": "2",  # as docs/operations.md sets it
            "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'site'}",
            "DJANGO_SETTINGS_MODULE": "pomost.settings.production",
            "POMOST_VAR": str(self.folder),
            "DATABASE_URL": self.database_url or f"sqlite:///{self.database}",
            "POMOST_SECRET_KEY": secrets.token_urlsafe(60),
            "POMOST_HOSTS": "127.0.0.1,localhost",
            "POMOST_BASE_URL": "https://localhost",
            "EMAIL_URL": "consolemail://",
        }

    @property
    def database(self) -> Path:
        return self.folder / "pomost.sqlite3"

    def run(self, *arguments: str) -> None:
        """Runs a Python module in the site's environment. Raises ``RuntimeError`` with its output if it fails."""
        done = subprocess.run(
            [self.python, "-m", *arguments], cwd=ROOT, env=self.environment, capture_output=True, text=True
        )
        if done.returncode:
            raise RuntimeError(f"python -m {' '.join(arguments)} failed:\n{done.stdout}\n{done.stderr}")

    def ask(self, *arguments: str) -> Any:
        """Runs a module of the project and returns the JSON that it writes to the file given as its last argument."""
        answer = self.folder / "answer.json"
        self.run(*arguments, str(answer))
        return json.loads(answer.read_text(encoding="utf-8"))

    def migrate(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        for name in ("media", "static", "private"):
            (self.folder / name).mkdir(exist_ok=True)
        self.run("django", "migrate", "--verbosity", "0", "--no-input")

    def collect_static_files(self) -> None:
        """Collects the static files of public pages, without the editor's."""
        ignored = [part for pattern in NOT_WANTED for part in ("--ignore", pattern)]
        self.run("django", "collectstatic", "--no-input", "--verbosity", "0", *ignored)

    def start(self, *arguments: str, name: str) -> "subprocess.Popen[bytes]":
        """Starts a Python module in the site's environment, with its output in ``<name>.log``."""
        with (self.folder / f"{name}.log").open("ab") as output:
            return subprocess.Popen(
                [self.python, "-m", *arguments],
                cwd=ROOT,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )

    def serve(
        self,
        application: str,
        *,
        name: str,
        options: Sequence[str] = (),
        port: int | None = None,
        output_to: int | None = None,
    ) -> Server:
        """Starts gunicorn and returns when it is ready. Raises ``RuntimeError`` with its log if it does not start.

        ``output_to`` is a file descriptor for standard output, in place of the log.
        """
        port = port or free_port()
        log = self.folder / f"{name}.log"
        command = [self.python, "-m", "gunicorn", application, "--bind", f"{HOST}:{port}"]
        started = time.monotonic()
        with log.open("ab") as output:
            process = subprocess.Popen(
                [*command, "--log-level", "warning", *options],
                cwd=ROOT,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=output if output_to is None else output_to,
                stderr=output,
                start_new_session=True,
            )
        server = Server(process, port, log)
        while time.monotonic() < started + START_TIMEOUT:
            if process.poll() is not None:
                break
            if _answers(port):
                server.started_in = time.monotonic() - started
                return server
            time.sleep(0.02)
        server.stop()
        raise RuntimeError(f"{application} did not start:\n{log.read_text(errors='replace')[-4000:]}")


def _answers(port: int) -> bool:
    """Whether a worker responds; the master listens before its workers are ready."""
    try:
        with socket.create_connection((HOST, port), timeout=START_TIMEOUT) as connection:
            connection.sendall(b"GET /healthz HTTP/1.0\r\nHost: localhost\r\n\r\n")
            return connection.recv(12).startswith(b"HTTP/1.")
    except OSError:
        return False


@contextmanager
def throwaway(prefix: str = "pomost-bench-") -> Iterator[Throwaway]:
    """A site in a temporary folder, which is deleted afterwards unless ``BENCH_KEEP`` is set."""
    folder = Path(tempfile.mkdtemp(prefix=prefix))
    try:
        yield Throwaway(folder)
    finally:
        if os.environ.get("BENCH_KEEP"):
            print(f"Kept: {folder}", flush=True)
        else:
            shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def database_on(server: str) -> Iterator[str]:
    """The address of a new database on a PostgreSQL server, dropped afterwards; ``server`` is that of any database."""
    import psycopg

    name = f"production_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(server, autocommit=True) as database:
        database.execute(f'CREATE DATABASE "{name}"')
        try:
            yield urlunsplit(urlsplit(server)._replace(path=f"/{name}"))
        finally:
            database.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
