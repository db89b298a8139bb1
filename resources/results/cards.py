"""Dataclasses for the templates of projects."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Period:
    """The period of a project; ``words`` are shown instead of the dates if given."""

    words: str
    starts: date | None
    ends: date | None


@dataclass(frozen=True, slots=True)
class ProjectEntry:
    """A project in a list."""

    title: str
    url: str
    summary: str
    when: Period


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a project's page; ``text`` is rich text as stored."""

    title: str
    anchor: str
    text: str
