"""Dataclasses for the templates of changes of the law."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class ChangeItem:
    """A change in the list, with how many of its sections were checked."""

    label: str
    url: str
    changed_on: date
    what: str
    checked: int
    total: int


@dataclass(frozen=True, slots=True)
class SectionItem:
    """A section of a change. ``person`` is who sees to the page; ``checked_at`` is None until somebody checked it."""

    id: int
    page: str
    heading: str
    sentence: str
    edit_url: str
    public_url: str
    person: str
    checked_at: datetime | None
    checked_by: str
    may_check: bool


@dataclass(frozen=True, slots=True)
class ChangeCard:
    """A change with its sections: those to check first."""

    label: str
    changed_on: date
    what: str
    note: str
    recorded_by: str
    recorded_at: datetime
    waiting: Sequence[SectionItem]
    checked: Sequence[SectionItem]
