"""Which reminders of reviews were sent."""

from typing import ClassVar

from django.db import models
from wagtail.models import Page


class ReviewReminder(models.Model):
    """The owner of a page was told by e-mail that its review is due on ``day``."""

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="+")
    day = models.DateField()
    sent_at = models.DateTimeField()

    wagtail_reference_index_ignore: ClassVar[bool] = True

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["page", "day"], name="one_reminder_a_review")
        ]

    def __str__(self) -> str:
        return f"{self.page_id}: {self.day}"
