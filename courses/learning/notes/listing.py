"""All notes of a learner, on their page and in a file."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.catalogue.cards import LessonItem
from courses.learning.models import Note
from courses.learning.notes.cards import CourseNotes, NoteItem
from publishing.access import is_closed

if TYPE_CHECKING:
    from people.models import User


def notes_of(user: "User", request: HttpRequest) -> list[CourseNotes]:
    """The notes of a learner by course, those of the course noted in last first; one query."""
    by_course: dict[int, list[Note]] = {}
    for note in Note.objects.of(user):
        by_course.setdefault(note.enrolment.course_id, []).append(note)
    found = []
    for notes in by_course.values():
        course = notes[0].enrolment.course
        lessons = {lesson.key: lesson for lesson in course.lesson_list(request)}
        order = {key: place for place, key in enumerate(lessons)}
        notes.sort(key=lambda note: (order.get(note.lesson, len(order)), note.created_at))
        found.append(CourseNotes(course.title, tuple(_item(note, lessons, request) for note in notes)))
    return found


def _item(note: Note, lessons: dict[UUID, LessonItem], request: HttpRequest) -> NoteItem:
    lesson = lessons.get(note.lesson)
    url = "" if lesson is None or is_closed(lesson.path, request) else lesson.url
    return NoteItem(
        id=note.pk,
        lesson_title=note.lesson_title,
        heading=note.heading,
        text=note.text,
        changed_at=note.changed_at,
        url=f"{url}#{note.anchor}" if url and note.anchor else url,
        delete_url=reverse("learning:note_delete", args=[note.pk]),
    )


def as_markdown(courses: Iterable[CourseNotes], request: HttpRequest) -> str:
    """The notes as Markdown: a heading for each course and passage, the notes as quotations of what was written."""
    lines = [f"# {_('Your notes')}"]
    for course in courses:
        lines += ["", f"## {_line(course.title)}"]
        for note in course.notes:
            lines += ["", f"### {_line(' · '.join(filter(None, (note.lesson_title, note.heading))))}", ""]
            if note.url:
                lines += [f"<{request.build_absolute_uri(note.url)}>", ""]
            lines += [f"> {line}".rstrip() for line in note.text.splitlines()] or [f"*{_('Bookmark')}*"]
            lines += ["", f"{timezone.localtime(note.changed_at):%Y-%m-%d %H:%M}"]
    return "\n".join(lines) + "\n"


def _line(text: str) -> str:
    """A text for one line of Markdown, its signs escaped."""
    return "".join(f"\\{sign}" if sign in "\\`*_[]<>#" else sign for sign in " ".join(text.split()))


def as_data(courses: Iterable[CourseNotes], request: HttpRequest) -> dict[str, Any]:
    """The notes as JSON; a bookmark has an empty text."""
    return {
        "notes": [
            {
                "course": course.title,
                "lesson": note.lesson_title,
                "heading": note.heading,
                "text": note.text,
                "url": request.build_absolute_uri(note.url) if note.url else None,
                "changed": note.changed_at.isoformat(),
            }
            for course in courses
            for note in course.notes
        ]
    }
