from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, InlinePanel, Panel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.models import Orderable, Page


@register_setting(icon="list-ul")
class FooterSettings(ClusterableModel, BaseSiteSetting):
    """What stands at the foot of every page."""

    note = models.CharField(_("note"), max_length=250, blank=True)

    panels: ClassVar[list[Panel]] = [FieldPanel("note"), InlinePanel("links", label=_("Link"))]

    class Meta:
        verbose_name = _("footer")

    def __str__(self) -> str:
        return str(_("Footer"))


class FooterLink(Orderable):
    """A page linked from the footer."""

    settings = ParentalKey(FooterSettings, on_delete=models.CASCADE, related_name="links")
    page = models.ForeignKey(Page, verbose_name=_("page"), on_delete=models.CASCADE, related_name="+")

    panels: ClassVar[list[Panel]] = [FieldPanel("page")]

    def __str__(self) -> str:
        return self.page.title
