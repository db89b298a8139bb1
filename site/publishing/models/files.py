"""Custom image and document models, used from the start because changing the model later needs a data migration."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument, Document
from wagtail.documents.models import DocumentQuerySet as WagtailDocumentQuerySet
from wagtail.images.models import AbstractImage, AbstractRendition, Image
from wagtail.models import Collection, CollectionViewRestriction
from wagtail.search import index

from publishing.document_access import public_documents
from publishing.extraction import Reason


class PomostImage(AbstractImage):
    """An image with its author and licence."""

    credit = models.CharField(_("author and licence"), max_length=250, blank=True)
    admin_form_fields = (*Image.admin_form_fields, "credit")

    class Meta(AbstractImage.Meta):
        verbose_name = _("image")
        verbose_name_plural = _("images")


class PomostRendition(AbstractRendition):
    """An image at one size."""

    image = models.ForeignKey(PomostImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["image", "filter_spec", "focal_point_key"], name="one_rendition_a_filter")
        ]


class DocumentQuerySet(WagtailDocumentQuerySet):
    def public(self) -> "DocumentQuerySet":
        """Documents that anybody may read: a live public page refers to them and their collection is unrestricted."""
        public = self.filter(pk__in=public_documents())
        restricted = Q()
        for path in CollectionViewRestriction.objects.values_list("collection__path", flat=True):
            restricted |= Q(path__startswith=path)
        if not restricted:
            return public
        return public.filter(collection__in=list(Collection.objects.exclude(restricted).values_list("pk", flat=True)))


REASONS: dict[str, Promise | str] = {
    Reason.DAMAGED: _(
        "The file is damaged or is not of the kind that its name says. Save it anew and upload it again."
    ),
    Reason.ENCRYPTED: _("The file is protected by a password. Upload one without, so that its words can be found."),
    Reason.TOO_LARGE: _("There is too much in the file to be read. Split it into smaller ones."),
    Reason.TOO_SLOW: _("Reading the file took too long. Save it anew in a simpler form, or split it."),
    Reason.MISSING: _("The file is not there. Upload it again."),
    Reason.NOT_READ: _("The server could not read the file. Save the document once more."),
}
"""The messages for editors about a document without text."""


class PomostDocument(AbstractDocument):
    """A document whose text is searchable.

    The text is extracted in the background (``publishing.tasks.extract_text``). A file that cannot be read is recorded
    as such and can still be downloaded.
    """

    class Extraction(models.TextChoices):
        PENDING = "pending", _("waiting")
        DONE = "done", _("text found")
        EMPTY = "empty", _("no text inside")
        UNSUPPORTED = "unsupported", _("not a kind that is read")
        FAILED = "failed", _("could not be read")

    objects = DocumentQuerySet.as_manager()

    extracted_text = models.TextField(editable=False, blank=True, default="")
    extraction = models.CharField(
        _("text"), max_length=12, choices=Extraction, default=Extraction.PENDING, editable=False
    )
    extraction_note = models.CharField(max_length=300, editable=False, blank=True, default="")

    admin_form_fields = Document.admin_form_fields
    search_fields: ClassVar[list[Any]] = [*AbstractDocument.search_fields, index.SearchField("extracted_text")]

    class Meta(AbstractDocument.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")

    @property
    def extraction_reason(self) -> str:
        """The message for editors why the text could not be extracted, and what to do; otherwise empty."""
        if self.extraction != self.Extraction.FAILED:
            return ""
        return str(REASONS.get(self.extraction_note, REASONS[Reason.DAMAGED]))

    @property
    def format(self) -> str:
        """The file's kind as shown to users, such as ``PDF``."""
        return str(self.file_extension).upper()
