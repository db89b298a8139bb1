"""Fixtures whose rows are made once for all tests of a module that follow one another and need them.

A page takes a tenth of a second to make. ``prepared`` marks fixtures that make rows and return them: their rows are
made in a transaction around those of the tests (a *level*; each level is a savepoint in the one below), and every test
reads its own objects from the database. What a test changes is rolled back to the levels that it found.
"""

import functools
import inspect
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from typing import Any, TypeVar

import pytest
from django.db import models, transaction
from django.utils import translation
from pytest_django import DjangoDbBlocker

from publishing import public_cache

Made = TypeVar("Made", bound=models.Model | list[Any])


class Level:
    """Rows of one fixture, in a transaction of their own."""

    def __init__(self, fixture: Callable[..., Any]) -> None:
        self.fixture = fixture
        self._atomic = transaction.atomic()
        self._atomic.__enter__()
        self.rows: models.Model | list[models.Model] | None = None

    def read(self) -> Any:
        """The rows as a test finds them in the database."""
        if isinstance(self.rows, list):
            return [_read(row) for row in self.rows]
        assert self.rows is not None
        return _read(self.rows)

    def undo(self) -> None:
        transaction.set_rollback(True)
        self._atomic.__exit__(None, None, None)


_levels: list[Level] = []


def prepared(fixture: Callable[..., Made]) -> Callable[..., Made]:
    """Marks a fixture below ``pytest.fixture``; it may ask for ``db`` and for other prepared fixtures only."""

    @functools.wraps(fixture)
    def made(**arguments: Any) -> Made:
        found = next((level for level in _levels if level.fixture is made), None)
        rows: Made = found.read() if found else fixture(**arguments)
        return rows

    made.prepares = fixture  # type: ignore[attr-defined]
    return made


def enter(request: pytest.FixtureRequest, *, within: Callable[[], AbstractContextManager[Any]]) -> None:
    """Makes what a test needs, before its own transaction begins, and undoes what it does not need.

    ``within`` gives a context in which rows are made.
    """
    item: pytest.Item = request.node
    blocker = request.getfixturevalue("django_db_blocker")
    with blocker.unblock():
        _enter(item, blocker, within)


def _enter(item: pytest.Item, blocker: DjangoDbBlocker, within: Callable[[], AbstractContextManager[Any]]) -> None:
    needed = [] if _commits(item) else _needed(item)
    kept = 0
    while kept < min(len(needed), len(_levels)) and _levels[kept].fixture is needed[kept]:
        kept += 1
    _undo(down_to=kept)
    if kept == len(needed):
        return
    if not _levels:
        module = item.getparent(pytest.Module)
        assert module is not None
        module.addfinalizer(functools.partial(_undo_all, blocker))
    with ExitStack() as stack:
        stack.enter_context(within())
        stack.enter_context(translation.override("pl"))
        public_cache.clear()
        for fixture in needed[kept:]:
            level = Level(fixture)
            _levels.append(level)
            try:
                level.rows = _make(fixture)
            except BaseException:
                _undo(down_to=len(_levels) - 1)
                raise


def _make(fixture: Any) -> Any:
    """Calls a prepared fixture with what its arguments have prepared: the last level that has the argument's name."""
    named = {level.fixture.__name__: level for level in _levels[:-1]}
    names = inspect.signature(fixture.prepares).parameters
    return fixture.prepares(**{name: None if name == "db" else named[name].read() for name in names})


def _read(row: models.Model) -> models.Model:
    return type(row)._default_manager.get(pk=row.pk)


def _undo(*, down_to: int) -> None:
    while len(_levels) > down_to:
        _levels.pop().undo()


def _undo_all(blocker: DjangoDbBlocker) -> None:
    with blocker.unblock():
        _undo(down_to=0)


def _commits(item: pytest.Item) -> bool:
    marker = item.get_closest_marker("django_db")
    names = getattr(item, "fixturenames", ())
    return "transactional_db" in names or bool(marker and marker.kwargs.get("transaction"))


def _needed(item: pytest.Item) -> list[Callable[..., Any]]:
    """The prepared fixtures of a test, those that others ask for first."""
    known = item._fixtureinfo.name2fixturedefs  # type: ignore[attr-defined]
    found: list[Callable[..., Any]] = []

    def add(name: str, overridden: int = 0) -> None:
        definitions = known.get(name, ())
        if len(definitions) <= overridden:
            return
        fixture = definitions[-1 - overridden].func
        if not hasattr(fixture, "prepares"):
            return
        for other in inspect.signature(fixture).parameters:
            add(other, overridden + 1 if other == name else 0)
        if fixture not in found:
            found.append(fixture)

    for name in item.fixturenames:  # type: ignore[attr-defined]
        add(name)
    return found
