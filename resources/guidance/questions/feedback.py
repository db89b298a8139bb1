"""The report of what readers say of each guide and chapter."""

from datetime import timedelta
from typing import Any

import django_filters
from django.db.models import Count, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, NumberColumn, TitleColumn
from wagtail.models import Page
from wagtail.permission_policies import ModelPermissionPolicy

from editing.reports import CsvReportView
from resources.guidance.models import Chapter, Guide, Requirement
from resources.guidance.questions.models import Kind, PageRating, Question
from resources.guidance.questions.queue import ALL

PERIODS = {"30": gettext_lazy("30 days"), "90": gettext_lazy("90 days"), "365": gettext_lazy("A year")}
LONGEST = "365"
COUNTS = ("helpful", "unhelpful", "errors", "questions", "missing", "waiting")


def pages_with_feedback(days: int) -> QuerySet[Page]:
    """Live guides and chapters with the counts of the last days, those that helped least first. One query."""
    since = timezone.now() - timedelta(days=days)
    ratings = PageRating.objects.filter(page=OuterRef("pk"), day__gte=timezone.localdate(since))
    said = Question.objects.filter(page=OuterRef("pk"), asked_at__gte=since)
    pages: QuerySet[Page] = (
        Page.objects.live()
        .type(Guide, Chapter)
        .annotate(
            helpful=_one(ratings, Sum("helpful")),
            unhelpful=_one(ratings, Sum("unhelpful")),
            errors=_one(said.filter(kind=Kind.ERROR), Count("pk")),
            questions=_one(said.filter(kind=Kind.QUESTION), Count("pk")),
            missing=_one(said.filter(kind=Kind.MISSING), Count("pk")),
            waiting=_one(Question.objects.open().filter(page=OuterRef("pk")), Count("pk")),
        )
        .order_by(F("unhelpful").desc(), "path")
    )
    return pages


def _one(rows: QuerySet[Any], total: Any) -> Coalesce:
    """One figure of the rows of a page; 0 where there are none."""
    counted = rows.order_by().values("page").annotate(figure=total).values("figure")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


class FeedbackFilters(WagtailFilterSet):
    """Without choices: the pages of which readers said something in a year."""

    period = django_filters.ChoiceFilter(
        label=gettext_lazy("In the last"), choices=[*PERIODS.items()], empty_label=None, method="unchanged"
    )
    guide = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Guide"), queryset=Guide.objects.all(), method="of_guide"
    )
    shown = django_filters.ChoiceFilter(
        label=gettext_lazy("Pages"),
        choices=[("said", gettext_lazy("with an opinion")), (ALL, gettext_lazy("all"))],
        empty_label=None,
        method="unchanged",
    )

    class Meta:
        model = Page
        fields = ("period", "guide", "shown")

    def filter_queryset(self, queryset: Any) -> Any:
        chosen = super().filter_queryset(queryset)
        if self.form.cleaned_data.get("shown") == ALL:
            return chosen
        any_of = Q()
        for name in COUNTS:
            any_of |= Q(**{f"{name}__gt": 0})
        return chosen.filter(any_of)

    def unchanged(self, rows: Any, name: str, value: str) -> Any:
        """The period is in the counts already; which pages are shown is decided with all filters."""
        return rows

    def of_guide(self, rows: Any, name: str, value: Guide) -> Any:
        return rows.descendant_of(value, inclusive=True)


class FeedbackReport(CsvReportView):
    """What readers said of each page; the page leads to what they wrote."""

    model = Page
    # Editors have rights in the tree, not on pages of a type: whoever may read the report of requirements reads this.
    permission_policy = ModelPermissionPolicy(Requirement)
    permission_required = "view"
    page_title = gettext_lazy("Feedback by page")
    header_icon = "help"
    file_name = "opinie"
    index_url_name = "feedback_report"
    index_results_url_name = "feedback_report_results"
    filterset_class = FeedbackFilters
    default_ordering = "-unhelpful"
    no_results_message = gettext_lazy("Readers have not said anything yet.")
    columns = (
        TitleColumn(
            "title",
            label=gettext_lazy("Page"),
            get_url=lambda row: queue_url(row),
            width="36%",
        ),
        NumberColumn("helpful", label=gettext_lazy("Helped")),
        NumberColumn("unhelpful", label=gettext_lazy("Did not help")),
        Column("share", label=gettext_lazy("Helped, of all"), accessor=lambda row: share_of(row)),
        NumberColumn("errors", label=gettext_lazy("Errors")),
        NumberColumn("questions", label=gettext_lazy("Questions")),
        NumberColumn("missing", label=gettext_lazy("Something is missing")),
        NumberColumn("waiting", label=gettext_lazy("Open")),
    )
    list_export = ("title", "helpful", "unhelpful", "share", "errors", "questions", "missing", "waiting")
    export_headings = {column.name: column.label for column in columns}

    def get_queryset(self) -> QuerySet[Page]:
        period = self.request.GET.get("period", "")
        return pages_with_feedback(int(period if period in PERIODS else LONGEST))


def queue_url(row: Page) -> str:
    """The queue with everything about one page."""
    return f"{reverse('question_queue')}?{urlencode({'page': row.pk, 'state': ALL})}"


def share_of(row: Any) -> str:
    """How many of a hundred readers who said so were helped."""
    rated = row.helpful + row.unhelpful
    return f"{round(100 * row.helpful / rated)} %" if rated else ""
