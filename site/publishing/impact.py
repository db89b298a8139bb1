"""What deleting or unpublishing objects would affect, as counted by the apps above.

An app registers a function for a model in its ``AppConfig.ready()``. Wagtail's confirmation pages show what the
functions return; deleting a page raises ``InUseError`` where it would destroy a record.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Model, ProtectedError, Q, QuerySet
from django.utils.translation import gettext as _
from wagtail.models import Page


@dataclass(frozen=True, slots=True)
class Impact:
    """``count`` affected rows of one kind, as a whole sentence in the active language.

    ``record``: they are a record of what users did, and deleting would destroy it.
    """

    text: str
    count: int
    record: bool = False


Counter = Callable[[QuerySet[Any]], Iterable[Impact]]
"""Counts what depends on the rows of a QuerySet; kinds with a count of 0 may be left out."""

_counters: dict[type[Model], list[Counter]] = {}


class InUseError(ProtectedError):
    """Pages cannot be deleted because ``impacts`` would be destroyed; they can be unpublished instead."""

    def __init__(self, impacts: list[Impact], pages: Iterable[Page] = ()) -> None:
        self.impacts = impacts
        sentences = " ".join(impact.text for impact in impacts)
        self.message = _("This page cannot be deleted. %(why)s Unpublish it instead: everything is kept.") % {
            "why": sentences
        }
        super().__init__(self.message, set(pages))

    def __str__(self) -> str:
        return self.message


def register(model: type[Model], counter: Counter) -> None:
    """Registers ``counter`` for rows of ``model``; for ``Page`` the QuerySet includes the descendants."""
    counters = _counters.setdefault(model, [])
    if counter not in counters:
        counters.append(counter)


def impact_on(rows: QuerySet[Any]) -> list[Impact]:
    """What depends on these rows, and for pages on their descendants; without counts of 0."""
    base: type[Model] = rows.model
    if issubclass(base, Page):
        base, rows = Page, _with_descendants(rows)
    return [impact for counter in _counters.get(base, ()) for impact in counter(rows) if impact.count]


def impact_on_object(row: Model) -> list[Impact]:
    """What depends on one row."""
    rows = row.__class__._default_manager  # __class__ works for lazy objects too, type() does not
    return impact_on(rows.filter(pk=row.pk)) if row.pk else []


def check_deletable(pages: QuerySet[Any]) -> None:
    """Raises ``InUseError`` if deleting these pages and their descendants would destroy a record."""
    records = [impact for impact in impact_on(pages) if impact.record]
    if records:
        raise InUseError(records, pages)


def _with_descendants(pages: QuerySet[Any]) -> QuerySet[Page]:
    paths = pages.order_by().values_list("path", flat=True)
    return Page.objects.filter(reduce(or_, (Q(path__startswith=path) for path in paths), Q(pk__in=[])))
