"""The background worker under a lock of the database, a restart of PostgreSQL and kill -9."""

import os
import signal
import sqlite3
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from typing import Any

import pytest

from tests.benchmarks.throwaway import Throwaway

LOCK_SECONDS = 22
"""Longer than SQLite waits (20 seconds)."""
PATIENCE = 40.0


@pytest.fixture
def worker(production: Throwaway) -> Iterator["subprocess.Popen[bytes]"]:
    process = production.start("django", "worker", "--interval", "0.2", name="worker")
    yield process
    process.kill()
    process.wait()


def query(site: Throwaway, sql: str) -> list[tuple[Any, ...]]:
    """The rows of one statement, committed; it must not contain ``%s``."""
    if site.database_url:
        import psycopg

        with psycopg.connect(site.database_url, autocommit=True) as connection:
            cursor = connection.execute(sql)
            return cursor.fetchall() if cursor.description else []
    with closing(sqlite3.connect(site.database, timeout=30, isolation_level=None)) as database:
        return database.execute(sql).fetchall()


def wait_for(what: Callable[[], object], *, seconds: float = PATIENCE) -> None:
    give_up = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < give_up, "It did not happen."
        time.sleep(0.1)


def alive(site: Throwaway) -> bool:
    return bool(query(site, "SELECT worker_id FROM pomost_worker"))


def enqueue(site: Throwaway) -> None:
    """A task that takes a moment and leaves its result in the database."""
    site.run(
        "django", "shell", "--no-imports", "-c", "from pomost.tasks import run_housekeeping; run_housekeeping.enqueue()"
    )


def done(site: Throwaway) -> int:
    return int(query(site, "SELECT COUNT(*) FROM django_tasks_database_dbtaskresult WHERE status = 'SUCCESSFUL'")[0][0])


def idle(site: Throwaway) -> bool:
    """Whether no task waits or is under way, and at least one was done."""
    left = "SELECT 1 FROM django_tasks_database_dbtaskresult WHERE status IN ('READY', 'RUNNING')"
    return bool(done(site)) and not query(site, left)


@pytest.mark.sqlite_only
def test_a_lock_longer_than_sqlite_waits_does_not_end_the_worker(
    production: Throwaway, worker: "subprocess.Popen[bytes]"
) -> None:
    wait_for(lambda: alive(production))
    with closing(sqlite3.connect(production.database, isolation_level=None)) as database:
        database.execute("BEGIN EXCLUSIVE")
        time.sleep(LOCK_SECONDS)
        database.execute("COMMIT")
    before = done(production)
    enqueue(production)
    wait_for(lambda: done(production) > before)
    assert worker.poll() is None


def test_a_worker_whose_connections_are_cut_goes_on(production: Throwaway, worker: "subprocess.Popen[bytes]") -> None:
    """Ends the worker's connections, as a restart of PostgreSQL does."""
    if not production.database_url:
        pytest.skip("SQLite has no connections to cut.")
    wait_for(lambda: alive(production))
    cut = (
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    for _time in range(3):
        query(production, cut)
        time.sleep(0.5)
    before = done(production)
    enqueue(production)
    wait_for(lambda: done(production) > before)
    assert worker.poll() is None


def test_what_a_killed_worker_left_undone_is_done_by_the_next(production: Throwaway) -> None:
    first = production.start("django", "worker", "--interval", "0.2", name="worker")
    wait_for(lambda: alive(production))
    first.kill()
    first.wait()
    before = done(production)
    enqueue(production)
    # As if it had been killed in the middle of this task, a minute ago.
    query(
        production,
        "UPDATE django_tasks_database_dbtaskresult SET status = 'RUNNING', started_at = '2026-01-01 00:00:00+00:00',"
        " worker_ids = '[\"killed\"]' WHERE status = 'READY'",
    )
    second = production.start("django", "worker", "--interval", "0.2", name="worker")
    try:
        wait_for(lambda: done(production) > before)
    finally:
        second.kill()
        second.wait()


def test_a_worker_that_is_asked_to_stop_ends_and_is_forgotten(production: Throwaway) -> None:
    query(production, "DELETE FROM pomost_worker")
    process = production.start("django", "worker", name="worker")
    wait_for(lambda: alive(production))
    os.kill(process.pid, signal.SIGTERM)
    assert process.wait(20) == 0
    assert not alive(production)


@pytest.mark.sqlite_only
def test_a_worker_that_is_asked_to_stop_while_the_database_is_locked_ends_without_an_error(
    production: Throwaway, worker: "subprocess.Popen[bytes]"
) -> None:
    """Python handles the signal when SQLite returns from its wait: right after ``BEGIN``, in an open transaction."""
    wait_for(lambda: alive(production) and idle(production))
    with closing(sqlite3.connect(production.database, isolation_level=None)) as database:
        database.execute("BEGIN EXCLUSIVE")
        time.sleep(1)  # more than its interval: it waits for the lock now
        os.kill(worker.pid, signal.SIGTERM)
        time.sleep(0.5)
        database.execute("COMMIT")
    assert worker.wait(20) == 0
    assert not alive(production)
