"""Bring the database up to date and load the demo where it is installed."""

from collections.abc import Callable
from pathlib import Path

import django
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

# The settings with folders of data.
FOLDERS = ("VAR", "MEDIA_ROOT", "STATIC_ROOT")


def prepare() -> None:
    """Create the folders, apply pending migrations, then run ``loaddemo`` if the demo is installed."""
    django.setup()
    for folder in FOLDERS:
        Path(getattr(settings, folder)).mkdir(parents=True, exist_ok=True)
    waiting = pending_migrations()
    if waiting:
        print(f"Database: applying {waiting} migrations ...", flush=True)
        call_command("migrate", verbosity=0, interactive=False)
    else:
        print("Database: up to date.", flush=True)
    if apps.is_installed("demo"):
        call_command("loaddemo")


def pending_migrations() -> int:
    """Return the number of pending migrations of the default database."""
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def recompile(say: Callable[[str], None]) -> int:
    """Render all live pages and store their extracts again, with progress. Return the exit code: 1 if a page failed."""
    django.setup()
    from publishing import services

    total = services.mark_all_stale()
    done = services.render_stale_pages(tell=lambda progress: say(f"Pages: {progress.done} of {progress.total}."))
    if done.failed:
        say(f"Pages: {done.failed} could not be rendered and stay as they were; the log says why.")
        return 1
    say(f"Pages: {total} rendered.")
    return 0
