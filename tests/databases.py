"""The test database with the demo in it: made once for a run, cloned for each further process of xdist."""

import fcntl
import gc
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import pytest
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connection
from django.test.utils import setup_databases

from demo.loading import load

MIGRATED = "migrated.sqlite3"
"""On SQLite, beside the database with the demo: the one before the demo was loaded."""
FOLDERS = ("VAR", "MEDIA_ROOT", "STATIC_ROOT")
FIXTURES = frozenset({"db", "transactional_db", "django_db_setup", "production"})
"""Of tests that use the database that the environment names: in their own process, or in a site that they start."""


def is_needed_by(item: pytest.Item) -> bool:
    """Whether a test uses the database."""
    names = getattr(item, "fixturenames", ())
    return item.get_closest_marker("django_db") is not None or not FIXTURES.isdisjoint(names)


def shared_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that all processes of a run share."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


def stored_files() -> dict[str, Path]:
    """The folders with the files that rows of the database refer to, by the names of their copies."""
    folders = {"media": settings.MEDIA_ROOT, "private": settings.STORAGES["private"]["OPTIONS"]["location"]}
    found = {name: Path(folder) for name, folder in folders.items()}
    for folder in found.values():
        folder.mkdir(parents=True, exist_ok=True)
    return found


def make(shared: Path, workers: int) -> None:
    """Make the default database one of tests, with the demo in it and its files (``stored_files``).

    Migrating and loading take half a minute of processor, a copy one second: of ``workers`` processes that share the
    folder ``shared``, the first one that gets its lock makes the database and one clone for each of the others.
    """
    for name in FOLDERS:
        Path(getattr(settings, name)).mkdir(parents=True, exist_ok=True)
    with (shared / "demo.lock").open("a+") as note:
        fcntl.flock(note, fcntl.LOCK_EX)
        note.seek(0)
        made = json.loads(note.read() or "{}")
        if made.get("left"):
            _take_clone(shared, made, note)
        else:
            _make(shared, workers, note)
    # What the process has imported and cached stays to its end: no collection looks at it again.
    gc.collect()
    gc.freeze()


@contextmanager
def classes_kept() -> Iterator[None]:
    """For migrations, each step of which makes classes of models: collecting them takes a fifth of the time.

    Keeping them to the end takes 0.5 GB.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
    gc.collect()


def destroy() -> None:
    """Delete the database that ``make`` gave this process."""
    connection.creation.destroy_test_db(verbosity=0)


def _make(shared: Path, workers: int, note: IO[str]) -> None:
    """Migrate, load, clone; ``note`` tells the other processes where the database is and how many clones are left."""
    if connection.vendor == "sqlite":
        connection.settings_dict["TEST"]["NAME"] = str(shared / "tests.sqlite3")
    with classes_kept():
        # No test asks for the rows that migrations made to be put back (serialized_rollback).
        setup_databases(verbosity=0, interactive=False, serialized_aliases=[])
    if connection.vendor == "sqlite":
        connection.close()
        shutil.copy(connection.settings_dict["NAME"], shared / MIGRATED)
    load(with_people=True)
    connection.close()  # SQLite writes its WAL into the file that is copied
    for number in range(1, workers):
        connection.creation.clone_test_db(suffix=str(number), verbosity=0)
    if workers > 1:
        for name, folder in stored_files().items():
            shutil.copytree(folder, shared / name)
    _write(note, {"name": str(connection.settings_dict["NAME"]), "left": workers - 1})


def _take_clone(shared: Path, made: dict[str, str | int], note: IO[str]) -> None:
    """Make a clone the default database of this process."""
    number = int(made["left"])
    _write(note, {**made, "left": number - 1})
    connection.close()
    connection.settings_dict["NAME"] = made["name"]
    clone = connection.creation.get_test_db_clone_settings(str(number))["NAME"]
    connection.settings_dict["NAME"] = settings.DATABASES[DEFAULT_DB_ALIAS]["NAME"] = clone
    for name, folder in stored_files().items():
        shutil.copytree(shared / name, folder, dirs_exist_ok=True)


def _write(note: IO[str], made: dict[str, str | int]) -> None:
    note.seek(0)
    note.truncate()
    json.dump(made, note)
    note.flush()
    os.fsync(note.fileno())
