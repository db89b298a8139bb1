"""Services of notes."""

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from courses.catalogue.models import Lesson
from courses.learning.errors import NotAllowedError, NotEnrolledError
from courses.learning.models import Enrolment, Note
from courses.learning.notes.models import LONGEST_NOTE

if TYPE_CHECKING:
    from people.models import User


@transaction.atomic
def save_note(*, user: "User", lesson: Lesson, anchor: str, text: str) -> Note:
    """Saves the note of an enrolled learner on the passage under a heading; without a text it is a bookmark.

    Raises ``NotEnrolledError``, and ``NotAllowedError`` for a text that is too long or a heading that the lesson has
    not and of which there is no note yet.
    """
    enrolment = Enrolment.objects.of(user).covering(lesson).select_for_update(of=("self",)).first()
    if enrolment is None:
        raise NotEnrolledError
    text = text.strip()
    if len(text) > LONGEST_NOTE:
        raise NotAllowedError(
            _("The note is too long: %(length)d characters. It may have %(most)d.")
            % {"length": len(text), "most": LONGEST_NOTE}
        )
    heading = next((item["title"] for item in lesson.headings if item["anchor"] == anchor), None)
    note = enrolment.notes.filter(lesson=lesson.key, anchor=anchor).first()
    if note is None:
        if heading is None and anchor:
            raise NotAllowedError(_("This part of the lesson has changed. Open the lesson again and save the note."))
        note = Note(enrolment=enrolment, lesson=lesson.key, anchor=anchor)
    note.lesson_title, note.text = lesson.title, text
    note.heading = heading[:255] if heading is not None else note.heading
    note.save()
    if not enrolment.has_notes:
        Enrolment.objects.filter(pk=enrolment.pk).update(has_notes=True)
    return note


@transaction.atomic
def delete_note(*, user: "User", note_id: int) -> None:
    """Deletes a note of the user; does nothing where there is none."""
    Note.objects.filter(enrolment__user=user, pk=note_id).delete()


@transaction.atomic
def delete_notes(*, user: "User") -> None:
    """Deletes all notes of a user whose account is being anonymised: their texts may identify them."""
    Note.objects.filter(enrolment__user=user).delete()
