"""Dataclasses for the templates of news."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class NewsEntry:
    """A news item in a list."""

    title: str
    url: str
    summary: str
    date: date
