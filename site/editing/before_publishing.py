"""Tells the editor whom the publishing of a draft affects, before it is published, without losing the form.

The edit form shows it when it opens with a draft that affects somebody. Where it has not been shown yet, as when the
change was made just now, "Publish" saves the draft and opens the form again, and pressing it once more publishes.

What may not go live at all (``BasePage.refusal_to_publish()``) is refused, and the editor is told by what page and why.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.models import Page

from publishing.errors import PublishRefusedError
from publishing.impact import Impact, impact_of_draft
from publishing.models import BasePage

_SESSION_KEY = "editing_impacts_shown"
_SAVED = "editing_saved_not_published"


def show_impact(request: HttpRequest, draft: Any) -> None:
    """Adds the message to the edit form that is opened with a draft, of a page or of a snippet."""
    if request.method != "GET":
        return
    saved = request.session.pop(_SAVED, None) == _key(draft)
    impacts = impact_of_draft(draft) if draft.has_unpublished_changes else []
    if not impacts:
        return
    lead = (
        _("Saved, not published yet. Press “Publish” once more if it should be so:")
        if saved
        else _("When you publish this draft:")
    )
    sentences = format_html_join("", "<li>{}{}</li>", ((impact.text, _details(impact)) for impact in impacts))
    changes = _url(draft, "revisions_compare", "live", draft.latest_revision_id)
    messages.warning(
        request,
        format_html("{}<ul>{}</ul>", lead, sentences),
        buttons=[messages.button(changes, _("See what changes"))] if draft.live else [],
    )
    request.session[_SESSION_KEY] = {_key(draft): _about(impacts)}


def _key(draft: Any) -> str:
    """Names a page or a snippet in the session."""
    return str(draft.pk) if isinstance(draft, Page) else f"{draft._meta.label_lower}:{draft.pk}"


def _url(draft: Any, name: str, *arguments: Any) -> str:
    """The address of a view of Wagtail for a page or a snippet."""
    full = f"wagtailadmin_pages:{name}" if isinstance(draft, Page) else draft.snippet_viewset.get_url_name(name)
    return reverse(full, args=[draft.pk, *arguments])


def _details(impact: Impact) -> SafeString:
    """What is counted by name, as a list in the item of its sentence."""
    if not impact.details:
        return SafeString()
    items = ((item.url, item.title, f", {item.note}" if item.note else "") for item in impact.details)
    return format_html("<ul>{}</ul>", format_html_join("", '<li><a href="{}">{}</a>{}</li>', items))


def ask_once(request: HttpRequest, draft: Any) -> HttpResponse | None:
    """Opens the form again where publishing would affect somebody and that has not been shown; the draft is saved."""
    impacts = impact_of_draft(draft)
    shown = request.session.get(_SESSION_KEY, {}).get(_key(draft), [])
    if set(_about(impacts)) <= set(shown):
        return None
    request.session[_SAVED] = _key(draft)
    return redirect(_url(draft, "edit"))


def _about(impacts: Sequence[Impact]) -> list[str]:
    return [impact.about or impact.text for impact in impacts]


@dataclass(frozen=True, slots=True)
class Refused:
    """A page that may not be published, with the reason."""

    title: str
    reason: str
    edit_url: str


def refuse_many(request: HttpRequest, pages: Sequence[Page], *, with_drafts_below: bool) -> HttpResponse | None:
    """Refuses to publish many pages where one of them may not go live; lists all of those, and none is published."""
    refused = [
        item for page in _all_of(request, pages, with_drafts_below=with_drafts_below) if (item := _refused(page))
    ]
    if not refused:
        return None
    context = {
        "title": _("These pages cannot be published yet"),
        "icon": "warning",
        "refused": refused,
        "back_url": reverse("wagtailadmin_explore", args=[pages[0].get_parent().pk]),
    }
    return render(request, "editing/admin/publish_refused.html", context, status=HTTPStatus.CONFLICT)


def _all_of(request: HttpRequest, pages: Sequence[Page], *, with_drafts_below: bool) -> Iterator[Page]:
    """The pages that Wagtail's action would publish."""
    for page in pages:
        yield page
        if with_drafts_below:
            for draft in page.get_descendants().not_live():
                if draft.permissions_for_user(request.user).can_publish():
                    yield draft


def _refused(page: Page) -> Refused | None:
    draft = page.get_latest_revision_as_object()
    reason = draft.refusal_to_publish() if isinstance(draft, BasePage) else ""
    if not reason:
        return None
    return Refused(draft.title, reason, reverse("wagtailadmin_pages:edit", args=[page.pk]))


class PublishRefusedMiddleware:
    """Answers ``PublishRefusedError`` of any view with the edit form of the page and the reason above it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, PublishRefusedError):
            return None
        messages.error(request, str(exception))
        return redirect("wagtailadmin_pages:edit", exception.page.pk)
