"""Badges: for their holders as PNG, SVG and JSON; for whoever verifies them the DID document and the status lists."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.cache import patch_cache_control
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from courses.credentials.badges import credential, keys
from courses.credentials.models import Certificate, State
from courses.credentials.views.own import own_certificate
from publishing import limits

SECONDS = 300
"""How long answers to whoever verifies badges may be stored."""

Make = Callable[[Certificate], str | bytes]

FORMATS: dict[str, tuple[str, Make]] = {
    "png": ("image/png", credential.baked_png),
    "svg": ("image/svg+xml", credential.baked_svg),
    "json": ("application/vc+ld+json", credential.signed),
}


@never_cache
@login_required
@require_safe
def badge(request: HttpRequest, number: str, form: str) -> HttpResponse:
    """The badge of a valid certificate, for its holder, as a file."""
    found = own_certificate(request, number)
    if not keys.offered() or found.state != State.VALID or form not in FORMATS:
        raise Http404
    content_type, make = FORMATS[form]
    response = HttpResponse(make(found), content_type=content_type)
    response["Content-Disposition"] = content_disposition_header(True, f"{found.number}.{form}") or ""
    return response


@require_safe
def did_document(request: HttpRequest) -> HttpResponse:
    """``/.well-known/did.json``: the public keys of badges."""
    if not keys.offered():
        raise Http404
    return _public(keys.did_document(), "application/did+ld+json")


@require_safe
def status(request: HttpRequest, number: int) -> HttpResponse:
    """A status list of badges."""
    if not keys.offered() or number > Certificate.objects.count():
        raise Http404
    if not limits.allowed_here(request, "badge_status"):
        return HttpResponse(status=HTTPStatus.TOO_MANY_REQUESTS)
    return _public(credential.status_list(number), "application/vc+ld+json")


def _public(data: dict[str, Any], content_type: str) -> HttpResponse:
    response = JsonResponse(data, content_type=content_type)
    patch_cache_control(response, public=True, max_age=SECONDS)
    response["Access-Control-Allow-Origin"] = "*"  # verifiers run in browsers too; nothing here is private
    return response
