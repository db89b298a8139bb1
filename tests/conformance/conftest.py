"""A production site of its own, on the database that the tests run on."""

import os
import uuid
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.conf import settings

from tests.benchmarks.throwaway import Throwaway


@pytest.fixture(scope="module")
def production(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Throwaway]:
    """A migrated site with production settings, on SQLite or, when the tests run on it, on PostgreSQL."""
    folder: Path = tmp_path_factory.mktemp("production") / "site"
    if "postgresql" not in settings.DATABASES["default"]["ENGINE"]:
        site = Throwaway(folder)
        site.migrate()
        yield site
        return
    import psycopg

    server = os.environ["DATABASE_URL"]
    name = f"production_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
        try:
            site = Throwaway(folder, database_url=urlunsplit(urlsplit(server)._replace(path=f"/{name}")))
            site.migrate()
            yield site
        finally:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
