"""Guides in Wagtail's admin."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets import Button
from wagtail.models import Page

from resources.guidance import edition_admin
from resources.guidance.models import Guide
from resources.guidance.requirements.admin import ReportMenuItem
from resources.guidance.review_report import ReviewsReport
from resources.guidance.word_import import admin as word_import
from resources.guidance.word_import import way_in


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLPattern]:
    return [
        path("guides/<id:guide_id>/editions/", edition_admin.editions, name="guidance_editions"),
        path(
            "guides/<id:guide_id>/editions/<id:number>/validation/",
            edition_admin.validation,
            name="guidance_validation",
        ),
        path("guides/word/", way_in.choose_guide, name="guidance_word_imports"),
        path("guides/<id:guide_id>/word/", word_import.word_import, name="guidance_word_import"),
        path("reports/reviews/", ReviewsReport.as_view(), name="review_report"),
        path("reports/reviews/results/", ReviewsReport.as_view(results_only=True), name="review_report_results"),
    ]


@hooks.register("register_reports_menu_item")
def reviews_menu_item() -> MenuItem:
    return ReportMenuItem(
        ReviewsReport.page_title, reverse("review_report"), name="reviews", icon_name="date", order=61
    )


@hooks.register("construct_homepage_panels")
def word_import_at_home(request: HttpRequest, panels: list[Any]) -> None:
    panels.extend(way_in.panels_for(request))


@hooks.register("register_page_header_buttons")
def editions_of_a_guide(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    """The link to the editions, in the menu of a guide."""
    if page.cached_content_type.model_class() is Guide and page.permissions_for_user(user).can_publish():
        yield Button(_("Editions"), reverse("guidance_editions", args=[page.pk]), icon_name="doc-full", priority=62)


@hooks.register("register_page_header_buttons")
def word_import_of_a_guide(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    """The link to the import from Word, in the menu of a guide."""
    yield from word_import.buttons(page, user)
