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
    index_if_needed()


def pending_migrations() -> int:
    """Return the number of pending migrations of the default database."""
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def index_if_needed() -> None:
    """Index everything for search if there is no index, or one that another version of the analyser made."""
    from search import services

    if not services.is_current():
        print("Search: indexing all pages and documents ...", flush=True)
        services.rebuild()


def reindex(say: Callable[[str], None]) -> int:
    """Index everything for search, with progress, and in the search engine if there is one. Return the exit code."""
    django.setup()
    from search import rebuilding, services
    from search.backends import chosen

    def tell(done: int, total: int) -> None:
        if done % 100 == 0 and done < total:
            say(f"Search: {done} of {total} pages and documents.")

    def tell_of_engine(done: int, total: int) -> None:
        say(f"Search engine: {done} of {total}.")

    say(f"Search: {services.rebuild(progress=tell)} pages and documents indexed.")
    if not chosen.has_engine():
        return 0
    try:
        say(f"Search engine: {rebuilding.rebuild_engine(tell_of_engine)} pages, sections and others indexed.")
    except (*chosen.engine().errors, rebuilding.RebuildError) as error:
        say(f"Search engine: {error}. What it had before goes on; start this again.")
        return 1
    return 0


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
