"""All notes of a learner, on their page and in a file."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.catalogue.cards import LessonItem
from courses.catalogue.models import Lesson
from courses.learning.models import Note
from courses.learning.notes.cards import CourseNotes, NoteItem
from courses.learning.notes.passages import Passage, address_of, found_in, passages_of
from publishing.access import is_closed

if TYPE_CHECKING:
    from people.models import User


def notes_of(user: "User", request: HttpRequest) -> list[CourseNotes]:
    """The notes of a learner by course, those of the course noted in last first; one query.

    Where one is about a passage, another one for the lessons of all such notes.
    """
    by_course: dict[int, list[Note]] = {}
    for note in Note.objects.of(user):
        by_course.setdefault(note.enrolment.course_id, []).append(note)
    listed = {
        course_id: {lesson.key: lesson for lesson in notes[0].enrolment.course.lesson_list(request)}
        for course_id, notes in by_course.items()
    }
    quoted = {
        listed[course_id][note.lesson].id
        for course_id, notes in by_course.items()
        for note in notes
        if note.quote and note.lesson in listed[course_id]
    }
    texts = {pk: passages_of(lesson) for pk, lesson in Lesson.objects.in_bulk(quoted).items()} if quoted else {}
    found = []
    for course_id, notes in by_course.items():
        lessons = listed[course_id]
        order = {key: place for place, key in enumerate(lessons)}
        notes.sort(key=lambda note: (order.get(note.lesson, len(order)), note.created_at))
        items = tuple(_item(note, lessons.get(note.lesson), texts, request) for note in notes)
        found.append(CourseNotes(notes[0].enrolment.course.title, items))
    return found


def _item(
    note: Note, lesson: LessonItem | None, texts: Mapping[int, tuple[Passage, ...]], request: HttpRequest
) -> NoteItem:
    passage = None
    if note.quote and lesson is not None:
        passage = found_in(texts.get(lesson.id, ()), quote=note.quote, anchor=note.anchor)
    url = "" if lesson is None or is_closed(lesson.path, request) else lesson.url
    place = (passage.anchor, note.quote) if passage is not None else (note.anchor, "")
    return NoteItem(
        id=note.pk,
        lesson_title=note.lesson_title,
        heading=note.heading,
        quote=note.quote,
        changed=bool(note.quote) and lesson is not None and passage is None,
        text=note.text,
        changed_at=note.changed_at,
        url=address_of(url, *place) if url else "",
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
            if note.quote:
                lines += [_("Passage: %(words)s") % {"words": _line(note.quote)}, ""]
            lines += [f"> {line}".rstrip() for line in note.text.splitlines()] or [f"*{_('Bookmark')}*"]
            lines += ["", f"{timezone.localtime(note.changed_at):%Y-%m-%d %H:%M}"]
    return "\n".join(lines) + "\n"


def _line(text: str) -> str:
    """A text for one line of Markdown, its signs escaped."""
    return "".join(f"\\{sign}" if sign in "\\`*_[]<>#" else sign for sign in " ".join(text.split()))


def as_data(courses: Iterable[CourseNotes], request: HttpRequest) -> dict[str, Any]:
    """The notes as JSON; a bookmark has an empty text, a note on all under a heading an empty passage."""
    return {
        "notes": [
            {
                "course": course.title,
                "lesson": note.lesson_title,
                "heading": note.heading,
                "passage": note.quote,
                "text": note.text,
                "url": request.build_absolute_uri(note.url) if note.url else None,
                "changed": note.changed_at.isoformat(),
            }
            for course in courses
            for note in course.notes
        ]
    }
