"""Assignments, submissions and reviews."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, ClassVar
from uuid import uuid4

from django.conf import settings
from django.core.files.storage import Storage, storages
from django.db import models
from django.db.models import Exists, F, Min, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courses.coursework import rules
from courses.coursework.models.extensions import person_due_at
from courses.coursework.models.groups import Cohort, CohortMember
from courses.coursework.states import CLOSED_LABEL, WITHDRAWN_LABEL, Decision, State
from people.models import deleted_person

if TYPE_CHECKING:
    from people.models import User

RECEIPT_LENGTH = 11
UNSENT_LIFETIME = timedelta(hours=1)
"""How long an unsent text is stored."""

UNDO_TIME = timedelta(minutes=1)
"""How long a first review can be undone by its author; the e-mail to the learner waits for that."""


def private_storage() -> Storage:
    """The storage of submitted files, which is not served under ``MEDIA_URL``."""
    return storages["private"]


def upload_path(instance: "SubmissionRound", filename: str) -> str:
    """A random name with the extension of the learner's file."""
    return f"coursework/{timezone.now():%Y/%m}/{uuid4().hex}.{filename.rpartition('.')[2].lower()}"


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    def set_to(self, user: "User") -> "AssignmentQuerySet":
        """Assignments of the groups that ``user`` is a member of."""
        return self.filter(Exists(CohortMember.objects.filter(cohort=OuterRef("cohort"), user=user)))

    def listed_for(self, user: "User") -> "AssignmentQuerySet":
        """Assignments of the groups of ``user``, and those they submitted to or drafted before they left the group.

        Annotates ``member``: whether they are a member of the group now.
        """
        member = Exists(CohortMember.objects.filter(cohort=OuterRef("cohort"), user=user))
        own = Submission.objects.filter(user=user)
        written = own.filter(Q(submitted_at__isnull=False) | ~Q(draft_text=""))
        # By their ids: with an OR of conditions the database would visit the assignments of everybody.
        of_groups = Assignment.objects.filter(cohort__members__user=user).order_by()
        return self.annotate(member=member).filter(pk__in=of_groups.values("pk").union(written.values("assignment")))

    def open_to(self, user: "User") -> "AssignmentQuerySet":
        """Written assignments that ``user`` may open: of their groups, or with a submission of theirs."""
        own = Submission.objects.filter(assignment=OuterRef("pk"), user=user)
        member = CohortMember.objects.filter(cohort=OuterRef("cohort"), user=user)
        return self.filter(Exists(member) | Exists(own), kind=Assignment.Kind.WRITTEN)

    def with_due_for(self, user: "User") -> "AssignmentQuerySet":
        """Annotates ``person_due_at``: the due date for ``user``."""
        return self.annotate(person_due_at=person_due_at(user=user.pk))

    def with_lessons(self) -> "AssignmentQuerySet":
        """Loads the lessons without their texts."""
        return self.select_related("lesson__page_ptr").defer("lesson__body", "lesson__body_html")


