"""How long each kind of personal data is kept, and the deletion of what is older.

An app registers in ``AppConfig.ready()`` its kinds: the period, the reason, which rows are due at a moment, and how one
of them is deleted. ``purge`` deletes what is due, from the housekeeping and from ``pomost purge-data``; a dry run only
reads. What an app deletes itself, such as searched queries, is not registered.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import structlog
from django.db import transaction
from django.db.models import Model, QuerySet
from django.utils import timezone

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

log = structlog.get_logger("people")

AT_ONCE = 500
"""Rows of one transaction."""


def delete_rows(rows: QuerySet[Any]) -> None:
    """Deletes rows as Django does, with what depends on them."""
    rows.delete()


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of data with the time that it is kept.

    ``due`` returns the rows that are too old at a moment, ``remove`` deals with some of them: it deletes them or
    does what else ends being due. ``reason`` says why not shorter and not longer.
    """

    name: str
    label: "str | _StrPromise"
    period: timedelta
    reason: "str | _StrPromise"
    due: Callable[[datetime], QuerySet[Any]]
    remove: Callable[[QuerySet[Any]], None] = delete_rows


@dataclass(frozen=True, slots=True)
class Purged:
    """How many rows of a kind went, or would go; ``ids`` are their primary keys, in order."""

    kind: Kind
    ids: tuple[Any, ...]

    @property
    def count(self) -> int:
        return len(self.ids)


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Adds or replaces a kind; called in ``AppConfig.ready()``."""
    _kinds[kind.name] = kind


def kinds() -> list[Kind]:
    """All kinds, in the order of their registration."""
    return list(_kinds.values())


def purge(*, now: datetime | None = None, dry_run: bool = False) -> list[Purged]:
    """Removes what is due at ``now``, each ``AT_ONCE`` rows in a transaction; returns what went, by kind.

    What is due is read for all kinds before anything is removed, so a dry run returns the same as the run after it.
    """
    moment = now or timezone.now()
    found = [Purged(kind, tuple(kind.due(moment).order_by("pk").values_list("pk", flat=True))) for kind in kinds()]
    if not dry_run:
        for purged in found:
            _remove(purged, moment)
    return found


def _remove(purged: Purged, moment: datetime) -> None:
    for start in range(0, purged.count, AT_ONCE):
        with transaction.atomic():
            rows: QuerySet[Model] = purged.kind.due(moment)
            # Asked again under the lock: somebody may have signed in meanwhile.
            ids = list(rows.filter(pk__in=purged.ids[start : start + AT_ONCE]).values_list("pk", flat=True))
            model: Any = rows.model
            purged.kind.remove(model._default_manager.filter(pk__in=ids))
    if purged.count:
        log.info("people.purged", kind=purged.kind.name, rows=purged.count)
