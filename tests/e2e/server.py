"""Serves the site as in production: gunicorn on a copy of the test database, in a separate folder."""

import os
import re
import shutil
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

from django.conf import settings

ROOT = Path(__file__).resolve().parents[2]
START_TIMEOUT = 60.0


@dataclass(frozen=True, slots=True)
class SiteServer:
    """A running site: its URL, and access to its database, log and e-mails."""

    url: str
    folder: Path

    def rows(self, query: str, *values: Any) -> list[tuple[Any, ...]]:
        """Rows of the server's database, read through a separate connection."""
        with closing(sqlite3.connect(f"file:{self.folder / 'site.sqlite3'}?mode=ro", uri=True)) as database:
            return database.execute(query, values).fetchall()

    def count(self, query: str, *values: Any) -> int:
        """The number that a query returns."""
        return int(self.rows(query, *values)[0][0])

    def emails_to(self, address: str) -> list[str]:
        """The text of every e-mail sent to ``address``, the oldest first."""
        found = []
        for path in sorted((self.folder / "mail").glob("*.log"), key=lambda file: file.stat().st_mtime_ns):
            for raw in re.split(rb"^-{79}\n", path.read_bytes(), flags=re.MULTILINE):
                email = message_from_bytes(raw.strip(), policy=policy.default)
                if address in str(email["to"]):
                    body = email.get_body(("plain",))
                    found.append(str(body.get_content()) if body else "")
        return found

    def link_mailed_to(self, address: str) -> str:
        """The path of the last link in the last e-mail to ``address``."""
        links = re.findall(r"https?://[^/\s]+(/\S+)", self.emails_to(address)[-1])
        return str(links[-1])

    @property
    def log(self) -> str:
        return (self.folder / "server.log").read_text(encoding="utf-8", errors="replace")


def copy_database(source: str, target: Path) -> None:
    """Copies an SQLite database that may be in use, with what its WAL holds."""
    with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(target)) as new:
        old.backup(new)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(*, database: str, media: Path, folder: Path) -> Iterator[SiteServer]:
    """Serves a copy of ``database`` and ``media`` from ``folder`` until the block ends."""
    for name in ("mail", "static", "media", "private"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    copy_database(database, folder / "site.sqlite3")
    if media.is_dir():
        shutil.copytree(media, folder / "media", dirs_exist_ok=True)
    port = free_port()
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "pomost.settings.test",
        "DATABASE_URL": f"sqlite:///{folder / 'site.sqlite3'}",
        "POMOST_VAR": str(folder),
        "POMOST_MAIL": str(folder / "mail"),
        "POMOST_XBLOCKS": ",".join([*settings.POMOST_XBLOCKS, "acid", "acid_parent"]),
        "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "site")]),
    }
    command = [sys.executable, "-m", "gunicorn", "tests.e2e.application:application", "--bind", f"127.0.0.1:{port}"]
    command += ["--workers", "1", "--threads", "4", "--log-level", "warning"]
    with (folder / "server.log").open("wb") as log:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=subprocess.STDOUT)
        server = SiteServer(f"http://127.0.0.1:{port}", folder)
        try:
            _wait_until_it_answers(process, port, server)
            yield server
        finally:
            process.terminate()
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _wait_until_it_answers(process: "subprocess.Popen[bytes]", port: int, server: SiteServer) -> None:
    give_up = time.monotonic() + START_TIMEOUT
    while time.monotonic() < give_up:
        if process.poll() is not None:
            raise RuntimeError(f"The site did not start:\n{server.log}")
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError(f"The site did not answer within {START_TIMEOUT:.0f} seconds:\n{server.log}")
