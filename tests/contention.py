"""Concurrent calls in threads, each with its own database connection.

Threads see only committed data, so tests that use this are marked ``transaction=True`` and delete what they have
created (see the fixture ``tables_not_emptied``).
"""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection

PEOPLE = 8
"""The number of concurrent threads."""

needs_row_locks = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="rows are locked by PostgreSQL; SQLite lets one writer in at a time"
)


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """The result or the exception of each call; all start at once with their own database connections."""
    barrier = threading.Barrier(len(acts))

    def run(act: Callable[[], Any]) -> Any:
        try:
            connection.ensure_connection()
            barrier.wait(timeout=30)
            return act()
        except Exception as error:  # returned, for the test to check
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def winners_and_errors(
    results: list[Any], refused: type[Exception] | tuple[type[Exception], ...] = ()
) -> tuple[list[Any], int]:
    """The successful results and the number of expected exceptions; any other exception fails the test."""
    losers = [item for item in results if isinstance(item, refused)]
    winners = [item for item in results if not isinstance(item, refused)]
    assert [item for item in winners if isinstance(item, Exception)] == []
    return winners, len(losers)
