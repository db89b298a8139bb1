"""Attempts at quizzes, with the questions drawn for each and what was answered."""

import uuid
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, ClassVar, Final

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courses.activities.given import Given

if TYPE_CHECKING:
    from people.models import User

GRACE: Final = timedelta(seconds=30)
"""How long after its end an attempt still takes answers, for those that are on their way."""


class QuizAttemptQuerySet(models.QuerySet["QuizAttempt"]):
    def of(self, user: "User") -> "QuizAttemptQuerySet":
        return self.filter(user=user)

    def under_way(self) -> "QuizAttemptQuerySet":
        return self.filter(closed_at=None)

    def overdue(self, at: datetime) -> "QuizAttemptQuerySet":
        """Those whose time is over, with the grace, and that nobody has closed."""
        return self.under_way().filter(closes_at__lt=at - GRACE)


class QuizAttempt(models.Model):
    """One attempt of a learner at a quiz, which keeps the versions of the quiz and of its questions.

    ``closes_at`` is None without a time limit. ``score`` is from 0 to 1 and stands once the attempt is closed.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="quiz_attempts")
    lesson = models.ForeignKey("catalogue.Lesson", null=True, on_delete=models.SET_NULL, related_name="+")
    activity = models.ForeignKey("activities.Activity", on_delete=models.PROTECT, related_name="quiz_attempts")
    version = models.ForeignKey("activities.ActivityVersion", on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    started_at = models.DateTimeField()
    closes_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    saved_at = models.DateTimeField(null=True)
    score = models.FloatField(null=True)

    objects = QuizAttemptQuerySet.as_manager()

    class Meta:
        verbose_name = _("attempt at a quiz")
        verbose_name_plural = _("attempts at quizzes")
        ordering = ("number",)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["user", "activity", "number"], name="one_quiz_attempt_a_number"),
            models.UniqueConstraint(
                fields=["user", "activity"], condition=Q(closed_at=None), name="one_quiz_attempt_under_way"
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None, score=None) | Q(closed_at__isnull=False, score__gte=0, score__lte=1),
                name="quiz_attempt_has_its_score",
            ),
            models.CheckConstraint(
                condition=Q(closes_at=None) | Q(closes_at__gt=F("started_at")), name="quiz_attempt_takes_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.activity_id} ({self.number})"

    @property
    def fields(self) -> dict[str, Any]:
        """The content fields of the quiz as it was when the attempt began; needs ``version``."""
        fields: dict[str, Any] = self.version.tree["fields"]
        return fields

    def is_overdue(self, at: datetime | None = None) -> bool:
        return self.closes_at is not None and (at or timezone.now()) > self.closes_at + GRACE


class QuizAnswer(models.Model):
    """A question of an attempt, in the version that was drawn, and what was answered last.

    ``given`` are values by part; ``score`` is from 0 to 1 and stands once the attempt is closed.
    """

    attempt = models.ForeignKey(QuizAttempt, on_delete=models.CASCADE, related_name="answers")
    position = models.PositiveIntegerField()
    version = models.ForeignKey("activities.ActivityVersion", on_delete=models.PROTECT, related_name="quiz_answers")
    given: Any = models.JSONField(default=dict)
    score = models.FloatField(null=True)

    class Meta:
        verbose_name = _("answer in a quiz")
        verbose_name_plural = _("answers in quizzes")
        ordering = ("position",)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["attempt", "position"], name="one_quiz_answer_a_position"),
            models.UniqueConstraint(fields=["attempt", "version"], name="one_quiz_answer_a_version"),
            models.CheckConstraint(
                condition=Q(score=None) | Q(score__gte=0, score__lte=1), name="quiz_answer_score_is_a_share"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.attempt_id}: {self.position}"

    @property
    def answer(self) -> Given:
        return Given.kept(self.given)