class Assignment(models.Model):
    """A lesson to complete or a written assignment, set to a group, with or without a due date."""

    class Kind(models.TextChoices):
        LESSON = "lesson", _("lesson")
        WRITTEN = "written", _("written assignment")

    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="assignments")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    lesson = models.ForeignKey(
        "catalogue.Lesson",
        verbose_name=_("lesson"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="assignments",
    )
    title = models.CharField(_("title"), max_length=200, blank=True)
    instructions = models.TextField(
        _("instructions"), blank=True, help_text=_("Plain text; an empty line separates paragraphs.")
    )
    due_at = models.DateTimeField(_("due"), null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True, help_text="Since when nothing can be handed in.")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("task")
        verbose_name_plural = _("tasks")
        ordering = (F("due_at").asc(nulls_last=True), "pk")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(kind="lesson", lesson__isnull=False, title="", instructions="")
                | (Q(kind="written", lesson=None) & ~Q(title="")),
                name="assignment_of_its_kind",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_withdrawn(self) -> bool:
        """Whether the lesson that was set is not published any more."""
        return self.lesson is not None and not self.lesson.live

    @property
    def is_closed(self) -> bool:
        """Whether a trainer closed it, or its lesson is not published any more."""
        return self.closed_at is not None or self.is_withdrawn

    @property
    def closed_label(self) -> str:
        """Why it is closed, in words; empty while it is open."""
        if self.closed_at is not None:
            return str(CLOSED_LABEL)
        return str(WITHDRAWN_LABEL) if self.is_withdrawn else ""

    @property
    def name(self) -> str:
        """The title of the assignment, or of its lesson."""
        return str(self.lesson.title) if self.lesson is not None else self.title


class SubmissionQuerySet(models.QuerySet["Submission"]):
    def readable_by(self, trainer: "User") -> "SubmissionQuerySet":
        """Submissions to the groups of ``trainer``; a draft that was never handed in is the learner's alone."""
        if not rules.may_run(trainer):
            return self.none()
        return self.filter(assignment__cohort__in=Cohort.objects.led_by(trainer), submitted_at__isnull=False)

    def waiting(self) -> "SubmissionQuerySet":
        """Submissions that wait for a review, of current members of the group."""
        member = CohortMember.objects.filter(cohort=OuterRef("assignment__cohort"), user=OuterRef("user"))
        return self.filter(Exists(member), state=State.SUBMITTED)

    def waiting_for(self, trainer: "User") -> "SubmissionQuerySet":
        """Submissions for ``trainer`` to review, the oldest first, of current members of their groups."""
        return self.readable_by(trainer).waiting().order_by("submitted_at", "pk")

    def with_due(self) -> "SubmissionQuerySet":
        """Annotates ``person_due_at``: the due date for the author."""
        return self.annotate(person_due_at=person_due_at(user=OuterRef("user"), assignment="assignment"))

    def with_lateness(self) -> "SubmissionQuerySet":
        """Annotates ``person_due_at`` and ``first_submitted_at``, which ``lateness.is_late`` compares."""
        return self.with_due().annotate(first_submitted_at=Min("rounds__submitted_at"))

    def late(self) -> "SubmissionQuerySet":
        """Submissions whose first round was submitted after the due date for their author."""
        first = SubmissionRound.objects.filter(
            submission=OuterRef("pk"), number=1, submitted_at__gt=OuterRef("person_due_at")
        )
        return self.with_due().filter(Exists(first))

    def revised(self) -> "SubmissionQuerySet":
        """Submissions that were submitted again after they were returned."""
        return self.filter(Exists(SubmissionRound.objects.filter(submission=OuterRef("pk"), number__gt=1)))


class Submission(models.Model):
    """What a learner submits for one written assignment, in rounds. Its state changes in ``services`` only."""

    assignment = models.ForeignKey(Assignment, on_delete=models.CASCADE, related_name="submissions")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="submissions")
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT)
    draft_text = models.TextField(blank=True, help_text="What the learner has written and not handed in.")
    draft_version = models.PositiveIntegerField(default=0, help_text="How many times the draft has changed.")
    submitted_at = models.DateTimeField(_("last handed in"), null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        verbose_name = _("submission")
        verbose_name_plural = _("submissions")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["assignment", "user"], name="one_submission_an_assignment"),
            models.CheckConstraint(
                condition=Q(state="draft", submitted_at=None) | (~Q(state="draft") & Q(submitted_at__isnull=False)),
                name="submission_handed_in_or_draft",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["state", "submitted_at"], name="submission_queue")
        ]

    def __str__(self) -> str:
        return f"{self.assignment_id}: {self.user_id}"


