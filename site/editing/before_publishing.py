"""Tells the editor whom the publishing of a draft affects, before it is published, without losing the form.

The edit form shows it when it opens with a draft that affects somebody. Where it has not been shown yet, as when the
change was made just now, "Publish" saves the draft and opens the form again, and pressing it once more publishes.
"""

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.models import Page

from publishing.impact import Impact, impact_of_draft

_SESSION_KEY = "editing_impacts_shown"
_SAVED = "editing_saved_not_published"


def show_impact(request: HttpRequest, page: Page) -> None:
    """Adds the message to the edit form that is opened with the draft ``page``."""
    if request.method != "GET":
        return
    saved = request.session.pop(_SAVED, None) == page.pk
    impacts = impact_of_draft(page) if page.has_unpublished_changes else []
    if not impacts:
        return
    lead = (
        _("Saved, not published yet. Press “Publish” once more if it should be so:")
        if saved
        else _("When you publish this draft:")
    )
    sentences = format_html_join("", "<li>{}</li>", ((impact.text,) for impact in impacts))
    changes = reverse("wagtailadmin_pages:revisions_compare", args=[page.pk, "live", page.latest_revision_id])
    messages.warning(
        request,
        format_html("{}<ul>{}</ul>", lead, sentences),
        buttons=[messages.button(changes, _("See what changes"))],
    )
    request.session[_SESSION_KEY] = {str(page.pk): _about(impacts)}


def ask_once(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Opens the form again where publishing would affect somebody and that has not been shown; the draft is saved."""
    impacts = impact_of_draft(page)
    shown = request.session.get(_SESSION_KEY, {}).get(str(page.pk), [])
    if set(_about(impacts)) <= set(shown):
        return None
    request.session[_SAVED] = page.pk
    return redirect("wagtailadmin_pages:edit", page.pk)


def _about(impacts: Sequence[Impact]) -> list[str]:
    return [impact.about or impact.text for impact in impacts]
