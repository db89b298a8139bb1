"""What the content origin serves: frames, handlers and resources of hosted activities.

There are no cookies there, so no request can be forged for somebody's browser to send (CSRF): whoever has the token has
been given the frame. A frame of an opaque origin is foreign even to its own host; so the responses let any origin read
them (``Access-Control-Allow-Origin: *``, which browsers never apply to requests with credentials).
"""

import mimetypes
from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods
from web_fragments.fragment import Fragment
from xblock.django.request import django_to_webob_request, webob_to_django_response
from xblock.exceptions import DisallowedFileError, NoSuchHandlerError, NoSuchUsage

from courses.activities.hosted import frames, modes, tokens
from courses.activities.hosted.editing import STUDIO
from courses.activities.hosted.origin import origin_of
from courses.activities.hosted.tokens import Grant
from courses.activities.models import ActivityVersion
from courses.activities.runtime import PomostRuntime
from courses.activities.runtime.allowed import block_class

COMPLETION = "X-Pomost-Completion"
"""The header that tells the client runtime the completion of the activity after a call."""

View = Callable[..., HttpResponse]


def _granted(view: View) -> View:
    """Reads the token in the URL and sets the headers of the content origin. No valid token: 403; expired: 410."""

    @csrf_exempt
    @wraps(view)
    def checked(request: HttpRequest, token: str, **kwargs: str) -> HttpResponse:
        try:
            if request.method == "OPTIONS":
                response = HttpResponse()
            else:
                grant = tokens.read(token, origin=origin_of(request))
                with translation.override(grant.language):
                    response = view(request, grant, **kwargs)
        except tokens.ExpiredTokenError:
            words = _("This activity was open for a long time. Reload the page.")
            response = _refusal(request, "expired", words, HTTPStatus.GONE)
        except modes.ChangedError:
            words = _("This activity has been changed meanwhile. Reload the page.")
            response = _refusal(request, "changed", words, HTTPStatus.CONFLICT)
        except (tokens.TokenError, modes.RefusedError):
            words = _("This activity is not open to you here. Reload the page.")
            response = _refusal(request, "refused", words, HTTPStatus.FORBIDDEN)
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.headers["Access-Control-Allow-Headers"] = "Content-Type, X-CSRFToken, X-Requested-With"
        response.headers["Access-Control-Expose-Headers"] = COMPLETION
        response.headers["Referrer-Policy"] = "no-referrer"  # the token is in the URL
        return response

    return checked


def _refusal(request: HttpRequest, reason: str, text: str, status: int) -> HttpResponse:
    """For a block's script as JSON; in place of a frame as a page to read."""
    if request.resolver_match is not None and request.resolver_match.url_name == "frame":
        return HttpResponse(render_to_string("activities/hosted/refused.html", {"text": text}), status=status)
    return JsonResponse({"refused": reason, "error": text}, status=status)


@_granted
@require_http_methods(["GET"])
def frame(request: HttpRequest, grant: Grant) -> HttpResponse:
    """The document of a frame. Its own policy keeps it to this origin, and to the page that it was made for."""
    view = frames.STUDIO_VIEW if grant.mode == STUDIO else frames.STUDENT_VIEW
    title = str(
        ActivityVersion.objects.filter(pk=grant.version).values_list("activity__title", flat=True).first() or ""
    )

    def shown(runtime: PomostRuntime) -> Fragment:
        return runtime.render(runtime.root(), view, {})

    done = modes.mode_of(grant)(grant, modes.Call(shown, frames.addresses(grant), shows=True))
    response = HttpResponse(
        frames.document(done.response, grant=grant, view=view, title=title, completion=done.completion)
    )
    response.headers["Content-Security-Policy"] = _policy(grant)
    patch_cache_control(response, no_store=True)
    return response


def _policy(grant: Grant) -> str:
    """The policy of a frame. Published blocks bring inline scripts and styles, and compile templates as they run.

    The sandbox keeps them in: the origin of the document is an opaque one, also where it is opened outside of a frame.
    """
    own = grant.origin
    return "; ".join(
        (
            "default-src 'none'",
            "sandbox allow-scripts allow-forms",
            f"script-src {own} 'unsafe-inline' 'unsafe-eval'",
            f"style-src {own} 'unsafe-inline'",
            f"img-src {own} data: blob:",
            f"font-src {own} data:",
            f"media-src {own} data: blob:",
            f"connect-src {own}",
            f"form-action {own}",
            f"frame-ancestors {grant.site}",
            "base-uri 'none'",
        )
    )


# GET too: XBlock has handlers that only read, and without cookies a GET can be forged no more than a POST.
@_granted
@require_http_methods(["GET", "POST"])
def handler(request: HttpRequest, grant: Grant, name: str, suffix: str = "") -> HttpResponse:
    """Calls a handler of a block, by any name, with a form or with JSON."""
    webob_request = django_to_webob_request(request)

    def handled(runtime: PomostRuntime) -> Any:
        return runtime.handle(runtime.get_block(grant.block), name, webob_request, suffix)

    try:
        done = modes.mode_of(grant)(grant, modes.Call(handled, frames.addresses(grant)))
    except (NoSuchHandlerError, NoSuchUsage):
        raise Http404 from None
    response = webob_to_django_response(done.response)
    if response.has_header("Set-Cookie"):  # no cookie on this origin, whatever a block wants
        del response["Set-Cookie"]
    patch_cache_control(response, no_store=True)
    if done.completion is not None:
        response.headers[COMPLETION] = str(done.completion)
    return response


@_granted
@require_http_methods(["GET"])
def resource(request: HttpRequest, grant: Grant, uri: str) -> HttpResponse:
    """A file of a block's package, of those that the block lets out."""
    try:
        with block_class(grant.block_type).open_local_resource(uri) as file:
            content = file.read()
    except (DisallowedFileError, OSError, ValueError):  # a NUL in a name is a ValueError
        raise Http404 from None
    kind, encoding = mimetypes.guess_type(uri)
    response = HttpResponse(content, content_type=kind if kind and not encoding else "application/octet-stream")
    patch_cache_control(response, private=True, max_age=tokens.SECONDS)
    return response
