"""Dataclasses for the templates of notes."""

from dataclasses import dataclass
from datetime import datetime

from courses.learning.notes.passages import Passage


@dataclass(frozen=True, slots=True)
class NoteBox:
    """A note, or the form of a new one, below the text under a heading of a lesson.

    ``key`` tells it from the others of the lesson. ``saved``: there is a note, which is a bookmark if ``text`` is
    empty; ``quote`` are the words that it is about, empty for all under the heading, and ``changed`` says that the
    lesson has them no more. A new one is about one of ``passages``, or about all if ``whole``.
    """

    key: str
    anchor: str
    heading: str
    save_url: str
    csrf_token: str
    longest: int
    quote: str = ""
    changed: bool = False
    text: str = ""
    saved: bool = False
    delete_url: str = ""
    passages: tuple[Passage, ...] = ()
    whole: bool = False


@dataclass(frozen=True, slots=True)
class NoteItem:
    """A note in the list of all; ``url`` is empty if the lesson is no longer there or not open to the learner.

    ``changed``: the lesson has the words no more that the note is about.
    """

    id: int
    lesson_title: str
    heading: str
    quote: str
    changed: bool
    text: str
    changed_at: datetime
    url: str
    delete_url: str


@dataclass(frozen=True, slots=True)
class CourseNotes:
    """The notes on the lessons of one course, in the order of the course."""

    title: str
    notes: tuple[NoteItem, ...]
