"""What the templates of the glossary and of the values get."""

from dataclasses import dataclass, field
from datetime import date

from publishing.links import Link


@dataclass(frozen=True, slots=True)
class TermCard:
    """A term, its meaning and its other names; ``anchor`` is the end of the link to it.

    ``pages``: the first pages that use it; ``more``: how many others do.
    """

    term: str
    anchor: str
    definition: str
    others: list[str] = field(default_factory=list)
    pages: list[Link] = field(default_factory=list)
    more: int = 0


@dataclass(frozen=True, slots=True)
class LetterCard:
    """The terms that begin with one letter."""

    letter: str
    terms: list[TermCard]


@dataclass(frozen=True, slots=True)
class AmountCard:
    """An amount with its unit, the days that it holds from and to, its source and a note."""

    text: str
    valid_from: date
    valid_to: date | None
    source: str
    source_url: str
    note: str


@dataclass(frozen=True, slots=True)
class ValueCard:
    """A dated value: what holds today, what comes, what held before, and the pages that show it."""

    name: str
    anchor: str
    explanation: str
    current: AmountCard | None
    coming: list[AmountCard]
    past: list[AmountCard]
    pages: list[Link] = field(default_factory=list)
    more: int = 0
