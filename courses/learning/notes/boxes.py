"""The forms of notes in a lesson, below the text under each heading."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.template.loader import get_template
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from courses.catalogue.models import Lesson
from courses.learning.models import Enrolment, Note
from courses.learning.notes.cards import NoteBox
from courses.learning.notes.models import LONGEST_NOTE
from courses.learning.notes.passages import DEEPEST, Passage, found_in, passages_of


@dataclass(frozen=True, slots=True)
class Placed:
    """A note with the anchor that it stands at now; ``changed``: the words that it is about are no longer there."""

    note: Note
    anchor: str
    changed: bool


def note_boxes(lesson: Lesson, enrolment: Enrolment, *, csrf_token: str) -> Mapping[str, SafeString]:
    """The HTML of the notes and of the form of a new one for each heading of the lesson, and for its end by "".

    One query for whoever has notes in the course, none for others. A note on a heading that the lesson has no more
    stands at the end.
    """
    headings = {item["anchor"]: item["title"] for item in lesson.headings if item["level"] <= DEEPEST}
    passages = passages_of(lesson)
    own = Note.objects.filter(enrolment=enrolment, lesson=lesson.key) if enrolment.has_notes else ()
    placed = [_placed(note, headings, passages) for note in own]
    render, save_url = get_template("components/note_box.html").render, reverse("learning:note", args=[lesson.pk])

    def saved(item: Placed) -> str:
        note = item.note
        box = NoteBox(
            key=str(note.pk),
            anchor=note.anchor,
            heading=note.heading,
            quote=note.quote,
            changed=item.changed,
            text=note.text,
            saved=True,
            save_url=save_url,
            delete_url=reverse("learning:note_delete", args=[note.pk]),
            csrf_token=csrf_token,
            longest=LONGEST_NOTE,
        )
        return str(render({"box": box}))

    def blank(anchor: str, *, whole: bool) -> str:
        taken = {item.note.quote for item in placed}
        box = NoteBox(
            key=f"nowa-{anchor}",
            anchor=anchor,
            heading=headings.get(anchor, ""),
            passages=tuple(item for item in passages if item.anchor == anchor and item.quote not in taken),
            whole=whole,
            save_url=save_url,
            csrf_token=csrf_token,
            longest=LONGEST_NOTE,
        )
        return str(render({"box": box})) if whole or box.passages else ""

    def boxes_at(anchor: str, *, whole: bool) -> str:
        here = sorted((item for item in placed if item.anchor == anchor), key=lambda item: item.note.created_at)
        noted = any(not item.note.quote and item.note.anchor == anchor for item in here)
        return "".join(map(saved, here)) + blank(anchor, whole=whole and not noted)

    boxes = {anchor: boxes_at(anchor, whole=True) for anchor in headings}
    boxes[""] = boxes_at("", whole=not headings)
    return {anchor: mark_safe(html) for anchor, html in boxes.items() if html}  # noqa: S308 - rendered by a template


def _placed(note: Note, headings: Mapping[str, str], passages: tuple[Passage, ...]) -> Placed:
    passage = found_in(passages, quote=note.quote, anchor=note.anchor) if note.quote else None
    anchor = passage.anchor if passage is not None else note.anchor
    return Placed(note, anchor if anchor in headings else "", bool(note.quote) and passage is None)
