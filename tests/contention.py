"""Several threads at the same moment, each with a database connection of its own.

What threads see has to be committed, so the tests that use this are marked ``transaction=True`` and delete what they
made (see the fixture ``tables_not_emptied``).
"""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection

PEOPLE = 8
"""How many act at once."""

needs_row_locks = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="rows are locked by PostgreSQL; SQLite lets one writer in at a time"
)


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """What each of these returned or raised, all begun at the same moment."""
    barrier = threading.Barrier(len(acts))

    def run(act: Callable[[], Any]) -> Any:
        try:
            connection.ensure_connection()
            barrier.wait(timeout=30)
            return act()
        except Exception as error:  # what was raised is what the test looks at
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def parted(results: list[Any], refused: type[Exception] | tuple[type[Exception], ...] = ()) -> tuple[list[Any], int]:
    """The winners, and how many were refused as they should be; anything else fails."""
    losers = [item for item in results if isinstance(item, refused)]
    winners = [item for item in results if not isinstance(item, refused)]
    assert [item for item in winners if isinstance(item, Exception)] == []
    return winners, len(losers)
