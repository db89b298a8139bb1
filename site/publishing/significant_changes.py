"""Significant changes of published pages, told by the apps that keep the versions of their pages.

An app registers a function in its ``AppConfig.ready()``; whoever refers to such pages asks here what has changed.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest


@dataclass(frozen=True, slots=True)
class SignificantChange:
    """A new version of a page by which readers should act, with the sentence that its editor wrote of it.

    ``url`` is the page, ``history_url`` where its versions are compared.
    """

    page_id: int
    title: str
    url: str
    history_url: str
    note: str
    published_at: datetime


Finder = Callable[[Collection[int], datetime, HttpRequest], Iterable[SignificantChange]]
"""The changes of public pages with these ids after a moment."""

_finders: list[Finder] = []


def register(finder: Finder) -> None:
    """Registers a function that tells the changes of the pages that its app knows."""
    if finder not in _finders:
        _finders.append(finder)


def changes_of(page_ids: Collection[int], *, since: datetime, request: HttpRequest) -> list[SignificantChange]:
    """The significant changes of these pages after ``since``, the newest first."""
    if not page_ids:
        return []
    found = [change for finder in _finders for change in finder(page_ids, since, request)]
    return sorted(found, key=lambda change: change.published_at, reverse=True)
