"""Enrolments in courses and programmes, completions and learning events."""

import uuid
from collections.abc import Collection
from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courses.catalogue.outline import OutlineData
from courses.learning.goals.models import WeeklyGoal
from courses.learning.notes.models import Note
from courses.learning.pinned import Pinned, PinnedGroup
from courses.learning.plans.models import LearningPlan
from courses.learning.quizzes.models import QuizAnswer, QuizAttempt

__all__ = [
    "Completion",
    "Enrolment",
    "EnrolmentQuerySet",
    "LearningEvent",
    "LearningEventQuerySet",
    "LearningPlan",
    "Note",
    "ProgrammeEnrolment",
    "Pseudonym",
    "QuizAnswer",
    "QuizAttempt",
    "WeeklyGoal",
]

if TYPE_CHECKING:
    from courses.catalogue.models import Lesson
    from people.models import User


class EnrolmentQuerySet(models.QuerySet["Enrolment"]):
    def of(self, user: "User") -> "EnrolmentQuerySet":
        """The enrolments of ``user``, each with its course and outline."""
        return self.filter(user=user).select_related("course", "outline")

    def telling_of_programmes(self) -> "EnrolmentQuerySet":
        """Says of each whether its user has begun a programme (``in_programmes``), for no query where nobody has."""
        begun = ProgrammeEnrolment.objects.filter(user=models.OuterRef("user"))
        return self.annotate(in_programmes=models.Exists(begun))

    def with_actor(self) -> "EnrolmentQuerySet":
        """Says of each what learning events call its user (``actor``); None of a user who has no pseudonym yet."""
        return self.annotate(actor=models.F("user__pseudonym__uuid"))

    def covering(self, lesson: "Lesson") -> "EnrolmentQuerySet":
        """The enrolments in the course of ``lesson``."""
        return self.filter(course__path=lesson.course_path)


class Enrolment(models.Model):
    """The enrolment of a user in a course. It pins the outline against which progress is computed.

    ``completed_at`` is written once, with the learner's action that completes the course, and never reset.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="enrolments")
    course = models.ForeignKey("catalogue.Course", on_delete=models.PROTECT, related_name="enrolments")
    outline = models.ForeignKey("catalogue.CourseOutline", on_delete=models.PROTECT, related_name="enrolments")
    last_lesson = models.UUIDField(null=True, help_text="The key of the lesson last worked in.")
    created_at = models.DateTimeField(auto_now_add=True)
    active_at = models.DateTimeField(_("last active"), auto_now_add=True)
    completed_at = models.DateTimeField(_("completed"), null=True, editable=False)
    kept_lessons: Any = models.JSONField(
        default=list,
        editable=False,
        help_text="Topics with completed lessons that an earlier pinned outline had and the present one has not.",
    )
    withdrawn_lessons: Any = models.JSONField(
        default=list,
        editable=False,
        help_text="The keys of pinned lessons without which progress was shown: they count only if completed.",
    )
    place_lesson = models.UUIDField(null=True, editable=False, help_text="The key of the lesson last read.")
    place = models.CharField(
        max_length=255, blank=True, editable=False, help_text="The anchor of its heading or exercise last in view."
    )
    has_notes = models.BooleanField(
        default=False, editable=False, help_text="Whether there was ever a note; without one a lesson asks for none."
    )
    placement_at = models.DateTimeField(null=True, editable=False, help_text="When the test at the start was taken.")
    registration = models.UUIDField(
        default=uuid.uuid4, unique=True, editable=False, help_text="What learning events call this enrolment."
    )

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

    @property
    def pinned(self) -> OutlineData:
        """The outline that progress counts against: the pinned version, and what it has no more and still counts."""
        outline = self.outline.outline
        if not self.kept_lessons:
            return outline
        kept = OutlineData.from_json({"topics": self.kept_lessons})
        return replace(outline, topics=(*outline.topics, *kept.topics))

    @property
    def withdrawn(self) -> frozenset[uuid.UUID]:
        """The keys of the pinned lessons that were withdrawn, and without which progress was shown."""
        return frozenset(map(uuid.UUID, self.withdrawn_lessons))

    def available(self, live: Collection[uuid.UUID]) -> frozenset[uuid.UUID]:
        """The keys of the lessons that count though they are not completed; ``live`` are those of the course.

        A lesson that was withdrawn counts no more when it comes back: it is offered, because the percent would fall.
        While the course itself is unpublished, everything counts as before.
        """
        keys = live if self.course.live else {lesson.key for lesson in self.pinned.lessons}
        return frozenset(keys) - self.withdrawn

    def newly_withdrawn(self, *, completed: Collection[uuid.UUID], live: Collection[uuid.UUID]) -> set[uuid.UUID]:
        """The keys of the pinned lessons that are not completed, and that are neither live nor known as withdrawn."""
        if not self.course.live:
            return set()
        gone = {lesson.key for lesson in self.pinned.lessons if lesson.key not in live and lesson.key not in completed}
        return gone - self.withdrawn


class Completion(models.Model):
    """The completion of a lesson: when, and by what. Changes of the lesson do not delete it."""

    class Source(models.TextChoices):
        EXERCISES = "exercises", _("exercises")
        MANUAL = "manual", _("self-reported by the learner")
        KNOWN = "known", _("known beforehand, by the test at the start")

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


class ProgrammeEnrolment(models.Model):
    """What a programme takes for a user who has begun it, which is whoever enrols in one of its courses.

    ``pinned`` is the programme as it was then or when the user last took in what was added, less what was withdrawn;
    ``completed_at`` is written once and never reset. See ``learning.pinned``.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="programme_enrolments")
    programme = models.ForeignKey("catalogue.Programme", on_delete=models.CASCADE, related_name="enrolments")
    pinned: Any = models.JSONField(editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    completed_at = models.DateTimeField(_("completed"), null=True, editable=False)

    class Meta:
        verbose_name = _("programme of a learner")
        verbose_name_plural = _("programmes of learners")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["user", "programme"], name="one_enrolment_a_programme")
        ]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.programme_id}"

    @property
    def groups(self) -> Pinned:
        return tuple(PinnedGroup.from_json(item) for item in self.pinned)

    @groups.setter
    def groups(self, groups: Pinned) -> None:
        self.pinned = [group.to_json() for group in groups]

    @property
    def courses(self) -> frozenset[int]:
        """The ids of the courses that count."""
        return frozenset(course for group in self.groups for course in group.courses)


