"""What lists of news show, the same names in Python and in templates."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class NewsEntry:
    """A piece of news in a list."""

    title: str
    url: str
    summary: str
    date: date
