"""Editions of a guide: its text on one day, kept so that it can be read later exactly as it was."""

import json
from hashlib import sha256
from typing import Any, ClassVar

from django.conf import settings
from django.core.files.storage import Storage, storages
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Page

from editing.models import PageApproval
from publishing.access import is_restricted
from resources.guidance.models.pages import Guide


class GuideEdition(models.Model):
    """A guide with all its public chapters as they were at ``made_at``. What it holds never changes.

    Validation belongs to it: ``validated_by`` is whoever validated, in words, ``document`` what says so.
    """

    class State(models.TextChoices):
        IN_VALIDATION = "in_validation", gettext_lazy("in validation")
        VALIDATED = "validated", gettext_lazy("validated")

    guide = models.ForeignKey(Guide, on_delete=models.PROTECT, related_name="editions")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=13, choices=State, default=State.IN_VALIDATION)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    validated_by = models.CharField(gettext_lazy("validated by"), max_length=300, blank=True)
    validated_on = models.DateField(gettext_lazy("validated on"), null=True)
    document = models.OneToOneField("guidance.EditionFile", null=True, on_delete=models.PROTECT, related_name="+")

    changes_public_pages: ClassVar[bool] = True
    wagtail_reference_index_ignore: ClassVar[bool] = True

    class Meta:
        verbose_name = gettext_lazy("edition of a guide")
        verbose_name_plural = gettext_lazy("editions of guides")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["guide", "number"], name="one_edition_a_number"),
            models.CheckConstraint(
                condition=models.Q(state="in_validation", validated_on=None)
                | (models.Q(state="validated", validated_on__isnull=False) & ~models.Q(validated_by="")),
                name="validated_by_whom_and_when",
            ),
        ]

    def __str__(self) -> str:
        return _("%(guide)s, edition %(number)d") % {"guide": self.guide.title, "number": self.number}

    def readable_pages(self) -> "list[EditionPage]":
        """The pages that the public may still read, in order, with their pages and approvals."""
        return [page for page in self.pages.select_related("page", "approval") if page.may_be_read()]


class EditionPage(models.Model):
    """A page of an edition: the guide itself at position 0, then its chapters.

    ``revision`` is the id of the live revision then, ``version`` the number of the published version, ``digest`` that
    of the content (``editing.digests``).
    ``body_html`` is the text as it was shown, with the values, acts and terms of that day, and with the addresses of
    the edition's own copies of files. ``uses`` lists what the page referred to: model, key and title. ``checksum`` is
    that of what is read. ``approval`` is the first approval of this content; it goes with the live page, while the
    revision that was approved and the time stay.
    """

    edition = models.ForeignKey(GuideEdition, on_delete=models.CASCADE, related_name="pages")
    position = models.PositiveIntegerField()
    page = models.ForeignKey(Page, null=True, on_delete=models.SET_NULL, related_name="+")
    revision = models.PositiveBigIntegerField(null=True)
    version = models.PositiveIntegerField(default=0)
    digest = models.CharField(max_length=64)
    slug = models.CharField(max_length=255)
    title = models.CharField(max_length=255)
    summary = models.CharField(max_length=300, blank=True)
    body_html = models.TextField(blank=True)
    facts: Any = models.JSONField(default=dict)
    uses: Any = models.JSONField(default=list)
    checksum = models.CharField(max_length=64)
    approval = models.ForeignKey(PageApproval, null=True, on_delete=models.SET_NULL, related_name="+")
    approved_revision = models.PositiveBigIntegerField(null=True)
    approved_at = models.DateTimeField(null=True)

    changes_public_pages: ClassVar[bool] = True
    wagtail_reference_index_ignore: ClassVar[bool] = True

    class Meta:
        ordering = ("position",)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["edition", "position"], name="one_page_a_position")
        ]

    def __str__(self) -> str:
        return self.title

    def may_be_read(self) -> bool:
        """Whether no restriction was put on the page since; one that was taken off or deleted may be read."""
        return self.page is None or not is_restricted(self.page)

    def content_checksum(self) -> str:
        """The checksum of title, summary, text and facts as they are stored now."""
        content = [self.title, self.summary, self.body_html, self.facts]
        return sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def edition_storage() -> Storage:
    """Not under ``MEDIA_URL``: a view serves the files of editions that may be read."""
    return storages["private"]


class EditionFile(models.Model):
    """A copy of a file that a page of an edition shows or offers, or of the document of a validation (no ``page``)."""

    edition = models.ForeignKey(GuideEdition, on_delete=models.CASCADE, related_name="files")
    page = models.ForeignKey(EditionPage, null=True, on_delete=models.CASCADE, related_name="files")
    name = models.CharField(max_length=255)
    file = models.FileField(storage=edition_storage, max_length=255)
    checksum = models.CharField(max_length=64)

    wagtail_reference_index_ignore: ClassVar[bool] = True

    def __str__(self) -> str:
        return self.name
