"""What was imported from a text page, so that the same page changes nothing the second time."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page


class ImportedText(models.Model):
    """The text page that a project or result was imported from.

    ``revision`` is what the import saved: where the page has a later one, an editor has changed it since. ``kept`` is
    what the import could not place, as pairs of a line number and the text.
    """

    page = models.OneToOneField(Page, primary_key=True, on_delete=models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64)
    file_name = models.CharField(_("file"), max_length=255)
    revision = models.PositiveBigIntegerField()
    kept: Any = models.JSONField(_("what could not be placed"), default=list)
    imported_at = models.DateTimeField(_("imported"))

    # It refers to nothing that readers see.
    wagtail_reference_index_ignore: ClassVar[bool] = True

    class Meta:
        verbose_name = _("imported text")
        verbose_name_plural = _("imported texts")

    def __str__(self) -> str:
        return self.file_name
