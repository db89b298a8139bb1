"""What one request does to the database, in the whole application under production settings.

Imported inside Django, after its set-up.
"""

from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

TRANSACTIONS = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE")


@dataclass(frozen=True, slots=True)
class Asked:
    """The SQL of a request without transactions' own statements, the rows that it wrote, and the instructions that
    SQLite executed for it, which grow with every row that is read."""

    sql: list[str]
    written: int
    steps: int


def request_factory() -> RequestFactory:
    """Makes requests as they come through the proxy."""
    headers = {"host": "localhost", "x-forwarded-proto": "https", "referer": "https://localhost/"}
    return RequestFactory(headers=headers, secure=True)


def asked(request: Any, expected: str) -> Asked:
    """Sends a request to the application; raises ``RuntimeError`` unless its status begins with ``expected``."""
    from pomost.wsgi import application

    statuses: list[str] = []
    steps = [0]

    def step() -> None:
        steps[0] += 1

    # Django closes the connection with the request otherwise, and SQLite counts by connection.
    connection.settings_dict["CONN_MAX_AGE"] = None
    connection.close()
    connection.ensure_connection()
    database = connection.connection
    database.set_progress_handler(step, 1)
    with CaptureQueriesContext(connection) as captured:
        result = application(request.environ, lambda status, headers, exc_info=None: statuses.append(status))
        b"".join(result)
        if hasattr(result, "close"):
            result.close()
    database.set_progress_handler(None, 1)
    if not statuses[0].startswith(expected):
        raise RuntimeError(f"{request.path}: {statuses[0]}")
    sql = [row["sql"] for row in captured.captured_queries if not row["sql"].startswith(TRANSACTIONS)]
    return Asked(sql, database.total_changes, steps[0])
