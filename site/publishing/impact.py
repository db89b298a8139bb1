"""What publishing, moving, unpublishing or deleting objects would affect, as counted by the apps above.

An app registers a function for a model in its ``AppConfig.ready()``. Wagtail's confirmation pages show what the
functions return; deleting a page raises ``InUseError`` where it would destroy a record, and moving one raises
``MoveRefusedError`` where it would break something.
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
class Detail:
    """One of the affected objects by name, with the address of its form in the admin and a note about it."""

    title: str
    url: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Impact:
    """``count`` affected rows of one kind, as a whole sentence in the active language.

    ``record``: they are a record of what users did, and deleting would destroy it; of a move: it is refused.
    ``about`` names what it is about, unlike the text whatever the count. ``details`` name what is counted.
    ``kept`` says, of a deleted account, why the rows stay and that nothing in them names the user.
    """

    text: str
    count: int
    record: bool = False
    about: str = ""
    details: tuple[Detail, ...] = ()
    kept: str = ""


Counter = Callable[[QuerySet[Any]], Iterable[Impact]]
"""Counts what depends on the rows of a QuerySet; kinds with a count of 0 may be left out."""

MoveCounter = Callable[[QuerySet[Page], Page], Iterable[Impact]]
"""Counts what moving pages, given with their descendants, below the second argument would affect."""

PublishCounter = Callable[[Any, Any], Iterable[Impact]]
"""Counts whom the differences between a live object and a draft of it affect."""

FirstPublishCounter = Callable[[Page], Iterable[Impact]]
"""Counts whom it affects that a page that is not live goes live, with the content of a draft."""

_counters: dict[type[Model], list[Counter]] = {}
_move_counters: list[MoveCounter] = []
_publish_counters: dict[type[Model], list[PublishCounter]] = {}
_first_publish_counters: list[FirstPublishCounter] = []


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


class MoveRefusedError(Exception):
    """Pages cannot be moved because ``impacts`` would break; each says what keeps them."""

    def __init__(self, impacts: list[Impact]) -> None:
        self.impacts = impacts
        super().__init__(" ".join(impact.text for impact in impacts))


def register(model: type[Model], counter: Counter) -> None:
    """Registers ``counter`` for rows of ``model``; for ``Page`` the QuerySet includes the descendants."""
    counters = _counters.setdefault(model, [])
    if counter not in counters:
        counters.append(counter)


def register_move(counter: MoveCounter) -> None:
    """Registers ``counter`` for pages that are about to be moved below another parent."""
    if counter not in _move_counters:
        _move_counters.append(counter)


def register_publish(counter: PublishCounter, *, of: type[Model] = Page) -> None:
    """Registers ``counter`` for drafts of live pages, or of live snippets of a model, about to be published."""
    counters = _publish_counters.setdefault(of, [])
    if counter not in counters:
        counters.append(counter)


def register_first_publish(counter: FirstPublishCounter) -> None:
    """Registers ``counter`` for pages that are not live and are about to be published."""
    if counter not in _first_publish_counters:
        _first_publish_counters.append(counter)


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


def impact_of_move(pages: Iterable[Page], destination: Page) -> list[Impact]:
    """What moving these pages below ``destination`` would affect; nothing for those that are there already."""
    moved = [page.pk for page in pages if page.path[: -Page.steplen] != destination.path]
    if not moved:
        return []
    rows = _with_descendants(Page.objects.filter(pk__in=moved))
    return [impact for counter in _move_counters for impact in counter(rows, destination) if impact.count]


def check_movable(page: Page, destination: Page) -> None:
    """Raises ``MoveRefusedError`` if moving the page below ``destination`` would break something."""
    refused = [impact for impact in impact_of_move([page], destination) if impact.record]
    if refused:
        raise MoveRefusedError(refused)


def impact_of_publishing(live: Any, draft: Any) -> list[Impact]:
    """Whom publishing ``draft`` in place of the live page or snippet would affect; nobody where it is not live.

    Both are instances of the specific class.
    """
    if not live.live:
        return []
    counters = _publish_counters.get(Page if isinstance(live, Page) else type(live), ())
    return [impact for counter in counters for impact in counter(live, draft) if impact.count]


def impact_of_draft(draft: Any) -> list[Impact]:
    """Whom publishing a draft, as an instance of the specific class, in place of what is stored would affect."""
    live = type(draft)._default_manager.filter(pk=draft.pk, live=True).first()
    if live is not None:
        return impact_of_publishing(live, draft)
    if not isinstance(draft, Page):
        return []
    return [impact for counter in _first_publish_counters for impact in counter(draft) if impact.count]


def impact_of_latest_draft(page: Page) -> list[Impact]:
    """Whom publishing the latest draft of a page would affect."""
    if page.live and not page.has_unpublished_changes:
        return []
    return impact_of_draft(page.get_latest_revision_as_object())


def _with_descendants(pages: QuerySet[Any]) -> QuerySet[Page]:
    paths = pages.order_by().values_list("path", flat=True)
    return Page.objects.filter(reduce(or_, (Q(path__startswith=path) for path in paths), Q(pk__in=[])))
