"""The handbook in the admin, and views that the scripts of the editor call."""

from http import HTTPStatus

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe
from wagtail.permissions import page_permission_policy

from editing import services
from editing.handbook import ALL, HandbookLabel, text_of
from editing.pasting import convert
from editing.pasting.conversion import LARGEST
from editing.pasting.states import notes_on, states_of
from people.current_user import user_of
from publishing.converters import id_from


@require_safe
def handbook(request: HttpRequest, slug: str) -> HttpResponse:
    """A text of the handbook, for users with access to the admin: none is secret, and they refer to each other."""
    label = next((label for label in ALL if label.slug == slug), None)
    if label is None:
        raise Http404
    text = text_of(label, address_of=handbook_url)
    context = {"text": text, "page_title": text.title, "header_title": text.title, "header_icon": "help"}
    return TemplateResponse(request, "editing/handbook.html", context)


def handbook_url(label: HandbookLabel) -> str:
    return reverse("editing_handbook", args=[label.slug])


@require_POST
def convert_paste(request: HttpRequest) -> JsonResponse:
    """The blocks of pasted HTML: ``{blocks, message}``; with 422 ``{message}``, where nothing can be made of it.

    For users who may edit pages. Stores nothing.
    """
    if not page_permission_policy.user_has_any_permission(request.user, {"add", "change"}):
        raise PermissionDenied
    html = request.POST.get("html", "")
    if len(html) > LARGEST:
        return _refused(_("There is too much to paste at once. Paste it in parts."))
    converted = convert(html)
    if not converted.pieces:
        return _refused(" ".join([_("There is no text in what you pasted."), *notes_on(converted.dropped)]))
    count = len(converted.pieces)
    pasted = ngettext("Pasted: %(count)s block.", "Pasted: %(count)s blocks.", count) % {"count": count}
    message = " ".join([pasted, *notes_on(converted.dropped)])
    return JsonResponse({"blocks": states_of(converted.pieces), "message": message})


@require_POST
def reopen_comments(request: HttpRequest) -> JsonResponse:
    """Reopens the comments whose ids are posted as ``comment``: ``{reopened}``, the ids of those that there are."""
    ids = [id_from(value) for value in request.POST.getlist("comment")]
    return JsonResponse({"reopened": services.reopen_comments(by=user_of(request), comments=ids)})


def _refused(message: str) -> JsonResponse:
    return JsonResponse({"message": message}, status=HTTPStatus.UNPROCESSABLE_ENTITY)
