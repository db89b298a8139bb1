"""Lessons in Wagtail's admin."""

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.widgets import Button
from wagtail.models import Page

from courses.catalogue import bank_admin
from courses.catalogue.models import Lesson


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLPattern]:
    return [path("lessons/<id:lesson_id>/exercises/", bank_admin.exercises, name="lesson_exercises")]


@hooks.register("register_page_header_buttons")
def exercises_of_a_lesson(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    """The link to the exercises, in the menu of a lesson."""
    if page.cached_content_type.model_class() is not Lesson or not user.has_perm(bank_admin.ADD):
        return
    if page.permissions_for_user(user).can_publish():
        url = reverse("lesson_exercises", args=[page.pk])
        yield Button(_("Exercises and the question bank"), url, icon_name="help", priority=64)
