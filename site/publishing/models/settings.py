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
    """The footer of every page."""

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
    at_signup = models.BooleanField(
        _("also where an account is created"),
        default=False,
        help_text=_("For the terms of service and what is said about privacy: people read them before they agree."),
    )

    panels: ClassVar[list[Panel]] = [FieldPanel("page"), FieldPanel("at_signup")]

    def __str__(self) -> str:
        return self.page.title
