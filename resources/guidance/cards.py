"""What lists and pages of the guides show, the same names in Python and in templates."""

from dataclasses import dataclass
from datetime import date

from publishing.links import Download, Link
from reference.listing import RequirementItem


@dataclass(frozen=True, slots=True)
class GuideItem:
    """A guide in the list of guides."""

    title: str
    url: str
    summary: str
    kind: str
    chapters_count: int


@dataclass(frozen=True, slots=True)
class ChapterItem:
    """A chapter in the contents of its guide; ``number`` counts from 1, ``minutes`` of reading."""

    number: int
    id: int
    title: str
    url: str
    summary: str
    minutes: int
    legal_state: date | None
    current: bool = False


@dataclass(frozen=True, slots=True)
class LegalState:
    """The days on which the chapters of a guide were checked against the law, the first and the last."""

    oldest: date
    newest: date


@dataclass(frozen=True, slots=True)
class Attribution:
    """Somebody named under a chapter."""

    name: str
    role: str


@dataclass(frozen=True, slots=True)
class SourceItem:
    """A source at the foot of a chapter."""

    title: str
    note: str
    url: str


@dataclass(frozen=True, slots=True)
class ChapterSurroundings:
    """Everything around the text of a chapter; it changes only when something is published."""

    guide: Link
    number: int
    contents: list[ChapterItem]
    previous: ChapterItem | None
    next: ChapterItem | None
    authors: list[Attribution]
    reviewers: list[Attribution]
    sources: list[SourceItem]
    downloads: list[Download]
    requirements: list[RequirementItem]
