"""The report of requirements in the admin, by force, condition, date and guide."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, TitleColumn

from editing.reports import CsvReportView
from reference.blocks import FORCES
from reference.conditions import Condition, Repeat
from resources.guidance.models import Guide
from resources.guidance.requirements.due import Due
from resources.guidance.requirements.listing import due_text, joined, title_of
from resources.guidance.requirements.models import Requirement, RequirementQuerySet

NONE = "none"


class RequirementFilters(WagtailFilterSet):
    """``condition=none``: requirements that concern every organisation."""

    force = django_filters.ChoiceFilter(label=gettext_lazy("Force"), choices=FORCES)
    condition = django_filters.ChoiceFilter(
        label=gettext_lazy("Condition"),
        choices=[*Condition.choices, (NONE, gettext_lazy("without conditions"))],
        method="with_condition",
    )
    repeat = django_filters.ChoiceFilter(
        label=gettext_lazy("Date"),
        choices=[*Repeat.choices, (NONE, gettext_lazy("without a date"))],
        method="with_repeat",
    )
    guide = django_filters.ModelChoiceFilter(label=gettext_lazy("Guide"), queryset=Guide.objects.all())

    class Meta:
        model = Requirement
        fields = ("force", "condition", "repeat", "guide")

    def with_condition(self, rows: RequirementQuerySet, name: str, value: str) -> RequirementQuerySet:
        return rows.filter(conditions="") if value == NONE else rows.on_condition(value)

    def with_repeat(self, rows: RequirementQuerySet, name: str, value: str) -> RequirementQuerySet:
        return rows.filter(repeat="" if value == NONE else value)


class RequirementsReport(CsvReportView):
    """Every requirement of live pages; each leads to the editing of its page."""

    model = Requirement
    permission_required = "view"
    page_title = gettext_lazy("Requirements")
    header_icon = "clipboard-list"
    file_name = "wymogi"
    index_url_name = "requirement_report"
    index_results_url_name = "requirement_report_results"
    filterset_class = RequirementFilters
    default_ordering = "page__path"
    columns = (
        TitleColumn(
            "what",
            label=gettext_lazy("What is to be done"),
            accessor=lambda row: title_of(row.what),
            get_url=lambda row: edit_url(row),
            width="36%",
        ),
        Column("force", label=gettext_lazy("Force"), accessor="get_force_display"),
        Column("conditions", label=gettext_lazy("Concerns an organisation that"), accessor=lambda row: conditions(row)),
        Column("due", label=gettext_lazy("Date"), accessor=lambda row: date_of(row)),
        Column("basis", label=gettext_lazy("Basis"), accessor=lambda row: basis(row)),
        Column("page", label=gettext_lazy("Page"), accessor=lambda row: row.page.title),
    )
    list_export = ("what", "force", "conditions", "due", "basis", "page")
    export_headings = {column.name: column.label for column in columns}

    def get_queryset(self) -> QuerySet[Requirement]:
        return Requirement.objects.select_related("page").prefetch_related("references__act").in_order()

    def cells(self, row: Requirement) -> list[Any]:
        return [row.what, *super().cells(row)[1:]]


def edit_url(row: Requirement) -> str:
    return reverse("wagtailadmin_pages:edit", args=[row.page_id])


def conditions(row: Requirement) -> str:
    labels = dict(Condition.choices)
    return joined(str(labels[name]) for name in row.condition_names) or _("every organisation")


def date_of(row: Requirement) -> str:
    return due_text(Due(row.repeat, row.day or 0, row.month or 0, row.days or 0, row.event))


def basis(row: Requirement) -> str:
    return "; ".join(reference.label for reference in row.references.all())


class ReportMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm("guidance.view_requirement"))


@hooks.register("register_reports_menu_item")
def report_menu_item() -> MenuItem:
    return ReportMenuItem(
        gettext_lazy("Requirements"),
        reverse("requirement_report"),
        name="requirements",
        icon_name="clipboard-list",
        order=60,
    )


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLPattern]:
    results: Any = RequirementsReport.as_view(results_only=True)
    return [
        path("reports/requirements/", RequirementsReport.as_view(), name="requirement_report"),
        path("reports/requirements/results/", results, name="requirement_report_results"),
    ]
