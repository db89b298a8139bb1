"""What stands on pages, people or other rows that are about to be deleted or unpublished, as the apps above count it.

An app registers a function for a model in its ``AppConfig.ready()``. Wagtail's pages that ask "are you sure?" show what
the functions return, and a page whose deletion would destroy a record is not deleted by whatever way.
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
    """``count`` rows of one kind, told as a whole sentence in the language of the reader.

    ``record``: they are a record of what people did, which deleting would destroy.
    """

    text: str
    count: int
    record: bool = False


Counter = Callable[[QuerySet[Any]], Iterable[Impact]]
"""Counts what stands on any of the rows in a QuerySet; kinds of which there is nothing may be left out."""

_counters: dict[type[Model], list[Counter]] = {}


class InUseError(ProtectedError):
    """Pages cannot be deleted, for ``impacts`` would be destroyed; unpublishing keeps them."""

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
    """Asks ``counter`` from now on about rows of ``model``; for ``Page`` it is given the pages below them too."""
    counters = _counters.setdefault(model, [])
    if counter not in counters:
        counters.append(counter)


def impact_on(rows: QuerySet[Any]) -> list[Impact]:
    """What stands on these rows, and for pages on those below them: nothing of which there are none."""
    base: type[Model] = rows.model
    if issubclass(base, Page):
        base, rows = Page, _with_descendants(rows)
    return [impact for counter in _counters.get(base, ()) for impact in counter(rows) if impact.count]


def impact_on_object(row: Model) -> list[Impact]:
    """What stands on one row."""
    rows = row.__class__._default_manager  # the class, also of one that is loaded lazily
    return impact_on(rows.filter(pk=row.pk)) if row.pk else []


def check_deletable(pages: QuerySet[Any]) -> None:
    """Raises ``InUseError`` when deleting these pages, with those below them, would destroy a record."""
    records = [impact for impact in impact_on(pages) if impact.record]
    if records:
        raise InUseError(records, pages)


def _with_descendants(pages: QuerySet[Any]) -> QuerySet[Page]:
    paths = pages.order_by().values_list("path", flat=True)
    return Page.objects.filter(reduce(or_, (Q(path__startswith=path) for path in paths), Q(pk__in=[])))
