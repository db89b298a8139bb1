"""Notes and bookmarks of learners."""

from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from people.models import User

LONGEST_NOTE = 5000
"""Characters."""
MOST_NOTES = 200
"""Of one learner on one lesson."""


class NoteQuerySet(models.QuerySet["Note"]):
    def of(self, user: "User") -> "NoteQuerySet":
        """The notes of ``user`` with their enrolments and courses, the newest first."""
        return self.filter(enrolment__user=user).select_related("enrolment__course").order_by("-changed_at", "-pk")


class Note(models.Model):
    """A note of a learner on what stands under a heading of a lesson, or on a passage there.

    Without a text it is a bookmark. ``anchor`` is that of the heading, empty for the whole lesson; ``quote`` are the
    first words of the passage, or those that the learner selected, empty where the note is about all under the heading.
    ``lesson_title``, ``heading`` and ``quote`` are as they were, so that the note can be read when an editor has
    changed or removed the place.
    """

    enrolment = models.ForeignKey("learning.Enrolment", on_delete=models.CASCADE, related_name="notes")
    lesson: Any = models.UUIDField(help_text="The lesson's key.")
    anchor = models.CharField(max_length=255, blank=True)
    lesson_title = models.CharField(max_length=255)
    heading = models.CharField(max_length=255, blank=True)
    quote = models.CharField(_("passage"), max_length=300, blank=True)
    text = models.TextField(_("note"), blank=True, max_length=LONGEST_NOTE)
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    objects = NoteQuerySet.as_manager()

    class Meta:
        verbose_name = _("note")
        verbose_name_plural = _("notes")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["enrolment", "lesson", "anchor", "quote"], name="one_note_a_passage")
        ]

    def __str__(self) -> str:
        return f"{self.lesson_title}: {self.heading}"
