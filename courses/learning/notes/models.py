"""Notes and bookmarks of learners."""

from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from people.models import User

LONGEST_NOTE = 5000
"""Characters."""


class NoteQuerySet(models.QuerySet["Note"]):
    def of(self, user: "User") -> "NoteQuerySet":
        """The notes of ``user`` with their enrolments and courses, the newest first."""
        return self.filter(enrolment__user=user).select_related("enrolment__course").order_by("-changed_at", "-pk")


class Note(models.Model):
    """A note of a learner on a passage of a lesson: what stands under one of its headings.

    Without a text it is a bookmark. ``anchor`` is that of the heading, empty for the whole lesson; ``lesson_title`` and
    ``heading`` are as they were, so that the note can be read when an editor has changed or removed the place.
    """

    enrolment = models.ForeignKey("learning.Enrolment", on_delete=models.CASCADE, related_name="notes")
    lesson: Any = models.UUIDField(help_text="The lesson's key.")
    anchor = models.CharField(max_length=255, blank=True)
    lesson_title = models.CharField(max_length=255)
    heading = models.CharField(max_length=255, blank=True)
    text = models.TextField(_("note"), blank=True, max_length=LONGEST_NOTE)
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    objects = NoteQuerySet.as_manager()

    class Meta:
        verbose_name = _("note")
        verbose_name_plural = _("notes")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["enrolment", "lesson", "anchor"], name="one_note_a_passage")
        ]

    def __str__(self) -> str:
        return f"{self.lesson_title}: {self.heading}"