class Pseudonym(models.Model):
    """The pseudonym of a user in learning events. Deleted with the user, which makes the events anonymous."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="pseudonym")
    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    class Meta:
        verbose_name = _("pseudonym")
        verbose_name_plural = _("pseudonyms")

    def __str__(self) -> str:
        return str(self.uuid)


APPEND_ONLY = "Learning events are added, never changed or deleted."


class LearningEventQuerySet(models.QuerySet["LearningEvent"]):
    def in_force(self) -> "LearningEventQuerySet":
        """Events without those that a later event voids, and without the voiding ones."""
        voids = LearningEvent.objects.filter(voids=models.OuterRef("pk"))
        return self.filter(~models.Exists(voids), voids=None)

    def update(self, **kwargs: Any) -> int:
        raise TypeError(APPEND_ONLY)

    def bulk_update(self, *args: Any, **kwargs: Any) -> int:
        raise TypeError(APPEND_ONLY)

    def bulk_create(self, objs: Any, *args: Any, update_conflicts: bool = False, **kwargs: Any) -> Any:
        if update_conflicts:
            raise TypeError(APPEND_ONLY)
        return super().bulk_create(objs, *args, **kwargs)

    def delete(self) -> tuple[int, dict[str, int]]:
        raise TypeError(APPEND_ONLY)


class LearningEvent(models.Model):
    """An action of a user as an xAPI 2.0 statement (IEEE 9274.1.1-2023), written in the transaction of the action.

    ``statement`` is complete; the columns repeat the parts used in queries. ``record`` is the row that the event is
    about, such as ``answer:12``. Append-only: an event that is no longer true is voided by another one.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    actor = models.UUIDField(help_text="The pseudonym.")
    verb = models.CharField(max_length=100, help_text="Its IRI.")
    object = models.CharField(max_length=100, help_text="The IRI of the activity, or the id of the voided event.")
    course = models.UUIDField(null=True, help_text="The course's key.")
    record = models.CharField(max_length=60, unique=True)
    voids = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="voided_by")
    statement: Any = models.JSONField()
    stored = models.DateTimeField(default=timezone.now, db_index=True)

    objects = LearningEventQuerySet.as_manager()

    class Meta:
        verbose_name = _("learning event")
        verbose_name_plural = _("learning events")
        ordering = ("stored", "pk")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["actor", "verb"]),
            models.Index(fields=["course", "verb"]),
            models.Index(fields=["object", "verb"]),
        ]

    def __str__(self) -> str:
        return f"{self.actor} {self.verb} {self.object}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError(APPEND_ONLY)
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise TypeError(APPEND_ONLY)
