"""The order in which several processes of xdist run the tests: no process waits for another longer than it must.

``--dist worksteal`` gives each process one piece of the list, and to one that is done the end of what another has left.
"""

from collections.abc import Sequence
from pathlib import Path

import pytest

from tests import databases

TESTS = Path(__file__).parent
LONG = (
    "conformance",
    "benchmarks",
    "learning/test_model.py",
    "search/test_contract.py",
    "search/test_engines.py",
    "search/test_odd_queries.py",
    "search/test_site_with_engine.py",
)
"""Folders and files with tests of many seconds. In the middle of a piece, a long one is the last of nobody's."""


def for_processes(items: Sequence[pytest.Item], processes: int) -> list[pytest.Item]:
    """The same tests: the first piece begins with those of the browser, the second with those without a database.

    One process makes the database, which takes half a minute, and those that need it wait for it.
    """
    browser, long, without, quick = [], [], [], []
    for item in items:
        if item.get_closest_marker("browser"):
            browser.append(item)
        elif item.path.relative_to(TESTS).as_posix().startswith(LONG):
            long.append(item)
        elif databases.is_needed_by(item):
            quick.append(item)
        else:
            without.append(item)
    first = max(len(items) // processes - len(browser), 0)
    return [*browser, *quick[:first], *without, *long, *quick[first:]]
