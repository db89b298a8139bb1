"""Groups, their members and invitations."""

import secrets
from typing import TYPE_CHECKING, Any, ClassVar

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from courses.catalogue.models import Course, Lesson
from courses.coursework import rules

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from people.models import User


class CohortQuerySet(models.QuerySet["Cohort"]):
    def led_by(self, user: "User") -> "CohortQuerySet":
        """The groups that ``user`` is a trainer of."""
        return self.filter(trainers=user)

    def visible_to(self, user: "User") -> "CohortQuerySet":
        """All groups for a coordinator, their own for a trainer, none for other users."""
        if rules.may_manage(user):
            return self
        return self.led_by(user) if rules.may_run(user) else self.none()

    def running(self, day: "date") -> "CohortQuerySet":
        """Groups whose dates include ``day``; a missing date is no limit."""
        return self.filter(Q(starts=None) | Q(starts__lte=day), Q(ends=None) | Q(ends__gte=day))


class Cohort(models.Model):
    """A group: members and trainers of one course or programme, with dates."""

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
        """The live courses that people of this group take, in order; of a programme those that have lessons."""
        if self.course is not None:
            return [self.course] if self.course.live else []
        if self.programme is None:
            return []
        lessons = Lesson.objects.live().filter(path__startswith=OuterRef("course__path"))
        taught = self.programme.courses.filter(Exists(lessons), course__live=True)
        return [item.course for item in taught.select_related("course").order_by("sort_order")]


class CohortMember(models.Model):
    """The membership of a user in a group."""

    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="members")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="cohort_memberships")
    created_at = models.DateTimeField(auto_now_add=True)
    attended_at = models.DateTimeField(null=True, help_text="When a trainer confirmed the attendance.")
    attended_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

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
    """A random token of 256 bits, safe in a URL."""
    return secrets.token_urlsafe(32)


class CohortInvitationQuerySet(models.QuerySet["CohortInvitation"]):
    def pending(self) -> "CohortInvitationQuerySet":
        """Invitations that were not answered or revoked."""
        return self.filter(state=CohortInvitation.State.PENDING)

    def for_people(self, users: "Iterable[User]") -> "CohortInvitationQuerySet":
        """Invitations to a confirmed address of one of ``users``."""
        confirmed = EmailAddress.objects.filter(user__in=users, verified=True)
        return self.filter(email__in=confirmed.values(lower=Lower("email")))

    def about(self, user: "User") -> "CohortInvitationQuerySet":
        """Invitations to a confirmed address of ``user``, and those that they accepted."""
        return self.filter(Q(pk__in=self.for_people([user])) | Q(accepted_by=user))


class CohortInvitation(models.Model):
    """An invitation of an e-mail address to a group, whether or not there is an account with it."""

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
