"""Fixtures of all tests: a database with the demo, signed-in clients, and caches that are cleared before each test."""

import gc
import os
import shutil
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import caches
from django.db import connection
from django.test import Client, TransactionTestCase
from django.utils import translation
from pytest_django import DjangoDbBlocker

from demo import people as personas
from pomost.models import HomePage
from publishing import public_cache
from resources.guidance.change_notes import note_of_code
from resources.guidance.models import Chapter
from tests import databases, libreoffice, ordering
from tests import prepared as preparing
from tests.builders import make_chapters, make_home
from tests.prepared import prepared

CHROMIUM = next((path for name in ("chromium", "chromium-browser") if (path := shutil.which(name))), None)


PROGRAMS = {
    "browser": (CHROMIUM, "Chromium is not installed (on Debian: apt install chromium)"),
    "libreoffice": (
        libreoffice.PROGRAM,
        "LibreOffice is not installed (on Debian: apt install --no-install-recommends libreoffice-writer-nogui)",
    ),
}
"""Marks of tests that need a program of Debian: where it is, and what to say where it is missing."""


@pytest.hookimpl(trylast=True)  # after some were left out by their marks
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Tests that need a program of Debian are skipped where it is missing, failed where CI promised it.

    On PostgreSQL those that use no database are left out: the run on SQLite has them.
    """
    if connection.vendor != "sqlite":
        left_out = [item for item in items if not databases.is_needed_by(item)]
        items[:] = [item for item in items if databases.is_needed_by(item)]
        config.hook.pytest_deselected(items=left_out)
    processes = getattr(config, "workerinput", {}).get("workercount", 1)
    if processes > 1:
        items[:] = ordering.for_processes(items, processes)
    if os.environ.get("CI") == "true":
        return
    for mark, (program, reason) in PROGRAMS.items():
        if program is None:
            for item in items:
                if item.get_closest_marker(mark):
                    item.add_marker(pytest.mark.skip(reason=reason))


def pytest_collection_finish() -> None:
    """Django, Wagtail and the tests stay until the end: the garbage collector need not look at them again and again.

    That and its longer intervals take a fourteenth of the tests' processor time away.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 10)


def pytest_unconfigure() -> None:
    """What the tests of this process wrote goes, unless somebody named the folder (``POMOST_VAR``)."""
    if settings.configured and not os.environ.get("POMOST_VAR"):
        shutil.rmtree(settings.VAR, ignore_errors=True)


NOTES = partial(note_of_code, kind="minor", note="Poprawka.")


@pytest.hookimpl(wrapper=True)
def pytest_fixture_setup(fixturedef: pytest.FixtureDef[Any], request: pytest.FixtureRequest) -> Any:
    """Before pytest-django begins the transaction of a test, what its module has prepared is made."""
    if fixturedef.argname == "_django_db_helper":
        preparing.enter(request, within=NOTES)
    return (yield)


@pytest.fixture(scope="session")
def django_db_setup(
    request: pytest.FixtureRequest,
    django_test_environment: None,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[None]:
    """The demo content and its people, loaded once for a run; a test's changes are rolled back."""
    workers = getattr(request.config, "workerinput", {}).get("workercount", 1)
    with django_db_blocker.unblock():
        databases.make(databases.shared_folder(tmp_path_factory), workers)
    yield
    with django_db_blocker.unblock():
        databases.destroy()


@pytest.fixture(autouse=True)
def _nothing_kept(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    # The minute is part of the cache version: one that ends during a test would drop what the test counts on.
    monkeypatch.setattr(public_cache, "MAX_AGE", 10**12)
    public_cache.clear()
    for shared in caches.all(initialized_only=True):
        shared.clear()
    translation.deactivate()  # a request for /en/ leaves its language active in the thread
    yield
    public_cache.clear()


@pytest.fixture(autouse=True)
def _notes_of_tests() -> Iterator[None]:
    """Tests publish guides and chapters again without a change note; those of the notes override this fixture."""
    with NOTES():
        yield


@pytest.fixture(scope="module")
def tables_not_emptied() -> Iterator[None]:
    """For tests that commit (``transaction=True``), which must delete what they have created.

    Prevents Django's flush after the test, which would delete the demo that later tests in the process need.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda self: None)
        yield


@pytest.fixture
def caching(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Enables caching as in production, although the test runs in a transaction: for counting queries."""
    monkeypatch.setattr(public_cache, "may_store", lambda: True)
    yield
    public_cache.clear()


@pytest.fixture
def client_of(db: None) -> Callable[[personas.Persona], Client]:
    """A client signed in as a user of the demo."""

    def sign_in(persona: personas.Persona) -> Client:
        user, _created = personas.account_of(persona)
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return sign_in


@pytest.fixture
@prepared
def home(db: None) -> HomePage:
    """A home page of the test's own, beside the demo's: the site asked for is this one."""
    return make_home()


@pytest.fixture
@prepared
def chapters(home: HomePage) -> list[Chapter]:
    """Two chapters of one guide below ``home``."""
    return make_chapters(home, "Pierwszy temat", "Drugi temat")
