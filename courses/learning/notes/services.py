"""Services of notes."""

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from courses.catalogue.models import Lesson
from courses.learning.errors import NotAllowedError, NotEnrolledError
from courses.learning.models import Enrolment, Note
from courses.learning.notes.models import LONGEST_NOTE, MOST_NOTES
from courses.learning.notes.passages import found_in, passages_of, quotable

if TYPE_CHECKING:
    from people.models import User


@transaction.atomic
def save_note(*, user: "User", lesson: Lesson, anchor: str, text: str, quote: str = "") -> Note:
    """Saves the note of an enrolled learner on what stands under a heading, or there on the passage with ``quote``.

    Without a text it is a bookmark. Raises ``NotEnrolledError``, and ``NotAllowedError`` for a text that is too long,
    for a note more than ``MOST_NOTES``, and for a place that the lesson has not and of which there is no note yet.
    """
    enrolment = Enrolment.objects.of(user).covering(lesson).select_for_update(of=("self",)).first()
    if enrolment is None:
        raise NotEnrolledError
    text, quote = text.strip(), quotable(quote)
    if len(text) > LONGEST_NOTE:
        raise NotAllowedError(
            _("The note is too long: %(length)d characters. It may have %(most)d.")
            % {"length": len(text), "most": LONGEST_NOTE}
        )
    notes = enrolment.notes.filter(lesson=lesson.key)
    note = notes.filter(anchor=anchor, quote=quote).first() or _new_note(enrolment, lesson, anchor, quote)
    heading = next((item["title"] for item in lesson.headings if item["anchor"] == note.anchor), None)
    note.lesson_title, note.text = lesson.title, text
    note.heading = heading[:255] if heading is not None else note.heading
    note.save()
    if not enrolment.has_notes:
        Enrolment.objects.filter(pk=enrolment.pk).update(has_notes=True)
    return note


def _new_note(enrolment: Enrolment, lesson: Lesson, anchor: str, quote: str) -> Note:
    """A note that is not saved yet, at its place in the lesson as published."""
    if quote:
        passage = found_in(passages_of(lesson), quote=quote, anchor=anchor)
        known = passage is not None
        anchor = passage.anchor if passage is not None else anchor
        if again := enrolment.notes.filter(lesson=lesson.key, anchor=anchor, quote=quote).first():
            return again
    else:
        known = not anchor or any(item["anchor"] == anchor for item in lesson.headings)
    if not known:
        raise NotAllowedError(_("This part of the lesson has changed. Open the lesson again and save the note."))
    if enrolment.notes.filter(lesson=lesson.key).count() >= MOST_NOTES:
        raise NotAllowedError(
            _("A lesson takes at most %(most)d notes. Delete one that you no longer need.") % {"most": MOST_NOTES}
        )
    return Note(enrolment=enrolment, lesson=lesson.key, anchor=anchor, quote=quote)


@transaction.atomic
def delete_note(*, user: "User", note_id: int) -> None:
    """Deletes a note of the user; does nothing where there is none."""
    Note.objects.filter(enrolment__user=user, pk=note_id).delete()


@transaction.atomic
def delete_notes(*, user: "User") -> None:
    """Deletes all notes of a user whose account is being anonymised: their texts may identify them."""
    Note.objects.filter(enrolment__user=user).delete()
