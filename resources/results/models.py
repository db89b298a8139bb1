"""Projects, their parts and documents."""

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel, Panel
from wagtail.fields import RichTextField
from wagtail.models import Orderable, Page
from wagtail.search import index

from publishing.blocks import anchor_of
from publishing.links import Download, download_of
from publishing.models import BasePage, ParentalSource
from publishing.rendering import RenderedBody
from publishing.richtext import PROSE_FEATURES
from resources.results.cards import Part, Period, ProjectEntry


class ProjectIndex(BasePage):
    """The page that lists all projects."""

    template = "results/pages/project_index.html"
    parent_page_types: ClassVar[list[str]] = ["pomost.HomePage"]
    subpage_types: ClassVar[list[str]] = ["results.Project"]
    max_count = 1

    class Meta:
        verbose_name = _("project list")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        context["projects"] = [
            ProjectEntry(project.title, project.get_url(request) or "", project.summary, project.when)
            for project in Project.objects.live().public().child_of(self).order_by("path")
        ]
        return context


class Project(BasePage):
    """A project: its description, parts, sources and documents."""

    leader = models.CharField(_("leader"), max_length=250, blank=True)
    partners = models.TextField(_("partners"), blank=True, help_text=_("One in a line."))
    funding = models.CharField(_("grant programme"), max_length=300, blank=True)
    budget = models.CharField(_("budget"), max_length=120, blank=True)
    starts = models.DateField(_("starts"), null=True, blank=True)
    ends = models.DateField(_("ends"), null=True, blank=True)
    period = models.CharField(
        _("period in words"), max_length=120, blank=True, help_text=_("Where the days are not known.")
    )

    template = "results/pages/project.html"
    parent_page_types: ClassVar[list[str]] = ["results.ProjectIndex"]
    subpage_types: ClassVar[list[str]] = []
    search_fields: ClassVar[list[Any]] = [
        *BasePage.search_fields,
        index.SearchField("leader"),
        index.SearchField("partners"),
        index.RelatedFields("parts", [index.SearchField("title"), index.SearchField("text")]),
    ]
    content_panels: ClassVar[list[Panel]] = [
        *Page.content_panels,
        FieldPanel("summary"),
        MultiFieldPanel(
            [FieldPanel(name) for name in ("leader", "partners", "funding", "budget", "starts", "ends", "period")],
            heading=_("Particulars"),
        ),
        FieldPanel("body"),
        InlinePanel("parts", heading=_("Parts"), label=_("Part")),
        InlinePanel("documents", heading=_("Files to download"), label=_("File")),
        InlinePanel("sources", heading=_("Sources"), label=_("Source")),
    ]

    class Meta:
        verbose_name = _("project")
        verbose_name_plural = _("projects")

    @property
    def when(self) -> Period:
        return Period(words=self.period, starts=self.starts, ends=self.ends)

    @property
    def partner_list(self) -> list[str]:
        return [line.strip() for line in self.partners.splitlines() if line.strip()]

    def render_body(self) -> RenderedBody:
        rendered = super().render_body()
        rendered.headings += [
            {"level": 2, "title": part.title, "anchor": anchor_of(part.title)} for part in self.parts.all()
        ]
        return rendered

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        context["parts"] = [
            Part(title=part.title, anchor=anchor_of(part.title), text=part.text) for part in self.parts.all()
        ]
        context["sources"] = list(self.sources.all())
        context["downloads"] = [item.as_download() for item in self.documents.select_related("document")]
        return context


class ProjectPart(Orderable):
    """One part of a project's page, such as the recruitment."""

    project = ParentalKey(Project, on_delete=models.CASCADE, related_name="parts")
    title = models.CharField(_("title"), max_length=200)
    text = RichTextField(_("text"), features=[*PROSE_FEATURES, "h3"])

    panels: ClassVar[list[Panel]] = [FieldPanel("title"), FieldPanel("text")]

    def __str__(self) -> str:
        return self.title


class ProjectSource(ParentalSource):
    """A source of a project."""

    page = ParentalKey(Project, on_delete=models.CASCADE, related_name="sources")


class ProjectDocument(Orderable):
    """A file of a project."""

    project = ParentalKey(Project, on_delete=models.CASCADE, related_name="documents")
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
