"""Messages of trainers to people of their groups."""

from typing import Any, ClassVar
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from courses.coursework.models.groups import Cohort
from people.models import deleted_person


class CohortMessage(models.Model):
    """A message that was sent by e-mail to people of a group, each separately."""

    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="messages")
    sender = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="Null: this person's account was deleted.",
    )
    recipients: Any = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="cohort_messages")
    recipients_count = models.PositiveIntegerField(help_text="When it was sent; accounts may be deleted later.")
    subject = models.CharField(max_length=200)
    text = models.TextField()
    key = models.UUIDField(unique=True, default=uuid4, help_text="Of the form: the same form twice is one message.")
    sent_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("message to a group")
        verbose_name_plural = _("messages to groups")
        ordering: ClassVar[tuple[str, ...]] = ("-sent_at", "-pk")

    def __str__(self) -> str:
        return self.subject

    @property
    def sender_name(self) -> str:
        """The sender's name; a neutral phrase once their account is deleted."""
        return self.sender.display_name if self.sender else deleted_person()
