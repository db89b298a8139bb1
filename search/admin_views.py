"""Pages of the admin about search: what a query finds, and what readers search for."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import F, QuerySet, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise, cached_property
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe
from wagtail.admin.ui.tables import NumberColumn, TitleColumn

from editing.reports import CsvReportView
from people.current_user import user_of
from search.capacity import BusyError, turns
from search.explanation import explained
from search.finder import find
from search.models import OpenedPlace, SearchedQuery
from search.query import shown
from search.report_cards import Choice, QueryRow, Totals, place_rows, query_row
from search.understanding import understand

TRY_PERMISSIONS = (
    "pomost_search.view_searchedquery",
    "pomost_search.change_synonymgroup",
    "pomost_search.change_promotedresult",
)
PLACES_SHOWN = 20
PERIODS: dict[str, tuple[int, str | Promise]] = {
    "7": (7, gettext_lazy("7 days")),
    "30": (30, gettext_lazy("30 days")),
    "365": (365, gettext_lazy("A year")),
}
SHOWN: dict[str, str | Promise] = {
    "wszystkie": gettext_lazy("All"),
    "bez-wynikow": gettext_lazy("Without results"),
    "czesc-slow": gettext_lazy("With some of the words"),
    "nieotwierane": gettext_lazy("Results not opened"),
}


def may_try(request: HttpRequest) -> bool:
    user = user_of(request)
    return any(user.has_perm(name) for name in TRY_PERMISSIONS)


@require_safe
def try_query(request: HttpRequest) -> HttpResponse:
    """``?q=…``: what a query finds with the synonyms and promoted results as saved."""
    context = {
        **_tried(request),
        "page_title": _("What does it find?"),
        "header_title": _("What does it find?"),
        "header_icon": "search",
    }
    return render(request, "search/admin/try.html", context)


@require_safe
def try_results(request: HttpRequest) -> HttpResponse:
    """The part of ``try_query`` that changes with the query, for the script that swaps it."""
    return render(request, "search/admin/try_results.html", _tried(request))


def _tried(request: HttpRequest) -> dict[str, Any]:
    if not may_try(request):
        raise PermissionDenied
    query = shown(request.GET.get("q", ""))
    context: dict[str, Any] = {"query": query, "search_url": f"{reverse('search:search')}?{urlencode({'q': query})}"}
    if not query:
        return context
    try:
        with turns.take():
            understood = understand(query)
            found = find(query, request=_as_a_visitor(request), promote=True)
    except BusyError:
        return {**context, "busy": True}
    return {**context, "terms": explained(query, understood), "corrected": understood.corrected, "found": found}


def _as_a_visitor(request: HttpRequest) -> HttpRequest:
    """The request of somebody who has not signed in: a search finds what they may read."""
    visitor = HttpRequest()
    visitor.method, visitor.META = "GET", request.META
    return visitor


class SearchesReport(CsvReportView):
    """What readers search for and what comes of it, by period: ``?okres=30&pokaz=bez-wynikow``."""

    model = SearchedQuery
    permission_required = "view"
    page_title = gettext_lazy("Searches")
    header_icon = "search"
    file_name = "wyszukiwania"
    index_url_name = "search_report"
    index_results_url_name = "search_report_results"
    results_template_name = "search/admin/report_results.html"
    columns = (
        TitleColumn("query", label=gettext_lazy("Query"), get_url=lambda row: row.try_url),
        NumberColumn("times", label=gettext_lazy("Searches")),
        NumberColumn("empty", label=gettext_lazy("Without results")),
        NumberColumn("partial", label=gettext_lazy("With some of the words")),
        NumberColumn("clicks", label=gettext_lazy("Results opened")),
        NumberColumn("place", label=gettext_lazy("Mean place")),
    )
    list_export = ("query", "times", "empty", "partial", "clicks", "place")
    export_headings = {column.name: column.label for column in columns}

    @cached_property
    def period(self) -> str:
        chosen = self.request.GET.get("okres", "")
        return chosen if chosen in PERIODS else "30"

    @cached_property
    def selected(self) -> str:
        chosen = self.request.GET.get("pokaz", "")
        return chosen if chosen in SHOWN else "wszystkie"

    @property
    def first_day(self) -> date:
        return timezone.localdate() - timedelta(days=PERIODS[self.period][0] - 1)

    def get_filtered_queryset(self) -> "QuerySet[Any, dict[str, Any]]":
        queries = SearchedQuery.objects.since(self.first_day).by_query().filter(times__gt=0)
        if self.selected == "bez-wynikow":
            return queries.filter(empty__gt=0).order_by("-empty", "query")
        if self.selected == "czesc-slow":
            return queries.filter(partial__gt=0).order_by("-partial", "query")
        if self.selected == "nieotwierane":
            return queries.filter(clicks=0, times__gt=F("empty")).order_by("-times", "query")
        return queries.order_by("-times", "query")

    def decorate_paginated_queryset(self, object_list: Sequence[dict[str, Any]]) -> list[QueryRow]:
        return [query_row(values) for values in object_list]

    def get_table(self, object_list: Any) -> Any:
        return super().get_table([query_row(values) for values in object_list])

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(*args, **kwargs)
        if not self.is_export:
            sums = OpenedPlace.objects.since(self.first_day).by_place().values_list("place", "total")
            context |= {
                "periods": self._choices("okres", {key: label for key, (_days, label) in PERIODS.items()}, self.period),
                "selections": self._choices("pokaz", SHOWN, self.selected),
                "totals": self._totals(),
                "places": place_rows(list(sums), shown=PLACES_SHOWN),
            }
        return context

    def _totals(self) -> Totals:
        sums = SearchedQuery.objects.since(self.first_day).aggregate(
            searches=Sum("searches", default=0), without_results=Sum("without_results", default=0)
        )
        return Totals(**sums)

    def _choices(self, name: str, labels: dict[str, Any], chosen: str) -> list[Choice]:
        current = {"okres": self.period, "pokaz": self.selected}
        return [
            Choice(str(label), f"{self.index_url}?{urlencode(current | {name: value})}", value == chosen)
            for value, label in labels.items()
        ]

    def csv_row(self, row: QueryRow) -> list[str]:
        return [str(getattr(row, name)) for name in self.list_export]
