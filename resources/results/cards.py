"""What lists and pages of projects show, the same names in Python and in templates."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Period:
    """When a project ran; ``words`` win over the dates."""

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
    """A part of a project's page; ``text`` is rich text as it is stored."""

    title: str
    anchor: str
    text: str
