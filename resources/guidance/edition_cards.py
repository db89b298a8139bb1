"""Dataclasses for the templates of editions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from publishing.links import Link


@dataclass(frozen=True, slots=True)
class EditionItem:
    """An edition in a list; ``validated_by`` and ``validated_on`` are empty while it is in validation."""

    number: int
    url: str
    made_at: datetime
    validated: bool
    validated_by: str
    validated_on: date | None
    document: Link | None


@dataclass(frozen=True, slots=True)
class Stamp:
    """Whether the exact text of a page of an edition was approved, by whom, when and in which revision.

    ``at`` is None where it was not; ``name`` is empty where the account or the page is gone.
    """

    title: str
    name: str = ""
    at: datetime | None = None
    revision: int | None = None


@dataclass(frozen=True, slots=True)
class Stamps:
    """The stamps of one edition in the order of its pages."""

    pages: Sequence[Stamp]

    @property
    def approved(self) -> int:
        return sum(page.at is not None for page in self.pages)


@dataclass(frozen=True, slots=True)
class ChangedSince:
    """What differs from the newest validated edition: chapters with their numbers and titles.

    ``removed`` has titles of the edition's chapters that are not public now.
    """

    edition: EditionItem
    guide_changed: bool
    changed: Sequence[tuple[int, str, str]]
    added: Sequence[tuple[int, str, str]]
    removed: Sequence[str]

    @property
    def anything(self) -> bool:
        return bool(self.guide_changed or self.changed or self.added or self.removed)


@dataclass(frozen=True, slots=True)
class FrozenChapter:
    """A chapter in the contents of an edition."""

    number: int
    title: str
    url: str
    current: bool = False
