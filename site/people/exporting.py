"""What the site holds of one user, as the apps register it, for the copy that users may download.

An app registers in ``AppConfig.ready()`` a function and the columns that it ``covers``; a column that refers to a user
or holds an e-mail address and is not exported is declared with the reason. A test compares both with all models.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.core.files.storage import Storage

from people.models import User

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True, slots=True)
class File:
    """A stored file of the user, with the name that the user gave it."""

    name: str
    storage: Storage
    stored_as: str


Value = str | int | float | bool | datetime | date | UUID | File | list[Any] | tuple[str, ...] | dict[str, Any] | None


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a section: ``name`` is its key in JSON, ``label`` its name on the page."""

    name: str
    label: "str | _StrPromise"


@dataclass(frozen=True, slots=True)
class Section:
    """Rows of one kind; each row has a value for each column. ``json_only``: too technical for the page."""

    key: str
    title: "str | _StrPromise"
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]
    json_only: bool = field(default=False, kw_only=True)


Exporter = Callable[[User], Iterable[Section]]

_exporters: list[Exporter] = []
_covered: set[str] = set()
_declared: dict[str, str] = {}


def register(function: Exporter, *, covers: Iterable[str], first: bool = False) -> None:
    """Adds a function that returns what an app holds of a user; ``covers`` names columns as ``app.Model.field``.

    ``first``: its sections begin the copy.
    """
    if function not in _exporters:
        _exporters.insert(0 if first else len(_exporters), function)
    _covered.update(covers)


def declare(reasons: Mapping[str, str]) -> None:
    """Declares columns that are not exported, each with the reason."""
    _declared.update(reasons)


def covered() -> frozenset[str]:
    """The columns that some registered function exports."""
    return frozenset(_covered)


def declared() -> Mapping[str, str]:
    """The columns that are not exported, with the reasons."""
    return dict(_declared)


def sections_of(user: User) -> list[Section]:
    """Everything that the apps hold of ``user``, without empty sections."""
    return [section for function in _exporters for section in function(user) if section.rows]
