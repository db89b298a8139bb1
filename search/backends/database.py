"""The backend of the site's own database, for ``WAGTAILSEARCH_BACKENDS``."""

from typing import Any

from django.db import connection


def SearchBackend(params: dict[str, Any]) -> Any:  # noqa: N802 - the name that modelsearch looks for
    """The backend for SQLite or PostgreSQL."""
    if connection.vendor == "postgresql":
        from search.backends import postgres

        return postgres.SearchBackend(params)
    from search.backends import sqlite

    return sqlite.SearchBackend(params)
