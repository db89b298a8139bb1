"""Production sites of their own, on the database that the tests run on.

On SQLite none is migrated or filled again: an empty one and one with the demo are copied from what the run has.
"""

import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from pytest_django import DjangoDbBlocker

from tests import databases
from tests.benchmarks.throwaway import Throwaway, database_on
from tests.e2e.server import copy_database

FILES = ("build/fonts.css", "css/pomost.css", "img/favicon.svg", "js/exercise.js")
MANIFEST = {"paths": {name: name for name in FILES}, "version": "1.1", "hash": ""}
"""Production refuses a page whose style sheet is not in the manifest; what the files hold does not matter here."""


def on_postgresql() -> bool:
    return "postgresql" in settings.DATABASES["default"]["ENGINE"]


def site_in(folder: Path, *, database_url: str = "", copy_of: Path | str | None = None) -> Throwaway:
    """A site in ``folder``, its database a copy of an SQLite one, or still to be migrated."""
    site = Throwaway(folder, database_url=database_url)
    for name in ("media", "private", "static"):
        (folder / name).mkdir(parents=True)
    (folder / "static" / "staticfiles.json").write_text(json.dumps(MANIFEST), encoding="utf-8")
    if copy_of is None:
        site.migrate()
    else:
        copy_database(str(copy_of), site.database)
    return site


@pytest.fixture(scope="session")
def migrated(django_db_setup: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite database without content."""
    return databases.shared_folder(tmp_path_factory) / databases.MIGRATED


@pytest.fixture(scope="module")
def production(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Iterator[Throwaway]:
    """A migrated site with production settings and no content."""
    folder = tmp_path_factory.mktemp("production") / "site"
    if on_postgresql():
        with database_on(os.environ["DATABASE_URL"]) as url:
            yield site_in(folder, database_url=url)
    else:
        yield site_in(folder, copy_of=request.getfixturevalue("migrated"))


@pytest.fixture(scope="module")
def production_with_demo(
    tmp_path_factory: pytest.TempPathFactory, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[Throwaway]:
    """The same with the demo content and its people."""
    folder = tmp_path_factory.mktemp("production") / "site"
    if on_postgresql():
        with database_on(os.environ["DATABASE_URL"]) as url:
            site = site_in(folder, database_url=url)
            site.environment["POMOST_DEMO"] = "true"
            site.run("django", "loaddemo", "--with-people", "--verbosity", "0")
            site.collect_static_files()
            yield site
    else:
        with django_db_blocker.unblock():
            source = str(connection.settings_dict["NAME"])
        site = site_in(folder, copy_of=source)
        shutil.copytree(settings.MEDIA_ROOT, folder / "media", dirs_exist_ok=True)
        site.collect_static_files()
        yield site
