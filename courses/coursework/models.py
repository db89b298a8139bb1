"""Groups, what is set to them, and the works that people hand in."""

import secrets
from typing import TYPE_CHECKING, Any, ClassVar
from uuid import uuid4

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.files.storage import Storage, storages
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from courses.catalogue.models import Course
from courses.coursework import rules
from courses.coursework.states import Decision, State

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from people.models import User

RECEIPT_LENGTH = 11


def private_storage() -> Storage:
    """Where works are kept: never under MEDIA_URL."""
    return storages["private"]


def upload_path(instance: "SubmissionRound", filename: str) -> str:
    """A name that nobody can guess and that holds nothing of the learner's own name for the file but its kind."""
    return f"coursework/{timezone.now():%Y/%m}/{uuid4().hex}.{filename.rpartition('.')[2].lower()}"


class CohortQuerySet(models.QuerySet["Cohort"]):
    def led_by(self, user: "User") -> "CohortQuerySet":
        """The groups that ``user`` is a trainer of."""
        return self.filter(trainers=user)

    def visible_to(self, user: "User") -> "CohortQuerySet":
        """All of them for a coordinator, their own for a trainer, none for anybody else."""
        if rules.may_manage(user):
            return self
        return self.led_by(user) if rules.may_run(user) else self.none()

    def running(self, day: "date") -> "CohortQuerySet":
        """Those that ``day`` falls within; without a date a group has begun, or goes on."""
        return self.filter(Q(starts=None) | Q(starts__lte=day), Q(ends=None) | Q(ends__gte=day))


class Cohort(models.Model):
    """People and dates over one course or one programme."""

    name = models.CharField(_("name"), max_length=200)
    course = models.ForeignKey(
        "catalogue.Course",
        verbose_name=_("course"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="cohorts",
    )
    programme = models.ForeignKey(
        "catalogue.Programme",
        verbose_name=_("programme"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="cohorts",
    )
    starts = models.DateField(_("first day"), null=True, blank=True)
    ends = models.DateField(_("last day"), null=True, blank=True)
    trainers: Any = models.ManyToManyField(
        settings.AUTH_USER_MODEL, verbose_name=_("trainers"), blank=True, related_name="cohorts_led"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = CohortQuerySet.as_manager()

    class Meta:
        verbose_name = _("group")
        verbose_name_plural = _("groups")
        ordering = ("name", "pk")
        permissions = [("run_cohorts", "Can run groups"), ("manage_cohorts", "Can manage groups")]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(course=None, programme__isnull=False) | Q(course__isnull=False, programme=None),
                name="cohort_course_or_programme",
            ),
            models.CheckConstraint(
                condition=Q(starts=None) | Q(ends=None) | Q(ends__gte=F("starts")), name="cohort_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def subject_title(self) -> str:
        """The title of the course, or of the programme."""
        subject = self.course or self.programme
        return str(subject.title) if subject else ""

    def courses(self) -> list[Course]:
        """The live courses that people of this group take, in order."""
        if self.course is not None:
            return [self.course] if self.course.live else []
        if self.programme is None:
            return []
        items = self.programme.courses.select_related("course").order_by("sort_order")
        return [item.course for item in items if item.course.live]


class CohortMember(models.Model):
    """That a person is in a group."""

    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="members")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="cohort_memberships")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("person in a group")
        verbose_name_plural = _("people in groups")
        ordering = ("user__last_name", "user__first_name", "user__email")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["cohort", "user"], name="once_in_a_cohort")
        ]

    def __str__(self) -> str:
        return f"{self.cohort}: {self.user}"


def new_token() -> str:
    """What nobody can guess: 256 random bits, in letters that an address may hold."""
    return secrets.token_urlsafe(32)


class CohortInvitationQuerySet(models.QuerySet["CohortInvitation"]):
    def pending(self) -> "CohortInvitationQuerySet":
        """Those that wait for an answer."""
        return self.filter(state=CohortInvitation.State.PENDING)

    def for_people(self, users: "Iterable[User]") -> "CohortInvitationQuerySet":
        """Those to an address that one of ``users`` has confirmed."""
        confirmed = EmailAddress.objects.filter(user__in=users, verified=True)
        return self.filter(email__in=confirmed.values(lower=Lower("email")))


class CohortInvitation(models.Model):
    """That an address was asked to join a group, whether or not there is an account with it."""

    class State(models.TextChoices):
        PENDING = "pending", pgettext_lazy("invitation", "sent")
        ACCEPTED = "accepted", pgettext_lazy("invitation", "accepted")
        DECLINED = "declined", pgettext_lazy("invitation", "declined")
        REVOKED = "revoked", pgettext_lazy("invitation", "revoked")

    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField(_("e-mail address"), help_text="In lower case.")
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    token = models.CharField(max_length=64, unique=True, default=new_token, editable=False)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.PENDING)
    created_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(_("last sent"))
    answered_at = models.DateTimeField(null=True, help_text="When it was accepted, declined or revoked.")
    accepted_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    objects = CohortInvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation to a group")
        verbose_name_plural = _("invitations to groups")
        ordering = ("email", "pk")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["cohort", "email"], condition=Q(state="pending"), name="one_pending_invitation"
            ),
            models.CheckConstraint(
                condition=Q(state="pending", answered_at=None) | (~Q(state="pending") & Q(answered_at__isnull=False)),
                name="invitation_answered_or_pending",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["email", "state"], name="invitation_of_address")]

    def __str__(self) -> str:
        return f"{self.cohort_id}: {self.state}"


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    def set_to(self, user: "User") -> "AssignmentQuerySet":
        """What the groups of ``user`` have been set."""
        return self.filter(Exists(CohortMember.objects.filter(cohort=OuterRef("cohort"), user=user)))

    def open_to(self, user: "User") -> "AssignmentQuerySet":
        """Written works that ``user`` may open: set to their groups, or handed in before they left one."""
        own = Submission.objects.filter(assignment=OuterRef("pk"), user=user)
        member = CohortMember.objects.filter(cohort=OuterRef("cohort"), user=user)
        return self.filter(Exists(member) | Exists(own), kind=Assignment.Kind.WRITTEN)