class SubmissionRound(models.Model):
    """A submission as it was handed in once. Never changed, but for its content, which goes with the learner's name."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="rounds")
    number = models.PositiveIntegerField()
    text = models.TextField(blank=True)
    file = models.FileField(storage=private_storage, upload_to=upload_path, blank=True, max_length=200)
    file_name = models.CharField(max_length=150, blank=True, help_text="As the learner called it, made harmless.")
    file_size = models.PositiveIntegerField(default=0, help_text="In bytes.")
    submitted_at = models.DateTimeField()
    receipt = models.CharField(max_length=RECEIPT_LENGTH, unique=True)
    key = models.UUIDField(help_text="Of the form that was sent: the same form twice is one round.")
    content_removed = models.BooleanField(
        default=False, help_text="Text and file were deleted when the learner's account was anonymised."
    )

    class Meta:
        verbose_name = _("round of a submission")
        verbose_name_plural = _("rounds of submissions")
        ordering = ("submission", "-number")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["submission", "number"], name="one_round_a_number"),
            models.UniqueConstraint(fields=["submission", "key"], name="one_round_a_form"),
            models.CheckConstraint(
                condition=~Q(text="", file="") | Q(content_removed=True), name="round_holds_something"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.receipt}"


class UnsentText(models.Model):
    """A text posted after the session had expired, stored for an hour until its author signs in again."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    assignment = models.ForeignKey(Assignment, on_delete=models.CASCADE, related_name="+")
    text = models.TextField()
    with_file = models.BooleanField(default=False, help_text="Whether a file came too, which is not kept.")
    saved_at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = _("text that was not sent")
        verbose_name_plural = _("texts that were not sent")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["user", "assignment"], name="one_unsent_text_an_assignment")
        ]

    def __str__(self) -> str:
        return f"{self.assignment_id}: {self.user_id}"

    @property
    def expires_at(self) -> datetime:
        return self.saved_at + UNSENT_LIFETIME


class ReviewQuerySet(models.QuerySet["Review"]):
    def update(self, **kwargs: Any) -> int:
        raise TypeError("Reviews are added, never changed.")

    def undoable(self) -> "ReviewQuerySet":
        """First reviews made less than ``UNDO_TIME`` ago, not corrected, of a round that is the last one."""
        newer = SubmissionRound.objects.filter(
            submission=OuterRef("round__submission"), number__gt=OuterRef("round__number")
        )
        return self.filter(~Exists(newer), corrects=None, correction=None, created_at__gt=timezone.now() - UNDO_TIME)

    def remove_content(self) -> int:
        """Deletes what reviews say about a learner whose account is anonymised; the decisions stay."""
        return super().update(comment="", reason="", content_removed=True)


class Review(models.Model):
    """A trainer's decision on one round. Added, never changed, but for what it says about a learner (as of a round).

    Undoing it within ``UNDO_TIME`` deletes the row, and that voids its learning event.

    A round has one first review. A correction is another review that refers to the one it replaces, each at most once,
    so the reviews of a round are a chain, and the last one is current.
    """

    round = models.ForeignKey(SubmissionRound, on_delete=models.CASCADE, related_name="reviews")
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="reviews_given",
        help_text="Null: this person's account was deleted.",
    )
    decision = models.CharField(max_length=10, choices=Decision)
    comment = models.TextField(blank=True)
    corrects = models.OneToOneField("self", null=True, on_delete=models.CASCADE, related_name="correction")
    reason = models.TextField(blank=True, help_text="Of the correction: why the earlier decision does not hold.")
    content_removed = models.BooleanField(
        default=False, help_text="Comment and reason were deleted when the learner's account was anonymised."
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ReviewQuerySet.as_manager()

    class Meta:
        verbose_name = _("review")
        verbose_name_plural = _("reviews")
        ordering = ("pk",)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(decision="accepted") | ~Q(comment="") | Q(content_removed=True), name="review_says_why"
            ),
            models.UniqueConstraint(fields=["round"], condition=Q(corrects=None), name="one_first_review_a_round"),
            models.CheckConstraint(
                condition=Q(corrects=None, reason="")
                | (Q(corrects__isnull=False) & (~Q(reason="") | Q(content_removed=True))),
                name="correction_has_its_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round_id}: {self.decision}"

    @property
    def reviewer_name(self) -> str:
        """The reviewer's name; a neutral phrase once their account is deleted."""
        return self.reviewer.display_name if self.reviewer else deleted_person()

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("Reviews are added, never changed.")
        super().save(*args, **kwargs)
