"""Dataclasses for the templates of guides."""

from dataclasses import dataclass
from datetime import date

from editing.approvals import ApprovalNote
from publishing.links import Download, Link
from reference.listing import RequirementItem
from resources.guidance.law_changes.notices import LawNotice
from resources.guidance.tools import ToolLink


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
    """A chapter in the contents of its guide; ``number`` starts at 1, ``minutes`` is the reading time."""

    number: int
    id: int
    title: str
    url: str
    summary: str
    minutes: int
    legal_state: date | None
    current: bool = False
    tools: tuple[ToolLink, ...] = ()


@dataclass(frozen=True, slots=True)
class LegalState:
    """The earliest and the latest date of the legal state of a guide's chapters."""

    oldest: date
    newest: date


@dataclass(frozen=True, slots=True)
class Attribution:
    """An author named under a chapter."""

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
    """The parts of a chapter's page around its text; they change only with a publish."""

    guide: Link
    number: int
    contents: list[ChapterItem]
    previous: ChapterItem | None
    next: ChapterItem | None
    authors: list[Attribution]
    approval: ApprovalNote | None
    sources: list[SourceItem]
    downloads: list[Download]
    requirements: list[RequirementItem]
    requirements_url: str
    law_notices: list[LawNotice]
