"""Bring the database up to date and load the demo into an empty site."""

from pathlib import Path

import django
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

# Where the site keeps what is not code; settings may name others and make them themselves.
FOLDERS = ("var", "var/media", "var/cache")


def prepare(root: Path) -> None:
    """Make the folders, migrate where there is something to migrate, then let ``loaddemo`` decide what it has to do."""
    for folder in FOLDERS:
        (root / folder).mkdir(parents=True, exist_ok=True)
    django.setup()
    waiting = pending_migrations()
    if waiting:
        print(f"Database: applying {waiting} migrations ...", flush=True)
        call_command("migrate", verbosity=0, interactive=False)
    else:
        print("Database: up to date.", flush=True)
    call_command("loaddemo")


def pending_migrations() -> int:
    """Return how many migrations have not been applied to the default database."""
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
