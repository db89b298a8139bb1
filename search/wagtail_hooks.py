"""Search in Wagtail's admin: synonyms, promoted results, trying a query, the reports of searches and of texts."""

from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from resources.guidance.requirements.admin import ReportMenuItem as RequirementsMenuItem
from search.admin_views import SearchesReport, may_try, try_query, try_results
from search.models import PromotedResult, SynonymGroup
from search.text_reports import CitationsReport, DeadAnchorsReport


class SynonymGroupViewSet(SnippetViewSet):
    model = SynonymGroup
    icon = "list-ul"
    list_display = ("__str__", "note")
    create_template_name = "search/admin/create_with_try.html"
    edit_template_name = "search/admin/edit_with_try.html"


class PromotedResultViewSet(SnippetViewSet):
    model = PromotedResult
    icon = "pick"
    list_display = (
        "__str__",
        Column("target", label=_("What is promoted")),
        "until",
        Column("state", label=_("Shown now")),
    )
    create_template_name = "search/admin/create_with_try.html"
    edit_template_name = "search/admin/edit_with_try.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[PromotedResult]:
        return PromotedResult.objects.select_related("page", "document")


class TryMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may_try(request)


class SearchViewSetGroup(SnippetViewSetGroup):
    menu_label = _("Search engine")
    menu_name = "search-engine"
    menu_icon = "search"
    items = (SynonymGroupViewSet, PromotedResultViewSet)

    def get_submenu_items(self) -> list[MenuItem]:
        items: list[MenuItem] = super().get_submenu_items()
        url = reverse("search_try")
        return [*items, TryMenuItem(_("What does it find?"), url, name="search-try", icon_name="view", order=100)]


register_snippet(SearchViewSetGroup)


class ReportMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm("pomost_search.view_searchedquery"))


@hooks.register("register_reports_menu_item")
def report_menu_item() -> MenuItem:
    return ReportMenuItem(_("Searches"), reverse("search_report"), name="searches", icon_name="search", order=50)


@hooks.register("register_reports_menu_item")
def citations_menu_item() -> MenuItem:
    title, url = CitationsReport.page_title, reverse("citation_report")
    return RequirementsMenuItem(title, url, name="citations", icon_name="openquote", order=62)


@hooks.register("register_reports_menu_item")
def dead_anchors_menu_item() -> MenuItem:
    title, url = DeadAnchorsReport.page_title, reverse("dead_anchor_report")
    return RequirementsMenuItem(title, url, name="dead-anchors", icon_name="link", order=63)


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLPattern]:
    return [
        path("search-engine/try/", try_query, name="search_try"),
        path("search-engine/try/results/", try_results, name="search_try_results"),
        path("reports/searches/", SearchesReport.as_view(), name="search_report"),
        path("reports/searches/results/", SearchesReport.as_view(results_only=True), name="search_report_results"),
        path("reports/citations/", CitationsReport.as_view(), name="citation_report"),
        path("reports/citations/results/", CitationsReport.as_view(results_only=True), name="citation_report_results"),
        path("reports/dead-anchors/", DeadAnchorsReport.as_view(), name="dead_anchor_report"),
        path(
            "reports/dead-anchors/results/",
            DeadAnchorsReport.as_view(results_only=True),
            name="dead_anchor_report_results",
        ),
    ]


@hooks.register("register_permissions")
def permissions() -> Any:
    """The permission to read the report, for the form of a group."""
    return Permission.objects.filter(content_type__app_label="pomost_search", codename="view_searchedquery")
