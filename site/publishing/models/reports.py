from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page


class ErrorReport(models.Model):
    """A reader's report of an error in a page. No data about the reader is stored."""

    page = models.ForeignKey(
        Page, verbose_name=_("page"), on_delete=models.CASCADE, related_name="error_reports", editable=False
    )
    text = models.TextField(_("what is wrong"), max_length=4000)
    created_at = models.DateTimeField(_("reported"), auto_now_add=True)
    handled = models.BooleanField(_("dealt with"), default=False)

    class Meta:
        verbose_name = _("error report")
        verbose_name_plural = _("error reports")
        ordering = ("handled", "-created_at")

    def __str__(self) -> str:
        return f"{self.page}: {self.text[:60]}"
