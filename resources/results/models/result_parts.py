"""What stands on the page of a result beside its text."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, PageChooserPanel, Panel
from wagtail.models import Orderable, Page

from publishing.models import ParentalSource
from resources.results.models.vocabulary import BeneficiaryKind


class ResultElement(Orderable):
    """A part that a result is made of, such as a curriculum."""

    result = ParentalKey("results.Result", on_delete=models.CASCADE, related_name="elements")
    title = models.CharField(_("title"), max_length=300)
    text = models.TextField(_("text"), blank=True)

    panels: ClassVar[list[Panel]] = [FieldPanel("title"), FieldPanel("text")]

    class Meta(Orderable.Meta):
        verbose_name = _("element of a result")
        verbose_name_plural = _("elements of results")

    def __str__(self) -> str:
        return self.title


class ResultAddressee(Orderable):
    """Somebody for whom a result is meant."""

    result = ParentalKey("results.Result", on_delete=models.CASCADE, related_name="addressees")
    name = models.CharField(_("name"), max_length=300)
    kind = models.CharField(_("kind"), max_length=14, choices=BeneficiaryKind, blank=True)

    panels: ClassVar[list[Panel]] = [FieldPanel("name"), FieldPanel("kind")]

    class Meta(Orderable.Meta):
        verbose_name = _("addressee of a result")
        verbose_name_plural = _("addressees of results")

    def __str__(self) -> str:
        return self.name


class ResultMaterial(Orderable):
    """A page of this site that grew from a result: a guide, the methodology, a programme."""

    result = ParentalKey("results.Result", on_delete=models.CASCADE, related_name="materials")
    page = models.ForeignKey(Page, verbose_name=_("page"), on_delete=models.CASCADE, related_name="+")

    panels: ClassVar[list[Panel]] = [PageChooserPanel("page")]

    class Meta(Orderable.Meta):
        verbose_name = _("material from a result")
        verbose_name_plural = _("materials from results")

    def __str__(self) -> str:
        return self.page.title


class ResultSource(ParentalSource):
    """A source of a result."""

    page = ParentalKey("results.Result", on_delete=models.CASCADE, related_name="sources")
