"""The forms of notes in a lesson, one below each passage."""

from collections.abc import Mapping

from django.template.loader import get_template
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from courses.catalogue.models import Lesson
from courses.learning.models import Enrolment, Note
from courses.learning.notes.cards import NoteBox
from courses.learning.notes.models import LONGEST_NOTE
from publishing.rendering import Heading


def note_boxes(lesson: Lesson, enrolment: Enrolment, *, csrf_token: str) -> Mapping[str, SafeString]:
    """The HTML of the form for each heading of the lesson, by its anchor, and for its end by "".

    One query for whoever has notes in the course, none for others.

    A note on a heading that the lesson has no more stands at the end.
    """
    own = Note.objects.filter(enrolment=enrolment, lesson=lesson.key) if enrolment.has_notes else ()
    notes = {note.anchor: note for note in own}
    headings: list[Heading] = [heading for heading in lesson.headings if heading["level"] <= 3]
    template = get_template("components/note_box.html")
    save_url = reverse("learning:note", args=[lesson.pk])

    def box(anchor: str, heading: str) -> str:
        note = notes.pop(anchor, None)
        card = NoteBox(
            anchor=anchor,
            heading=heading,
            text=note.text if note else "",
            saved=note is not None,
            save_url=save_url,
            delete_url=reverse("learning:note_delete", args=[note.pk]) if note else "",
            csrf_token=csrf_token,
            longest=LONGEST_NOTE,
        )
        return template.render({"box": card})

    boxes = {heading["anchor"]: box(heading["anchor"], heading["title"]) for heading in headings}
    left = [box(note.anchor, note.heading) for note in list(notes.values()) if note.anchor]
    if not headings or "" in notes:
        left.append(box("", ""))
    boxes[""] = "".join(left)
    return {anchor: mark_safe(html) for anchor, html in boxes.items() if html}  # noqa: S308 - rendered by a template
