from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.ui.components import Component
from wagtail.models import Page

from publishing.document_access import may_open
from publishing.impact import impact_of_move, impact_on_object
from publishing.models import PomostDocument, StalePage
from publishing.page_viewset import PomostPageViewSet


@hooks.register("register_admin_viewset", order=1)  # after Wagtail's own, which it replaces
def pages() -> PomostPageViewSet:
    return PomostPageViewSet()


class StalePagesPanel(Component):
    """Progress of rendering stale pages, and the pages that could not be rendered."""

    name = "stale_pages"
    order = 50
    template_name = "publishing/admin/stale_pages.html"

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        failed = StalePage.objects.filter(state=StalePage.State.FAILED).select_related("page")
        return {"progress": StalePage.objects.progress(), "failed": [stale.page for stale in failed]}


@hooks.register("construct_homepage_panels")
def add_stale_pages(request: HttpRequest, panels: list[Component]) -> None:
    if StalePage.objects.exists():
        panels.append(StalePagesPanel())


@hooks.register("before_delete_page")
def refuse_to_delete(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Refuses to delete a page where that would destroy a record; the message suggests unpublishing."""
    return _refusal(request, [page])


@hooks.register("before_bulk_action")
def refuse_to_delete_many(
    request: HttpRequest, action_type: str, objects: list[Any], action: Any
) -> HttpResponse | None:
    pages = [item for item in objects if isinstance(item, Page)]
    return _refusal(request, pages) if action_type == "delete" else None


def _refusal(request: HttpRequest, pages: list[Page]) -> HttpResponse | None:
    found = [(page, impact_on_object(page)) for page in pages]
    refused = [(page, impacts) for page, impacts in found if any(item.record for item in impacts)]
    if not refused:
        return None
    context = {
        "title": _("This cannot be deleted"),
        "icon": "warning",
        "refused": [
            {"page": page, "impacts": impacts, "can_unpublish": page.permissions_for_user(request.user).can_unpublish()}
            for page, impacts in refused
        ],
        "back_url": reverse("wagtailadmin_explore", args=[pages[0].get_parent().pk]),
    }
    status = HTTPStatus.CONFLICT if request.method == "POST" else HTTPStatus.OK
    return render(request, "publishing/admin/delete_refused.html", context, status=status)


@hooks.register("before_move_page")
def refuse_to_move(request: HttpRequest, page: Page, destination: Page) -> HttpResponse | None:
    """Refuses to move a page where that would break something; the message says what keeps it."""
    return _move_refusal(request, [page], destination)


@hooks.register("before_bulk_action")
def confirm_to_move_many(
    request: HttpRequest, action_type: str, objects: list[Any], action: Any
) -> HttpResponse | None:
    """Asks once more, now that the new parent is known, and says what the move changes."""
    pages = [item for item in objects if isinstance(item, Page)]
    if action_type != "move" or not pages:
        return None
    destination = action.cleaned_form.cleaned_data["chooser"]
    refusal = _move_refusal(request, pages, destination)
    impacts = impact_of_move(pages, destination)
    if refusal or not impacts or "confirmed" in request.POST:
        return refusal
    context = {
        "title": _("Move"),
        "subtitle": destination.get_admin_display_title(),
        "icon": "doc-empty-inverse",
        "pages": pages,
        "destination": destination,
        "impacts": impacts,
        "submit_url": request.get_full_path(),
        "back_url": action.next_url,
    }
    return render(request, "publishing/admin/confirm_move_of_many.html", context)


def _move_refusal(request: HttpRequest, pages: list[Page], destination: Page) -> HttpResponse | None:
    found = [(page, [item for item in impact_of_move([page], destination) if item.record]) for page in pages]
    refused = [{"page": page, "impacts": impacts} for page, impacts in found if impacts]
    if not refused:
        return None
    context = {
        "title": _("This cannot be moved there"),
        "subtitle": destination.get_admin_display_title(),
        "icon": "warning",
        "refused": refused,
        "back_url": reverse("wagtailadmin_explore", args=[pages[0].get_parent().pk]),
    }
    status = HTTPStatus.CONFLICT if request.method == "POST" else HTTPStatus.OK
    return render(request, "publishing/admin/move_refused.html", context, status=status)


# Before Wagtail's own hook, which asks for the password of a collection and so reveals that the document exists.
@hooks.register("before_serve_document", order=-10)
def refuse_documents_of_others(document: PomostDocument, request: HttpRequest) -> None:
    """Raises ``Http404`` for users who may not read the document."""
    if not may_open(document.pk, request):
        raise Http404
