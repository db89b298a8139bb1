"""Reports on the texts of the site: sections that cite an act, and links to places that are not there."""

import django_filters
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.permission_policies import ModelPermissionPolicy

from editing.reports import CsvReportView
from reference.citations import article_of
from reference.models import LegalAct
from resources.guidance.models import Requirement
from search.citations import Citation, citations_of
from search.dead_anchors import DeadAnchor, dead_anchors
from search.models import Section

QUOTED = 40
"""Words of a sentence that are shown."""


def edit_url(row: Citation | DeadAnchor) -> str:
    return reverse("wagtailadmin_pages:edit", args=[row.page_id])


class TextReport(CsvReportView):
    """A report of dataclasses. Whoever may read the report of requirements may read it."""

    model = Section
    permission_policy = ModelPermissionPolicy(Requirement)
    permission_required = "view"


class CitationFilters(WagtailFilterSet):
    """The act is chosen; without one the report is empty."""

    act = django_filters.ModelChoiceFilter(label=gettext_lazy("Act"), queryset=LegalAct.objects.all())
    article = django_filters.CharFilter(label=gettext_lazy("Article"), help_text=gettext_lazy("The number alone: 94"))

    class Meta:
        model = Section
        fields: tuple[str, ...] = ()

    def filter_queryset(self, queryset: QuerySet[Section]) -> QuerySet[Section]:
        """Not used: the report reads the chosen act and article."""
        return queryset


class CitationsReport(TextReport):
    """The sections that cite an act, or one article of it; each leads to the editing of its page."""

    page_title = gettext_lazy("Citations of acts")
    header_icon = "openquote"
    file_name = "cytowania"
    index_url_name = "citation_report"
    index_results_url_name = "citation_report_results"
    filterset_class = CitationFilters
    verbose_name_plural = gettext_lazy("citations of acts")
    columns = (
        TitleColumn("title", label=gettext_lazy("Page"), get_url=edit_url, width="24%"),
        Column("heading", label=gettext_lazy("Section"), accessor="heading"),
        Column(
            "sentence",
            label=gettext_lazy("Sentence"),
            accessor=lambda row: Truncator(row.sentence).words(QUOTED),
            width="48%",
        ),
    )
    list_export = ("title", "heading", "sentence")
    export_headings = {column.name: column.label for column in columns}

    @cached_property
    def chosen(self) -> tuple[LegalAct | None, str]:
        if self.filters is None or not self.filters.is_valid():
            return None, ""
        values = self.filters.form.cleaned_data
        return values.get("act"), values.get("article") or ""

    def get_filtered_queryset(self) -> list[Citation]:
        act, article = self.chosen
        number = article_of(article)
        return citations_of(act, number) if act is not None and (number or not article.strip()) else []

    @cached_property
    def no_results_message(self) -> str:
        act, article = self.chosen
        if act is None:
            return _("Choose an act in the filter.")
        if article.strip() and not article_of(article):
            return _("Write the number of the article, such as 94.")
        return _("No section cites it.")


class DeadAnchorsReport(TextReport):
    """Links whose page is there and whose place on it is not; each leads to the editing of the page with the link."""

    page_title = gettext_lazy("Links to places that are not there")
    header_icon = "link"
    file_name = "odnosniki"
    index_url_name = "dead_anchor_report"
    index_results_url_name = "dead_anchor_report_results"
    verbose_name_plural = gettext_lazy("links to places that are not there")
    no_results_message = gettext_lazy("Every link leads to a place that is there.")
    columns = (
        TitleColumn("title", label=gettext_lazy("Page with the link"), get_url=edit_url, width="28%"),
        Column("words", label=gettext_lazy("Link"), accessor="words"),
        Column("href", label=gettext_lazy("Address"), accessor="href"),
        Column("target", label=gettext_lazy("Page without this place"), accessor="target"),
    )
    list_export = ("title", "words", "href", "target")
    export_headings = {column.name: column.label for column in columns}

    def get_filtered_queryset(self) -> list[DeadAnchor]:
        return dead_anchors()
