"""The lines of a page with their numbers, spaces made even and broken words joined."""

import re
from dataclasses import dataclass

from polish.line_breaks import join_lines, join_words
from resources.results.importing.parsed import Note, NoteKind

_SPACES = re.compile(r"[^\S\n]+")
_NOT_STORED = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\u200b\u200e\u200f\ufeff\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is not empty."""

    number: int
    text: str


def lines_of(text: str) -> tuple[list[Line], list[Note]]:
    """The lines of a page, and a note for each word that was joined."""
    whole = join_lines([_SPACES.sub(" ", _NOT_STORED.sub("", line)).strip() for line in text.splitlines()])
    lines, notes = [], []
    for number, line in enumerate(whole, start=1):
        joined = join_words(line)
        notes += [Note(number, NoteKind.JOINED, f"{before} → {after}") for before, after in joined.words]
        if joined.text:
            lines.append(Line(number, joined.text))
    return lines, notes