class Assignment(models.Model):
    """A lesson to go through or a written work, set to a group, with a due date or without."""

    class Kind(models.TextChoices):
        LESSON = "lesson", _("lesson")
        WRITTEN = "written", _("written work")

    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="assignments")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    lesson = models.ForeignKey(
        "catalogue.Lesson",
        verbose_name=_("lesson"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="assignments",
    )
    title = models.CharField(_("title"), max_length=200, blank=True)
    instructions = models.TextField(_("instructions"), blank=True, help_text=_("Plain text; an empty line parts."))
    due_at = models.DateTimeField(_("due"), null=True, blank=True)
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
    def name(self) -> str:
        """The title of the work, or of the lesson."""
        return str(self.lesson.title) if self.lesson is not None else self.title


class SubmissionQuerySet(models.QuerySet["Submission"]):
    def readable_by(self, trainer: "User") -> "SubmissionQuerySet":
        """Works handed in to the groups of ``trainer``; a draft that was never handed in is the learner's alone."""
        if not rules.may_run(trainer):
            return self.none()
        return self.filter(assignment__cohort__in=Cohort.objects.led_by(trainer), submitted_at__isnull=False)

    def waiting_for(self, trainer: "User") -> "SubmissionQuerySet":
        """What ``trainer`` is to review, the longest waiting first: works of people who are in their groups now."""
        member = CohortMember.objects.filter(cohort=OuterRef("assignment__cohort"), user=OuterRef("user"))
        return self.readable_by(trainer).filter(Exists(member), state=State.SUBMITTED).order_by("submitted_at", "pk")

    def late(self) -> "SubmissionQuerySet":
        """Those whose first version came after the due date."""
        first = SubmissionRound.objects.filter(
            submission=OuterRef("pk"), number=1, submitted_at__gt=OuterRef("assignment__due_at")
        )
        return self.filter(Exists(first))

    def revised(self) -> "SubmissionQuerySet":
        """Those handed in again after they were returned."""
        return self.filter(Exists(SubmissionRound.objects.filter(submission=OuterRef("pk"), number__gt=1)))


class Submission(models.Model):
    """A person's work on one written assignment. Its state changes in ``services`` only."""

    assignment = models.ForeignKey(Assignment, on_delete=models.CASCADE, related_name="submissions")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="submissions")
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT)
    draft_text = models.TextField(blank=True, help_text="What the learner has written and not handed in.")
    submitted_at = models.DateTimeField(_("last handed in"), null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        verbose_name = _("work")
        verbose_name_plural = _("works")
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
    """One version of a work as it was handed in. Never changed."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="rounds")
    number = models.PositiveIntegerField()
    text = models.TextField(blank=True)
    file = models.FileField(storage=private_storage, upload_to=upload_path, blank=True, max_length=200)
    file_name = models.CharField(max_length=150, blank=True, help_text="As the learner called it, made harmless.")
    file_size = models.PositiveIntegerField(default=0, help_text="In bytes.")
    submitted_at = models.DateTimeField()
    receipt = models.CharField(max_length=RECEIPT_LENGTH, unique=True)
    key = models.UUIDField(help_text="Of the form that was sent: the same form twice is one round.")

    class Meta:
        verbose_name = _("version of a work")
        verbose_name_plural = _("versions of works")
        ordering = ("submission", "-number")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["submission", "number"], name="one_round_a_number"),
            models.UniqueConstraint(fields=["submission", "key"], name="one_round_a_form"),
            models.CheckConstraint(condition=~Q(text="", file=""), name="round_holds_something"),
        ]

    def __str__(self) -> str:
        return f"{self.receipt}"


class UnsentWork(models.Model):
    """A text that was sent after the session had ended: for its author, who finds it after signing in, for an hour."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    assignment = models.ForeignKey(Assignment, on_delete=models.CASCADE, related_name="+")
    text = models.TextField()
    with_file = models.BooleanField(default=False, help_text="Whether a file came too, which is not kept.")
    kept_at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = _("text that was not sent")
        verbose_name_plural = _("texts that were not sent")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["user", "assignment"], name="one_unsent_text_a_work")
        ]

    def __str__(self) -> str:
        return f"{self.assignment_id}: {self.user_id}"


class ReviewQuerySet(models.QuerySet["Review"]):
    def update(self, **kwargs: Any) -> int:
        raise TypeError("Reviews are added, never changed.")


class Review(models.Model):
    """What a trainer decided of one version. Added, never changed; a version is decided once."""

    round = models.OneToOneField(SubmissionRound, on_delete=models.CASCADE, related_name="review")
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="reviews_given")
    decision = models.CharField(max_length=10, choices=Decision)
    comment = models.TextField(blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ReviewQuerySet.as_manager()

    class Meta:
        verbose_name = _("review")
        verbose_name_plural = _("reviews")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(decision="accepted") | ~Q(comment=""), name="review_says_why")
        ]

    def __str__(self) -> str:
        return f"{self.round_id}: {self.decision}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("Reviews are added, never changed.")
        super().save(*args, **kwargs)
