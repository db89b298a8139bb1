"""What stands on the page of a project beside its text."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, Panel
from wagtail.fields import RichTextField
from wagtail.models import Orderable

from publishing.links import Download, download_of
from publishing.models import ParentalSource
from publishing.richtext import PROSE_FEATURES
from resources.results.models.vocabulary import BeneficiaryKind, PartnerKind, Region


class ProjectPartner(Orderable):
    """An organisation of the partnership; the leader is one of them."""

    class Role(models.TextChoices):
        LEADER = "leader", _("leader")
        PARTNER = "partner", _("partner")

    project = ParentalKey("results.Project", on_delete=models.CASCADE, related_name="partnership")
    name = models.CharField(_("name"), max_length=250)
    role = models.CharField(_("role"), max_length=8, choices=Role, default=Role.PARTNER)
    kind = models.CharField(_("kind"), max_length=20, choices=PartnerKind, blank=True)

    panels: ClassVar[list[Panel]] = [FieldPanel("name"), FieldPanel("role"), FieldPanel("kind")]

    class Meta(Orderable.Meta):
        verbose_name = _("partner of a project")
        verbose_name_plural = _("partners of projects")

    def __str__(self) -> str:
        return self.name


class ProjectRegion(Orderable):
    """A region where a project works: a voivodeship, or a smaller area of it."""

    project = ParentalKey("results.Project", on_delete=models.CASCADE, related_name="regions")
    region = models.CharField(_("voivodeship"), max_length=2, choices=Region, blank=True)
    area = models.CharField(
        _("area"), max_length=150, blank=True, help_text=_("What is smaller than a voivodeship: a subregion, a powiat.")
    )

    panels: ClassVar[list[Panel]] = [FieldPanel("region"), FieldPanel("area")]

    class Meta(Orderable.Meta):
        verbose_name = _("region of a project")
        verbose_name_plural = _("regions of projects")

    def __str__(self) -> str:
        region = str(Region(self.region).label) if self.region else ""
        return f"{region} ({self.area})" if region and self.area else region or self.area


class ProjectBeneficiaries(Orderable):
    """How many people or organisations of one kind a project supports."""

    class Precision(models.TextChoices):
        EXACT = "exact", _("exactly")
        ABOUT = "about", _("about")
        AT_LEAST = "at_least", _("at least")

    class Unit(models.TextChoices):
        PEOPLE = "people", _("people")
        ORGANISATIONS = "organisations", _("organisations")
        LOCAL_GOVERNMENTS = "local_governments", _("local government units")

    project = ParentalKey("results.Project", on_delete=models.CASCADE, related_name="beneficiaries")
    precision = models.CharField(_("precision"), max_length=8, choices=Precision, default=Precision.EXACT)
    number = models.PositiveIntegerField(_("number"), null=True, blank=True)
    unit = models.CharField(_("unit"), max_length=17, choices=Unit, default=Unit.PEOPLE)
    kind = models.CharField(
        _("kind"), max_length=14, choices=BeneficiaryKind, blank=True, help_text=_("Empty: all of the project.")
    )
    description = models.CharField(_("who they are"), max_length=300, blank=True)

    panels: ClassVar[list[Panel]] = [
        FieldPanel("precision"),
        FieldPanel("number"),
        FieldPanel("unit"),
        FieldPanel("kind"),
        FieldPanel("description"),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("beneficiaries of a project")
        verbose_name_plural = _("beneficiaries of projects")

    def __str__(self) -> str:
        return f"{self.number or ''} {self.description or self.kind}".strip()


class ProjectComponent(Orderable):
    """A part that the work of a project is divided into."""

    class Kind(models.TextChoices):
        SUBPROJECT = "subproject", _("subproject")
        PRIORITY = "priority", _("priority")
        LEVEL = "level", _("area of cooperation")
        TASK = "task", _("task")

    project = ParentalKey("results.Project", on_delete=models.CASCADE, related_name="components")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.TASK)
    title = models.CharField(_("title"), max_length=300)
    text = models.TextField(_("text"), blank=True)

    panels: ClassVar[list[Panel]] = [FieldPanel("kind"), FieldPanel("title"), FieldPanel("text")]

    class Meta(Orderable.Meta):
        verbose_name = _("component of a project")
        verbose_name_plural = _("components of projects")

    def __str__(self) -> str:
        return self.title


class ProjectPart(Orderable):
    """One part of a project's page, such as the recruitment."""

    project = ParentalKey("results.Project", on_delete=models.CASCADE, related_name="parts")
    title = models.CharField(_("title"), max_length=200)
    text = RichTextField(_("text"), features=[*PROSE_FEATURES, "h3"])

    panels: ClassVar[list[Panel]] = [FieldPanel("title"), FieldPanel("text")]

    def __str__(self) -> str:
        return self.title


class ProjectSource(ParentalSource):
    """A source of a project."""

    page = ParentalKey("results.Project", on_delete=models.CASCADE, related_name="sources")


class ProjectDocument(Orderable):
    """A file of a project."""

    project = ParentalKey("results.Project", on_delete=models.CASCADE, related_name="documents")
    document = models.ForeignKey(
        "publishing.PomostDocument", verbose_name=_("document"), on_delete=models.PROTECT, related_name="+"
    )

    panels: ClassVar[list[Panel]] = [FieldPanel("document")]

    class Meta(Orderable.Meta):
        verbose_name = _("document of a project")
        verbose_name_plural = _("documents of projects")

    def __str__(self) -> str:
        return self.document.title

    def as_download(self) -> Download:
        return download_of(self.document)
