"""Dataclasses for the templates of the history of guides and chapters."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from editing.differences.cards import Piece


@dataclass(frozen=True, slots=True)
class VersionItem:
    """A published version in a history. ``kind`` is empty for the first one of its page.

    ``approved_by`` and ``approved_at`` tell of the review of exactly this content; ``approved_at`` is None without one.
    ``title`` is that of the page then, ``page_url`` where it is now; ``compare_url`` is the comparison with the version
    before, empty for the first.
    """

    number: int
    published_at: datetime
    kind: str
    note: str
    title: str
    page_url: str
    compare_url: str
    approved_by: str = ""
    approved_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Passage:
    """A heading, paragraph, item or row of a text; ``level`` is that of a heading, else 0."""

    template: ClassVar[str] = "guidance/history/passage.html"
    kind: str
    level: int
    pieces: Sequence[Piece]


@dataclass(frozen=True, slots=True)
class UnchangedPassages:
    """Neighbouring passages without changes, folded; ``heading`` is that of the section that goes on after them."""

    template: ClassVar[str] = "guidance/history/unchanged.html"
    passages: Sequence[Passage]
    heading: str = ""


@dataclass(frozen=True, slots=True)
class FactChange:
    """Something around the text that differs, such as the date of the legal state."""

    label: str
    pieces: Sequence[Piece]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two versions and what differs; ``restyled``: no word changed, but links, emphasis or pictures did."""

    before: VersionItem
    after: VersionItem
    facts: Sequence[FactChange]
    entries: Sequence[Passage | UnchangedPassages]
    restyled: bool

    @property
    def same(self) -> bool:
        return not self.facts and not self.entries and not self.restyled
