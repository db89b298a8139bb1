"""Views that the scripts of the editor call."""

from http import HTTPStatus

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST
from wagtail.permissions import page_permission_policy

from editing import services
from editing.pasting import convert
from editing.pasting.conversion import LARGEST
from editing.pasting.states import notes_on, states_of
from people.current_user import user_of


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
    ids = [int(value) for value in request.POST.getlist("comment") if value.isascii() and value.isdigit()]
    return JsonResponse({"reopened": services.reopen_comments(by=user_of(request), comments=ids)})


def _refused(message: str) -> JsonResponse:
    return JsonResponse({"message": message}, status=HTTPStatus.UNPROCESSABLE_ENTITY)
