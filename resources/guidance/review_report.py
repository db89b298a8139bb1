"""The report of chapters by their next review: past it, due soon, or without one."""

from datetime import timedelta
from typing import Any

import django_filters
from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import Length, Substr
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.models import Page
from wagtail.permission_policies import ModelPermissionPolicy

from editing.models import PageApproval
from editing.reports import CsvReportView
from resources.guidance.models import Chapter, Guide, PublishedVersion, Requirement, SectionToCheck
from resources.guidance.waiting import AHEAD


class ReviewFilters(WagtailFilterSet):
    """Without a choice the reviews that are overdue."""

    state = django_filters.ChoiceFilter(
        label=gettext_lazy("Review"),
        choices=[
            ("overdue", gettext_lazy("overdue")),
            ("soon", gettext_lazy("due within 30 days")),
            ("none", gettext_lazy("without a date")),
        ],
        empty_label=None,
        method="in_state",
    )
    guide = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Guide"), queryset=Guide.objects.all(), method="of_guide"
    )

    class Meta:
        model = Chapter
        fields = ("state", "guide")

    def filter_queryset(self, queryset: QuerySet[Chapter]) -> QuerySet[Chapter]:
        chosen: QuerySet[Chapter] = super().filter_queryset(queryset)
        return chosen if self.form.cleaned_data.get("state") else self.in_state(chosen, "state", "overdue")

    def in_state(self, rows: QuerySet[Chapter], name: str, value: str) -> QuerySet[Chapter]:
        today = timezone.localdate()
        if value == "none":
            return rows.filter(next_review=None)
        if value == "soon":
            return rows.filter(next_review__gte=today, next_review__lte=today + AHEAD)
        return rows.filter(next_review__lt=today)

    def of_guide(self, rows: Any, name: str, value: Guide) -> Any:
        return rows.child_of(value)


class ReviewsReport(CsvReportView):
    """Live chapters that nobody has reviewed by their day; each leads to its editing."""

    model = Chapter
    # Editors have rights in the tree, not on chapters: whoever may read the report of requirements reads this one.
    permission_policy = ModelPermissionPolicy(Requirement)
    permission_required = "view"
    page_title = gettext_lazy("Reviews of chapters")
    header_icon = "date"
    file_name = "przeglady"
    index_url_name = "review_report"
    index_results_url_name = "review_report_results"
    filterset_class = ReviewFilters
    default_ordering = "next_review"
    no_results_message = gettext_lazy("No chapter is in this state.")
    columns = (
        TitleColumn(
            "title",
            label=gettext_lazy("Chapter"),
            get_url=lambda row: reverse("wagtailadmin_pages:edit", args=[row.pk]),
            width="36%",
        ),
        Column("guide", label=gettext_lazy("Guide"), accessor="guide_title"),
        Column("next_review", label=gettext_lazy("Next review"), accessor=lambda row: day(row.next_review)),
        Column("legal_state", label=gettext_lazy("Legal state"), accessor=lambda row: day(row.legal_state)),
        Column("approval", label=gettext_lazy("Approved in review"), accessor=lambda row: approval(row)),
        Column("law", label=gettext_lazy("Law"), accessor=lambda row: _("has changed") if row.law_changed else ""),
        Column("late", label=gettext_lazy("Days overdue"), accessor=lambda row: days_overdue(row)),
    )
    list_export = ("title", "guide", "next_review", "legal_state", "approval", "law", "late")
    export_headings = {column.name: column.label for column in columns}

    def get_queryset(self) -> QuerySet[Chapter]:
        parent = Page.objects.filter(path=Substr(OuterRef("path"), 1, Length(OuterRef("path")) - Page.steplen))
        versions = PublishedVersion.objects.filter(page=OuterRef("pk")).order_by("-number")
        approvals = PageApproval.objects.filter(page=OuterRef("pk"))
        same = approvals.filter(digest=OuterRef("public_digest")).order_by("-decided_at")
        chapters: QuerySet[Chapter] = (
            Chapter.objects.live()
            .annotate(
                guide_title=Subquery(parent.values("title")[:1]),
                public_digest=Subquery(versions.values("digest")[:1]),
                approved_by=Subquery(same.values("reviewer_name")[:1]),
                approved_at=Subquery(same.values("decided_at")[:1]),
                approved_before=Exists(approvals),
                law_changed=Exists(SectionToCheck.objects.filter(page=OuterRef("pk"), checked_at=None)),
            )
            .order_by("next_review", "path")
            .defer_streamfields()
        )
        return chapters


def day(value: Any) -> str:
    return date_format(value) if value else ""


def approval(row: Any) -> str:
    """Who approved exactly what is public, and when; where something else was approved, that it has changed since."""
    if row.approved_at is None:
        return _("changed after the review") if row.approved_before else ""
    return ", ".join(text for text in (row.approved_by, day(timezone.localtime(row.approved_at))) if text)


def days_overdue(row: Chapter) -> str:
    late = timezone.localdate() - row.next_review if row.next_review else timedelta()
    return str(late.days) if late.days > 0 else ""
