"""Reviews by people without an account: whom an editor invited to read a draft, and what they wrote."""

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, Revision


class ReviewInvitationQuerySet(QuerySet["ReviewInvitation"]):
    def of(self, page: Page) -> "ReviewInvitationQuerySet":
        """Those of a page, the newest first."""
        return self.filter(page=page.pk).order_by("-invited_at", "-pk")

    def over_since(self, moment: datetime) -> "ReviewInvitationQuerySet":
        """Those that expired or were revoked before ``moment``."""
        return self.filter(Q(expires_at__lt=moment) | Q(revoked_at__lt=moment))


class ReviewInvitation(models.Model):
    """A link by which somebody without an account reads one revision of a page and comments on it, until it expires.

    Of the token in the link only the hash is stored. ``name`` and ``email`` are emptied some time after the end
    (``emptied_at``).
    """

    class Verdict(models.TextChoices):
        NONE = "none", _("no remarks")
        REMARKS = "remarks", _("with remarks")

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="+")
    revision = models.ForeignKey(Revision, null=True, on_delete=models.SET_NULL, related_name="+")
    name = models.CharField(_("first and last name"), max_length=150, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    note = models.TextField(_("what to look at"), max_length=1000, blank=True)
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    invited_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    verdict = models.CharField(max_length=7, choices=Verdict, blank=True)
    emptied_at = models.DateTimeField(null=True)

    objects = ReviewInvitationQuerySet.as_manager()

    wagtail_reference_index_ignore: ClassVar[bool] = True

    class Meta:
        verbose_name = _("invitation to a review")
        verbose_name_plural = _("invitations to reviews")

    def __str__(self) -> str:
        return f"{self.page_id}: {self.pk}"

    @property
    def is_open(self) -> bool:
        """Whether the link works: a finished review may still be read."""
        return self.revoked_at is None and self.revision_id is not None and timezone.now() < self.expires_at


class OutsideCommentQuerySet(QuerySet["OutsideComment"]):
    def on(self, page: Page) -> "OutsideCommentQuerySet":
        """Those on a page, in the order in which they were written."""
        return self.filter(invitation__page=page.pk).order_by("written_at", "pk")

    def waiting(self) -> "OutsideCommentQuerySet":
        return self.filter(done_at=None)


class OutsideComment(models.Model):
    """A comment by whoever was invited, on the section under a heading, or on the whole text where it is empty."""

    invitation = models.ForeignKey(ReviewInvitation, on_delete=models.CASCADE, related_name="comments")
    name = models.CharField(_("first and last name"), max_length=150, blank=True)
    heading = models.CharField(max_length=300, blank=True)
    anchor = models.CharField(max_length=250, blank=True)
    text = models.TextField(_("comment"), max_length=5000)
    written_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    objects = OutsideCommentQuerySet.as_manager()

    wagtail_reference_index_ignore: ClassVar[bool] = True

    class Meta:
        verbose_name = _("comment from outside")
        verbose_name_plural = _("comments from outside")

    def __str__(self) -> str:
        return f"{self.invitation_id}: {self.pk}"
