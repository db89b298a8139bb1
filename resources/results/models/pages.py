"""The results base, its projects and their results."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel, PageChooserPanel, Panel
from wagtail.admin.widgets import AdminAutoHeightTextInput
from wagtail.models import Page
from wagtail.search import index

from publishing.blocks import anchor_of
from publishing.links import fields_of
from publishing.models import BasePage
from publishing.models.base import BasePageQuerySet
from publishing.rendering import RenderedBody
from resources.results.cards import Period
from resources.results.models.vocabulary import GrantProgramme, Licence, Theme
from resources.results.panels import KeptTextPanel


class ProjectIndex(BasePage):
    """The results base: the page that lists projects and results and lets readers filter them."""

    publisher = models.CharField(
        _("who publishes the data"), max_length=200, blank=True, help_text=_("In the open data and in citations.")
    )
    contact_email = models.EmailField(
        _("e-mail for questions about the data"), blank=True, help_text=_("Public, in the open data.")
    )
    licence = models.URLField(_("licence of the data"), choices=Licence, default=Licence.CC_BY)

    template = "results/pages/base.html"
    parent_page_types: ClassVar[list[str]] = ["pomost.HomePage"]
    subpage_types: ClassVar[list[str]] = ["results.Project", "results.Result"]
    max_count = 1
    content_panels: ClassVar[list[Panel]] = [
        *Page.content_panels,
        FieldPanel("summary"),
        FieldPanel("body"),
        MultiFieldPanel(
            [FieldPanel("publisher"), FieldPanel("contact_email"), FieldPanel("licence")], heading=_("Open data")
        ),
    ]

    class Meta:
        verbose_name = _("results base")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from resources.results.listing import listed

        return {**super().get_context(request, *args, **kwargs), **fields_of(listed(self, request))}

    def structured_data(self, request: HttpRequest) -> dict[str, Any]:
        """The base as a schema.org ``Dataset``."""
        from resources.results.open_data.schema_org import dataset

        return dataset(self, super().structured_data(request), request)


class Project(BasePage):
    """A project: its description, particulars, parts, sources and documents."""

    number = models.CharField(
        _("project number"), max_length=40, blank=True, help_text=_("As the grant programme gives it: D0685.")
    )
    theme = models.ForeignKey(
        Theme, verbose_name=_("theme"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    grant_programme = models.ForeignKey(
        GrantProgramme,
        verbose_name=_("grant programme"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    funding = models.CharField(
        _("funding"), max_length=300, blank=True, help_text=_("The axis, the measure and the fund in words.")
    )
    total_cost = models.DecimalField(
        _("total cost in zł"),
        max_digits=14,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    cofinancing = models.DecimalField(
        _("co-financing in per cent"),
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
    )
    budget = models.CharField(
        _("budget in words"), max_length=120, blank=True, help_text=_("Shown in place of the amount.")
    )
    starts = models.DateField(_("starts"), null=True, blank=True)
    ends = models.DateField(_("ends"), null=True, blank=True)
    period = models.CharField(
        _("period in words"),
        max_length=120,
        blank=True,
        help_text=_("Where the days are not known. The dates are then the first and the last day that it may be."),
    )

    template = "results/pages/project.html"
    parent_page_types: ClassVar[list[str]] = ["results.ProjectIndex"]
    subpage_types: ClassVar[list[str]] = []
    search_fields: ClassVar[list[Any]] = [
        *BasePage.search_fields,
        index.SearchField("number"),
        index.SearchField("funding"),
        index.RelatedFields("theme", [index.SearchField("name")]),
        index.RelatedFields("grant_programme", [index.SearchField("name"), index.SearchField("short_name")]),
        index.RelatedFields("partnership", [index.SearchField("name")]),
        index.RelatedFields("regions", [index.SearchField("area")]),
        index.RelatedFields("components", [index.SearchField("title"), index.SearchField("text")]),
        index.RelatedFields("parts", [index.SearchField("title"), index.SearchField("text")]),
    ]
    content_panels: ClassVar[list[Panel]] = [
        KeptTextPanel(heading=_("Not placed by the import")),
        *Page.content_panels,
        FieldPanel("summary"),
        MultiFieldPanel(
            [FieldPanel(name) for name in ("number", "theme", "grant_programme", "funding")],
            heading=_("Where it belongs"),
        ),
        MultiFieldPanel(
            [FieldPanel(name) for name in ("total_cost", "cofinancing", "budget", "starts", "ends", "period")],
            heading=_("Particulars"),
        ),
        InlinePanel("partnership", heading=_("Partnership"), label=_("Partner")),
        InlinePanel("regions", heading=_("Regions"), label=_("Region")),
        InlinePanel("beneficiaries", heading=_("Beneficiaries"), label=_("Beneficiaries")),
        FieldPanel("body"),
        InlinePanel("components", heading=_("Components"), label=_("Component")),
        InlinePanel("parts", heading=_("Parts"), label=_("Part")),
        InlinePanel("documents", heading=_("Files to download"), label=_("File")),
        InlinePanel("sources", heading=_("Sources"), label=_("Source")),
    ]

    class Meta:
        verbose_name = _("project")
        verbose_name_plural = _("projects")

    def clean(self) -> None:
        super().clean()
        wrong: dict[str, Any] = {}
        if self.starts and self.ends and self.ends < self.starts:
            wrong["ends"] = _("The project cannot end before it starts.")
        if self.number and (other := self._others().filter(number=self.number).first()):
            wrong["number"] = _("The project “%(title)s” has this number.") % {"title": other.title}
        if wrong:
            raise ValidationError(wrong)

    def _others(self) -> BasePageQuerySet:
        """The other projects of the base; of all where this one is in none yet, as in the form of a new page."""
        others: BasePageQuerySet = Project.objects.exclude(pk=self.pk)
        return others.filter(path__startswith=self.path[: -self.steplen]) if self.path else others

    @property
    def when(self) -> Period:
        return Period(words=self.period, starts=self.starts, ends=self.ends)

    def render_body(self) -> RenderedBody:
        rendered = super().render_body()
        rendered.headings += [
            {"level": 2, "title": part.title, "anchor": anchor_of(part.title)} for part in self.parts.all()
        ]
        return rendered

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from resources.results.project_page import shown

        return {**super().get_context(request, *args, **kwargs), **fields_of(shown(self, request))}


class Result(BasePage):
    """A validated result of a project: what it consists of, whom it is for, what grew from it."""

    of_project = models.ForeignKey(
        Project, verbose_name=_("project"), null=True, blank=True, on_delete=models.SET_NULL, related_name="results"
    )
    project_number = models.CharField(
        _("number of the project"),
        max_length=40,
        blank=True,
        help_text=_("As the description of the result gives it; for a project that is not in the base yet."),
    )
    grant_programme = models.ForeignKey(
        GrantProgramme,
        verbose_name=_("grant programme"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("Empty: that of the project."),
    )
    validation = models.CharField(
        _("validation"), max_length=200, blank=True, help_text=_("What may be said of validation, in a few words.")
    )
    summary_en = models.TextField(_("summary in English"), blank=True)

    template = "results/pages/result.html"
    parent_page_types: ClassVar[list[str]] = ["results.ProjectIndex"]
    subpage_types: ClassVar[list[str]] = []
    search_fields: ClassVar[list[Any]] = [
        *BasePage.search_fields,
        index.SearchField("project_number"),
        index.SearchField("summary_en"),
        index.RelatedFields("grant_programme", [index.SearchField("name"), index.SearchField("short_name")]),
        index.RelatedFields("elements", [index.SearchField("title"), index.SearchField("text")]),
        index.RelatedFields("addressees", [index.SearchField("name")]),
    ]
    content_panels: ClassVar[list[Panel]] = [
        KeptTextPanel(heading=_("Not placed by the import")),
        *Page.content_panels,
        FieldPanel("summary"),
        MultiFieldPanel(
            [
                PageChooserPanel("of_project", "results.Project"),
                FieldPanel("project_number"),
                FieldPanel("grant_programme"),
                FieldPanel("validation"),
            ],
            heading=_("Where it belongs"),
        ),
        FieldPanel("body"),
        InlinePanel("elements", heading=_("Elements"), label=_("Element")),
        InlinePanel("addressees", heading=_("Addressees"), label=_("Addressee")),
        InlinePanel("materials", heading=_("What grew from it"), label=_("Page")),
        FieldPanel("summary_en", widget=AdminAutoHeightTextInput(attrs={"lang": "en"})),
        InlinePanel("sources", heading=_("Sources"), label=_("Source")),
    ]

    class Meta:
        verbose_name = _("result")
        verbose_name_plural = _("results")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from resources.results.result_page import shown

        return {**super().get_context(request, *args, **kwargs), **fields_of(shown(self, request))}
