"""Wagtail's admin in Pomost: colours, scripts of the editor, the page of a review, the menus of a page."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.action_menu import ActionMenuItem, WorkflowMenuItem
from wagtail.admin.auth import user_has_any_page_permission
from wagtail.admin.menu import MenuItem
from wagtail.admin.userbar import ContentCheckerItem
from wagtail.admin.views.home import (
    RecentEditsPanel,
    UserObjectsInWorkflowModerationPanel,
    WorkflowObjectsToModeratePanel,
)
from wagtail.models import DraftStateMixin, Page

from editing import before_publishing, handbook, views
from editing.content_checks import ContentChecks
from editing.home import is_editor, panels_for, whole_list
from editing.reviewing import review
from people.current_user import user_of

EDITOR_SCRIPTS = (
    "js/autosave.js",
    "js/block-preview.js",
    "js/comment-index.js",
    "js/comment-keep.js",
    "js/undo-comments.js",
    "js/undo.js",
    "js/undo-rows.js",
    "js/paste.js",
    "js/text-checks.js",
)


@hooks.register("insert_global_admin_css")
def colours() -> SafeString:
    """The style sheets that set Wagtail's colour properties and lay out our own pages."""
    sheets = (static("css/admin.css"), static("css/admin-pages.css"))
    return format_html('<link rel="stylesheet" href="{}"><link rel="stylesheet" href="{}">', *sheets)


@hooks.register("insert_editor_js")
def editor_scripts() -> SafeString:
    """What Wagtail's edit forms lack, one script each, and the bar that offers to undo a removal."""
    scripts = format_html_join("", '<script src="{}" defer></script>', ((static(path),) for path in EDITOR_SCRIPTS))
    return SafeString(render_to_string("editing/admin/undo_bar.html")) + scripts


@hooks.register("construct_wagtail_userbar")
def content_checks(request: HttpRequest, items: list[Any], page: Page) -> None:
    """The userbar is in the preview only, where it runs the checks."""
    for place, item in enumerate(items):
        if isinstance(item, ContentCheckerItem):
            items[place] = ContentChecks(in_editor=item.in_editor, page=page)


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLPattern]:
    """For users with access to the admin: the page of a review, what waits, the handbook, what scripts call."""
    return [
        path("review/<int:task_state_id>/", review, name="editing_review"),
        path("waiting/<slug:key>/", whole_list, name="editing_waiting"),
        path("comments/reopen/", views.reopen_comments, name="editing_reopen_comments"),
        path("paste/", views.convert_paste, name="editing_paste"),
        path("handbook/<slug:slug>/", views.handbook, name="editing_handbook"),
    ]


@hooks.register("construct_help_menu")
def handbook_in_help(request: HttpRequest, items: list[MenuItem]) -> None:
    """The handbook for the user, before Wagtail's own items, the first of which has the order 1000."""
    user = user_of(request)
    texts = handbook.ALL if user.is_superuser else (handbook.EDITORS if is_editor(user) else handbook.REVIEWERS,)
    items.extend(
        MenuItem(text.label, views.handbook_url(text), name=f"handbook-{text.slug}", icon_name="doc-full", order=order)
        for order, text in enumerate(texts)
    )


@hooks.register("construct_homepage_panels")
def home_panels(request: HttpRequest, panels: list[Any]) -> None:
    """Lists of what waits, in place of Wagtail's panels of the same things."""
    replaced = (WorkflowObjectsToModeratePanel, UserObjectsInWorkflowModerationPanel, RecentEditsPanel)
    panels[:] = [*panels_for(request), *(panel for panel in panels if not isinstance(panel, replaced))]


class ReviewMenuItem(ActionMenuItem):
    """The link to the page of the review, in place of Wagtail's decisions: that page shows the differences first."""

    name = "action-review"
    icon_name = "clipboard-list"

    def __init__(self, task_state_id: int, order: int | None = None) -> None:
        super().__init__(order=order)
        self.label = _("Check and decide")
        self.task_state_id = task_state_id

    def get_url(self, parent_context: dict[str, Any]) -> str:
        return reverse("editing_review", args=[self.task_state_id])


@hooks.register("construct_page_action_menu")
def decide_on_the_page_of_the_review(items: list[Any], request: HttpRequest, context: dict[str, Any]) -> None:
    """Replaces decisions by the link to where they are made, first for those who are asked for one."""
    decisions = [item for item in items if isinstance(item, WorkflowMenuItem)]
    if not decisions:
        return
    for item in decisions:
        items.remove(item)
    items.insert(0, ReviewMenuItem(context["page"].current_workflow_task_state.pk))


@hooks.register("before_edit_page")
def show_impact_of_the_draft(request: HttpRequest, page: Page) -> None:
    before_publishing.show_impact(request, page)


@hooks.register("before_publish_page")
def ask_before_publishing(request: HttpRequest, page: Page) -> HttpResponse | None:
    return before_publishing.ask_once(request, page)


@hooks.register("before_edit_snippet")
def show_impact_of_the_draft_of_a_snippet(request: HttpRequest, snippet: Any) -> None:
    if isinstance(snippet, DraftStateMixin):
        before_publishing.show_impact(request, snippet)


@hooks.register("before_publish")
def ask_before_publishing_a_snippet(request: HttpRequest, snippet: Any) -> HttpResponse | None:
    return before_publishing.ask_once(request, snippet)


@hooks.register("before_bulk_action")
def refuse_to_publish_many(
    request: HttpRequest, action_type: str, objects: list[Any], action: Any
) -> HttpResponse | None:
    pages = [item for item in objects if isinstance(item, Page)]
    if action_type != "publish" or not pages:
        return None
    below = bool(action.cleaned_form.cleaned_data.get("include_descendants"))
    return before_publishing.refuse_many(request, pages, with_drafts_below=below)


@hooks.register("after_edit_page")
def home_after_a_decision(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Reviewers have no list of pages to come back to."""
    if request.POST.get("action-workflow-action") and not user_has_any_page_permission(request.user):
        return redirect("wagtailadmin_home")
    return None
