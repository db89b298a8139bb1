"""Dataclasses for the templates of notes."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class NoteBox:
    """The form of a note below a passage of a lesson; ``delete_url`` is empty while there is no note.

    ``saved``: there is a note, which is a bookmark if ``text`` is empty.
    """

    anchor: str
    heading: str
    text: str
    saved: bool
    save_url: str
    delete_url: str
    csrf_token: str
    longest: int


@dataclass(frozen=True, slots=True)
class NoteItem:
    """A note in the list of all; ``url`` is empty if the lesson is no longer there or not open to the learner."""

    id: int
    lesson_title: str
    heading: str
    text: str
    changed_at: datetime
    url: str
    delete_url: str


@dataclass(frozen=True, slots=True)
class CourseNotes:
    """The notes on the lessons of one course, in the order of the course."""

    title: str
    notes: tuple[NoteItem, ...]
