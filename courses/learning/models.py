"""Enrolments and completions."""

from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from courses.catalogue.models import Lesson
    from people.models import User


class EnrolmentQuerySet(models.QuerySet["Enrolment"]):
    def of(self, user: "User") -> "EnrolmentQuerySet":
        """A person's, each with its course and outline."""
        return self.filter(user=user).select_related("course", "outline")

    def covering(self, lesson: "Lesson") -> "EnrolmentQuerySet":
        """On the course that ``lesson`` belongs to."""
        return self.filter(course__path=lesson.course_path)


class Enrolment(models.Model):
    """A person on a course. It pins the outline that progress is counted against."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="enrolments")
    course = models.ForeignKey("catalogue.Course", on_delete=models.PROTECT, related_name="enrolments")
    outline = models.ForeignKey("catalogue.CourseOutline", on_delete=models.PROTECT, related_name="enrolments")
    last_lesson = models.UUIDField(null=True, help_text="The key of the lesson last worked in.")
    created_at = models.DateTimeField(auto_now_add=True)
    active_at = models.DateTimeField(_("last active"), auto_now_add=True)

    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("enrolment")
        verbose_name_plural = _("enrolments")
        ordering = ("-active_at", "-pk")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["user", "course"], name="one_enrolment_a_course")
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.course}"


class Completion(models.Model):
    """That a lesson is completed, how and when. An editor's work never takes it away."""

    class Source(models.TextChoices):
        EXERCISES = "exercises", _("exercises")
        MANUAL = "manual", _("the learner's own word")

    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="completions")
    lesson: Any = models.UUIDField(help_text="The lesson's key.")
    source = models.CharField(max_length=10, choices=Source)
    completed_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("completion")
        verbose_name_plural = _("completions")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["enrolment", "lesson"], name="one_completion_a_lesson")
        ]

    def __str__(self) -> str:
        return f"{self.enrolment_id}: {self.lesson}"
