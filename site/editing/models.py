"""Approvals of pages by their reviewers."""

from collections.abc import Iterable
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, Revision

from editing.outside.models import OutsideComment, ReviewInvitation

__all__ = ["OutsideComment", "PageApproval", "ReviewInvitation"]


class PageApprovalQuerySet(models.QuerySet["PageApproval"]):
    def of(self, page: Page) -> "PageApprovalQuerySet":
        """The approvals of a page, the newest first."""
        return self.of_any([page])

    def of_any(self, pages: Iterable[Page]) -> "PageApprovalQuerySet":
        """The approvals of some pages, the newest first."""
        return self.filter(page__in=[page.pk for page in pages]).order_by("-decided_at", "-pk")


class PageApproval(models.Model):
    """The approval of one revision of a page in the workflow. Added, never changed.

    ``digest`` is that of the approved content (``editing.digests``): publishing makes new revisions of the same
    content, so a revision does not tell whether the live page is what was approved. ``reviewer_name`` is the name at
    the time of the approval; it is emptied when the account is deleted or anonymised.
    """

    page = models.ForeignKey(Page, verbose_name=_("page"), on_delete=models.CASCADE, related_name="approvals")
    revision = models.ForeignKey(Revision, null=True, on_delete=models.SET_NULL, related_name="+")
    digest = models.CharField(max_length=64)
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("reviewer"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="page_approvals",
    )
    reviewer_name = models.CharField(_("name of the reviewer"), max_length=301, blank=True)
    decided_at = models.DateTimeField(_("decided"))

    objects = PageApprovalQuerySet.as_manager()

    changes_public_pages = True

    class Meta:
        verbose_name = _("approval of a page")
        verbose_name_plural = _("approvals of pages")
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["page", "-decided_at"], name="approvals_of_page")]

    def __str__(self) -> str:
        return f"{self.page_id}: {self.reviewer_name} {self.decided_at:%Y-%m-%d}"
