"""Addresses, menus and permissions of the queue, the published answers and the report in the admin."""

from collections.abc import Iterator
from typing import Any

from django.contrib.auth.models import Permission
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets import Button
from wagtail.models import Page

from publishing.models import BasePage
from resources.guidance.questions import admin_views
from resources.guidance.questions.feedback import FeedbackReport, queue_url
from resources.guidance.questions.queue import PublishedAnswers, QuestionQueue
from resources.guidance.questions.services import MAY_ANSWER
from resources.guidance.requirements.admin import ReportMenuItem


class QueueMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(MAY_ANSWER))


@hooks.register("register_admin_menu_item")
def queue_menu_item() -> MenuItem:
    return QueueMenuItem(
        gettext_lazy("Questions of readers"), reverse("question_queue"), name="questions", icon_name="help", order=450
    )


@hooks.register("register_reports_menu_item")
def feedback_menu_item() -> MenuItem:
    title, url = FeedbackReport.page_title, reverse("feedback_report")
    return ReportMenuItem(title, url, name="feedback", icon_name="help", order=64)


@hooks.register("register_page_header_buttons")
def questions_about_a_page(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    """The link to what readers wrote, in the menu of a page."""
    model = page.cached_content_type.model_class()
    if model is not None and issubclass(model, BasePage) and user.has_perm(MAY_ANSWER):
        yield Button(_("Questions of readers"), queue_url(page), icon_name="help", priority=63)


@hooks.register("register_permissions")
def permissions() -> Any:
    """For the form of a group."""
    return Permission.objects.filter(
        content_type__app_label="guidance", codename__in=["change_question", "change_publishedanswer"]
    )


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLPattern]:
    return [
        path("questions/", QuestionQueue.as_view(), name="question_queue"),
        path("questions/results/", QuestionQueue.as_view(results_only=True), name="question_queue_results"),
        path("questions/<id:question_id>/", admin_views.question, name="reader_question"),
        path("questions/<id:question_id>/publish/", admin_views.publish, name="publish_answer"),
        path("questions/answers/", PublishedAnswers.as_view(), name="published_answers"),
        path(
            "questions/answers/results/", PublishedAnswers.as_view(results_only=True), name="published_answers_results"
        ),
        path("questions/answers/<id:answer_id>/", admin_views.published_answer, name="published_answer"),
        path("reports/feedback/", FeedbackReport.as_view(), name="feedback_report"),
        path("reports/feedback/results/", FeedbackReport.as_view(results_only=True), name="feedback_report_results"),
    ]
