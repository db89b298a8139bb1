"""What a learner wants to do in a week."""

from typing import Any, ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

MOST_A_WEEK = 40


class WeeklyGoal(models.Model):
    """So many hours or lessons a week, over all courses. Nothing of the weeks before is kept or counted."""

    class Unit(models.TextChoices):
        LESSONS = "lessons", pgettext_lazy("weekly goal", "lessons")
        HOURS = "hours", pgettext_lazy("weekly goal", "hours")

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="weekly_goal")
    unit = models.CharField(_("unit"), max_length=10, choices=Unit)
    amount: Any = models.PositiveSmallIntegerField(
        _("how many a week"), validators=[MinValueValidator(1), MaxValueValidator(MOST_A_WEEK)]
    )
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("weekly goal")
        verbose_name_plural = _("weekly goals")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(amount__gte=1, amount__lte=MOST_A_WEEK), name="weekly_goal_within_a_week"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.amount} {self.unit}"
