"""A production site under ten thousand invalid requests: no server errors, no wrong cached pages, no leaks, no locks.

Every URL of the project is requested by every role with invalid parameters, bodies, headers and files, while a
background worker runs. Seeded: the same requests in every run.
"""

import json
import socket
import sqlite3
import threading
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import closing, nullcontext, suppress
from itertools import islice
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any

import pytest

from tests.benchmarks.load import get, get_uncached, reply_of, send
from tests.benchmarks.throwaway import HOST, Server, Throwaway
from tests.conformance.fuzz import Fuzz, Fuzzed

SEED = 20261124
REQUESTS = 10_000
CONNECTIONS = 6
LARGEST_WORKER = 500_000_000
"""The most bytes of resident memory at any time."""
LONGEST_WRITE = 1.0
"""The most seconds that a write of another process may wait."""
PARTS = 5
"""Cached pages are compared after each part: all are dropped after a minute (``public_cache.MAX_AGE``)."""
SERVER = ("--workers", "2", "--threads", "4")


@pytest.fixture(scope="module")
def described(production_with_demo: Throwaway) -> dict[str, Any]:
    production_with_demo.environment["DJANGO_SETTINGS_MODULE"] = "tests.conformance.settings"
    site: dict[str, Any] = production_with_demo.ask("tests.conformance.fuzz_site")
    return site


@pytest.fixture
def server(production_with_demo: Throwaway, described: dict[str, Any]) -> Iterator[Server]:
    worker = production_with_demo.start("django", "worker", name="worker")
    server = production_with_demo.serve("pomost.wsgi:application", name="fuzz", options=SERVER)
    yield server
    server.stop()
    worker.terminate()
    worker.wait(20)


class Run:
    """Sends requests on several connections and records failures."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.statuses: Counter[int] = Counter()
        self.failed: list[str] = []
        self._queue: SimpleQueue[Fuzzed] = SimpleQueue()
        self._lock = threading.Lock()

    def send_all(self, requests: Iterable[Fuzzed]) -> None:
        for request in requests:
            self._queue.put(request)
        threads = [threading.Thread(target=self._send) for _connection in range(CONNECTIONS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def _send(self) -> None:
        while True:
            try:
                request = self._queue.get_nowait()
            except Empty:
                return
            status = status_of(exchange(self.server.port, request.raw))
            with self._lock:
                self.statuses[status] += 1
                if status in (500, 502, 504) and len(self.failed) < 40:
                    self.failed.append(f"{status} {request}")


def exchange(port: int, request: bytes) -> bytes:
    """The response; empty where the server refused the request and closed before all of it was sent."""
    with socket.create_connection((HOST, port), timeout=60) as connection:
        parts: list[bytes] = []
        with suppress(BrokenPipeError, ConnectionResetError):
            connection.sendall(request)
        with suppress(ConnectionResetError):
            while part := connection.recv(262_144):
                parts.append(part)
    return b"".join(parts)


def errors_logged(log: Path) -> list[str]:
    """The requests that ended in a server error according to its log, including those with a lost response."""
    found = []
    for line in log.read_text(encoding="utf-8", errors="replace").splitlines():
        try:
            event = json.loads(line)
        except ValueError:
            continue
        if event.get("event") == "request" and event["status"] in (500, 502, 504):
            found.append(f"{event['status']} {event['method']} {event['path'][:200]} {event['request_id']}")
    return found


def status_of(raw: bytes) -> int:
    """The status of a response, 0 when there is none."""
    return int(raw[9:12]) if raw.startswith(b"HTTP/1.") else 0


class WriteWatch:
    """Writes into the SQLite database continuously and records the longest wait."""

    def __init__(self, database: Path) -> None:
        self._database = database
        self._stop = threading.Event()
        self.longest = 0.0
        self.writes = 0

    def __enter__(self) -> "WriteWatch":
        self._stop.clear()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._stop.set()
        self._thread.join()

    def _watch(self) -> None:
        with closing(sqlite3.connect(self._database, timeout=60, isolation_level=None)) as connection:
            while not self._stop.wait(0.05):
                started = time.monotonic()
                connection.execute("BEGIN IMMEDIATE")
                connection.execute("UPDATE people_organisation SET name = name WHERE id = 0")
                connection.execute("COMMIT")
                self.longest = max(self.longest, time.monotonic() - started)
                self.writes += 1


def most_memory(pid: int) -> int:
    """The peak resident memory of a process in bytes."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    line = next(line for line in status.splitlines() if line.startswith("VmHWM:"))
    return int(line.split()[1]) * 1024


def spoilt(server: Server, pages: list[str]) -> list[str]:
    """The pages whose cached copy differs from a new response; of pages that caches store."""
    plain = {"Accept-Encoding": "identity"}
    found = []
    for page in pages:
        fresh = get_uncached(server.port, page, headers=plain)
        found += [page for _worker in range(4) if get(server.port, page, headers=plain).body != fresh]
    return found


@pytest.mark.django_db
@pytest.mark.timeout(1_500)
def test_ten_thousand_odd_requests_break_nothing(
    production_with_demo: Throwaway, described: dict[str, Any], server: Server
) -> None:
    fuzz = Fuzz(described, seed=SEED)
    asked = len(described["addresses"]) * len(described["roles"])
    requests = list(islice(fuzz.requests(rounds=-(-REQUESTS // asked)), REQUESTS))
    assert len(requests) == REQUESTS
    workers = server.workers()
    run = Run(server)
    watch = WriteWatch(production_with_demo.database) if not production_with_demo.database_url else None
    pages = [*described["stored"], *(f"/en{page}" for page in described["stored"])]
    for part in range(PARTS):
        with watch or nullcontext():
            run.send_all(requests[part::PARTS])
        assert spoilt(server, pages) == []

    assert run.failed == [], "\n\n".join(run.failed)
    assert errors_logged(server.log) == []
    assert run.statuses[0] < REQUESTS / 20, "Too many requests were not heard to the end."
    assert server.workers() == workers, "A worker has ended."
    assert max(most_memory(pid) for pid in workers) < LARGEST_WORKER
    assert reply_of(send(server.port, b"GET /healthz HTTP/1.0\r\nHost: localhost\r\n\r\n")).status == 200
    if watch:
        assert watch.writes > 100
        assert watch.longest < LONGEST_WRITE
    counted = {status: run.statuses[status] for status in sorted(run.statuses)}
    assert counted[200] > REQUESTS / 20, f"Too little got through to say anything: {json.dumps(counted)}"
