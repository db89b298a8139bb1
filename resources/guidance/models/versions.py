"""The published versions of guides and chapters, and the change note without which nothing is published again."""

from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.panels import Panel
from wagtail.models import Page, Revision

from editing.digests import digest_of
from publishing.access import private_q
from publishing.errors import PublishRefusedError
from publishing.models import BasePage
from publishing.models.base import PRIVATE_FIELDS
from resources.guidance.change_notes import ChangeNotePanel, VersionedPageForm, complete_note, refusal_of
from resources.guidance.publications.addresses import PRINT, print_url

RESERVED_SLUGS = frozenset({"historia", "wydania", "pytanie", "zglos-blad", "czego-brakuje", "ocena", PRINT})
"""Ends of addresses that belong to a guide or chapter itself, so no page below one may have them."""


class ChangeKind(models.TextChoices):
    SIGNIFICANT = "significant", gettext_lazy("Significant: what people should do or know has changed")
    MINOR = "minor", gettext_lazy("Minor: wording, a mistake, a link")


class VersionedPage(BasePage):
    """A page whose every change is told to its readers.

    ``change_kind`` and ``change_note`` are the note of a draft, so that revisions carry it: saved, scheduled, sent to
    review or restored. ``save()`` of a live page whose content differs from its last published version needs a note
    and moves it into a ``PublishedVersion``; in the stored page and its live revision the two fields are empty. The
    first version needs none, nor does an alias, which has the history of its source.
    """

    change_kind = models.CharField(
        gettext_lazy("kind of change"), max_length=11, blank=True, default="", choices=ChangeKind
    )
    change_note = models.CharField(
        gettext_lazy("what has changed"),
        max_length=400,
        blank=True,
        default="",
        help_text=gettext_lazy("A sentence for readers: what is different and for whom it matters."),
    )

    base_form_class = VersionedPageForm
    exclude_fields_in_copy: ClassVar[list[str]] = ["change_kind", "change_note"]
    # A note says what changed and is no part of it (``editing.digests``).
    unreviewed_fields: ClassVar[frozenset[str]] = frozenset({"change_kind", "change_note"})

    class Meta:
        abstract = True

    @cached_property
    def last_version(self) -> "PublishedVersion | None":
        """The newest published version of the stored page."""
        return PublishedVersion.objects.filter(page=self.pk).order_by("-number").first() if self.pk else None

    def content_differs(self) -> bool:
        """Whether this content differs from what readers had last; False for what they never had."""
        if self.pk is None or self.alias_of_id is not None:
            return False
        known = self.public_digest()
        return bool(known) and known != digest_of(self)

    def public_digest(self) -> str:
        """The digest of the content that readers have or had last; "" where they never had any.

        Of what is live it is computed: a stored digest is of the fields that the page type had then.
        """
        live = type(self)._default_manager.filter(pk=self.pk, live=True).first()
        if live is not None:
            return digest_of(live)
        return self.last_version.content_digest() if self.last_version is not None else ""

    def refusal_to_publish(self) -> str:
        if all(complete_note(self)) or not self.content_differs():
            return super().refusal_to_publish()
        return refusal_of(self)

    def save(self, *args: Any, **kwargs: Any) -> Any:
        update_fields = kwargs.get("update_fields")
        if not self.live or self.alias_of_id is not None:
            return super().save(*args, **kwargs)
        if update_fields is not None and PRIVATE_FIELDS.issuperset(update_fields):
            return super().save(*args, **kwargs)
        from resources.guidance import services  # which import the models

        with transaction.atomic():
            Page.objects.select_for_update().filter(pk=self.pk).first()  # one publish of a page at a time
            self.__dict__.pop("last_version", None)
            refusal = self.refusal_to_publish()
            if refusal:
                raise PublishRefusedError(self, refusal)
            own, note = (self.change_kind, self.change_note), complete_note(self)
            known = self.public_digest()
            before = type(self)._default_manager.filter(pk=self.pk).first() if self.pk else None
            if before is not None:
                services.record_first_version(page=before)
            self.change_kind = self.change_note = ""
            try:
                saved = super().save(*args, **kwargs)
            except BaseException:
                self.change_kind, self.change_note = own
                raise
            replaced = before.live_revision_id if before is not None else None
            services.record_version(page=self, known=known, replaced=replaced, kind=note[0], note=note[1])
            return saved

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from resources.guidance.questions.text import addresses_of, text_of  # which import the models

        context = super().get_context(request, *args, **kwargs)
        context["history_url"] = f"{self.get_url(request) or '/'}historia/"
        context["print_url"] = print_url(self.get_url(request) or "/")
        context["text"] = text_of(self, request)
        context["forms"] = forms = addresses_of(self, request)
        context["report_url"] = forms.error if forms is not None else ""
        return context

    def clean(self) -> None:
        super().clean()
        if self.slug in RESERVED_SLUGS:
            message = _(
                "This address belongs to the page above: to its history, its editions or its forms. Choose another one."
            )
            raise ValidationError({"slug": message})

    def facts(self) -> dict[str, Any]:
        """What readers see around the text of a version: plain values for JSON."""
        return {"sources": [[item.title, item.note, item.url] for item in getattr(self, "sources").all()]}  # noqa: B009


def change_panels() -> list[Panel]:
    """The panel of the change note, for ``content_panels``."""
    return [ChangeNotePanel()]


class PublishedVersionQuerySet(QuerySet["PublishedVersion"]):
    def public(self) -> "PublishedVersionQuerySet":
        """Of pages that are live and that no restriction keeps from anybody."""
        return self.filter(page__in=Page.objects.live().exclude(private_q()))

    def changes(self) -> "PublishedVersionQuerySet":
        """Without first versions, the newest first."""
        return self.exclude(kind="").newest_first()

    def newest_first(self) -> "PublishedVersionQuerySet":
        return self.order_by("-published_at", "-pk")


class PublishedVersion(models.Model):
    """What readers had from ``published_at`` until the next version. Added, never changed, but for ``announced_at``.

    ``number`` counts the versions of a page from 1; the first has no ``kind`` and no ``note``. ``body_html`` is the
    text as it was shown that day, ``facts`` what stood around it. ``digest`` is that of the content, as
    ``editing.digests`` makes it.
    ``announced_at``: when e-mails about it were queued.
    """

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="published_versions")
    number = models.PositiveIntegerField()
    revision = models.ForeignKey(Revision, null=True, on_delete=models.SET_NULL, related_name="+")
    kind = models.CharField(max_length=11, blank=True, choices=ChangeKind)
    note = models.CharField(max_length=400, blank=True)
    published_at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    digest = models.CharField(max_length=64, blank=True)
    title = models.CharField(max_length=255)
    summary = models.CharField(max_length=300, blank=True)
    body_html = models.TextField(blank=True)
    facts: Any = models.JSONField(default=dict)
    announced_at = models.DateTimeField(null=True)

    objects = PublishedVersionQuerySet.as_manager()

    wagtail_reference_index_ignore: ClassVar[bool] = True

    class Meta:
        verbose_name = gettext_lazy("published version")
        verbose_name_plural = gettext_lazy("published versions")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["page", "number"], name="one_published_version_a_number")
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["-published_at"], name="versions_by_time"),
        ]

    def content_digest(self) -> str:
        """The digest; that of the revision, as fields are now, for a version from before digests were kept."""
        if self.digest or self.revision is None:
            return self.digest
        return digest_of(self.revision.as_object())

    def __str__(self) -> str:
        return _("%(title)s, version %(number)d") % {"title": self.title, "number": self.number}
