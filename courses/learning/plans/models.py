"""The plan of a learner for a course."""

import uuid

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _


class LearningPlan(models.Model):
    """How many hours a week a learner has for a course, and the day by which they want to finish it.

    ``address`` is the secret part of the address of its iCalendar feed.
    """

    enrolment = models.OneToOneField("learning.Enrolment", on_delete=models.CASCADE, related_name="plan")
    hours_per_week = models.PositiveSmallIntegerField(
        _("hours a week"), validators=[MinValueValidator(1), MaxValueValidator(40)]
    )
    ends_on = models.DateField(_("last day"), null=True, blank=True)
    address = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("learning plan")
        verbose_name_plural = _("learning plans")

    def __str__(self) -> str:
        return f"{self.enrolment}: {self.hours_per_week}"
