"""Later due dates for single people, and the due date of a person."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _


class ExtensionQuerySet(models.QuerySet["Extension"]):
    def in_force(self) -> "ExtensionQuerySet":
        """Extensions later than the due date of their assignment, which may have been moved or removed since."""
        return self.filter(due_at__gt=F("assignment__due_at"))


class Extension(models.Model):
    """A later due date of an assignment for one person."""

    assignment = models.ForeignKey("coursework.Assignment", on_delete=models.CASCADE, related_name="extensions")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    due_at = models.DateTimeField(_("due"))
    reason = models.CharField(max_length=500, blank=True, help_text="For the trainers; the learner does not see it.")
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="Null: this person's account was deleted.",
    )
    given_at = models.DateTimeField(auto_now=True)

    objects = ExtensionQuerySet.as_manager()

    class Meta:
        verbose_name = _("extension of a due date")
        verbose_name_plural = _("extensions of due dates")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["assignment", "user"], name="one_extension_a_person")
        ]

    def __str__(self) -> str:
        return f"{self.assignment_id}: {self.user_id}"


def person_due_at(*, user: Any, assignment: str = "") -> Coalesce:
    """The due date for a person: that of their extension in force, else that of the assignment.

    ``assignment`` is the name of the relation to the assignment, "" for a query of assignments; ``user`` is a user or
    an ``OuterRef``. Used wherever a due date or lateness is counted; ``task_states`` reads the same extensions for
    many people at once.
    """
    own = Extension.objects.in_force().filter(assignment=OuterRef(assignment or "pk"), user=user)
    return Coalesce(Subquery(own.values("due_at")[:1]), F(f"{assignment}__due_at" if assignment else "due_at"))
