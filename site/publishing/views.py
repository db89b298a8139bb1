"""Views that serve pages and documents, check their shared passwords, and take reports of errors in pages."""

from collections.abc import Callable
from functools import partial
from http import HTTPStatus

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_http_methods, require_safe
from wagtail import hooks
from wagtail.documents.views.serve import authenticate_with_password as document_password_view
from wagtail.documents.views.serve import serve as serve_document
from wagtail.models import Page
from wagtail.url_routing import RouteResult
from wagtail.views import authenticate_with_password as page_password_view
from wagtail.views import serve as wagtail_serve

from publishing import limits
from publishing.access import has_session, is_closed, is_restricted
from publishing.byte_ranges import in_part
from publishing.document_access import public_documents
from publishing.file_kinds import extension_of
from publishing.routing import find_live_page, site_of
from publishing.video_block import FILM_KINDS

# Key in the WSGI environ: the id of the site, set for a response that is the same for every anonymous visitor. The page
# cache may store that response for the site.
CACHEABLE = "pomost.cacheable"


def serve(request: HttpRequest, path: str = "") -> HttpResponse:
    """Serves the live page at ``path`` through Wagtail's ``before_serve_page`` and ``on_serve_page`` hooks.

    Raises ``Http404`` where there is none, and ``PermissionDenied`` for a signed-in user whom a restriction excludes.
    """
    if path and not path.endswith("/") and "." not in path.rsplit("/", 1)[-1]:
        return redirect(request.path + "/", permanent=True)
    page = find_live_page(request, path)
    if page is None:
        raise Http404
    if has_session(request) and request.user.is_authenticated and is_closed(page.path, request):
        # Wagtail would redirect to the sign-in page, which redirects a signed-in user back: an endless loop.
        raise PermissionDenied
    restricted = is_restricted(page)
    site = site_of(request)
    if site is not None and not restricted and getattr(page, "same_for_everybody", True) and not foreign_serve_hooks():
        request.META[CACHEABLE] = site.pk
    # Wagtail uses this cached result instead of routing with queries.
    request._wagtail_route_for_request = RouteResult(page)  # type: ignore[attr-defined]
    response: HttpResponse = wagtail_serve(request, path)
    if restricted or has_session(request):
        # The response may hold personal data: neither a proxy nor the browser may store it.
        add_never_cache_headers(response)
    return response


def foreign_serve_hooks() -> list[str]:
    """The names of hooks on serving pages that are not Wagtail's own and may act differently for each visitor.

    A cached response runs no hook, so while there is such a hook no page is marked for the page cache. A hook that does
    the same for every anonymous visitor, or concerns only pages that are not cached, sets
    ``hook.allows_page_cache = True``.
    """
    return [
        f"{hook.__module__}.{hook.__qualname__}"
        for name in ("before_serve_page", "on_serve_page")
        for hook in hooks.get_hooks(name)
        if not (hook.__module__ == "wagtail.wagtail_hooks" or getattr(hook, "allows_page_cache", False))
    ]


@require_safe
def document(request: HttpRequest, document_id: int, document_filename: str) -> HttpResponseBase:
    """Serves a document to users who may read it (``publishing.document_access``); only public ones are cacheable."""
    response: HttpResponseBase = serve_document(request, document_id, document_filename)
    if extension_of(document_filename) in FILM_KINDS:
        response = in_part(request, response)
    if document_id not in public_documents():
        response.headers["Cache-Control"] = "private, no-store"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def page_password(request: HttpRequest, page_view_restriction_id: int, page_id: int) -> HttpResponse:
    """Checks the shared password of a page, as Wagtail does, with a limit of attempts."""
    page: Page = get_object_or_404(Page.objects.live(), pk=page_id)
    if not page.get_view_restrictions().filter(pk=page_view_restriction_id).exists():
        raise Http404
    return _password(
        request,
        partial(page_password_view, request, page_view_restriction_id, page_id),
        then=page.get_url(request) or "/",
    )


@require_http_methods(["GET", "HEAD", "POST"])
def document_password(request: HttpRequest, restriction_id: int) -> HttpResponse:
    """Checks the shared password of a collection of documents, as Wagtail does, with a limit of attempts."""
    return _password(request, partial(document_password_view, request, restriction_id), then="/")


def _password(request: HttpRequest, answer: Callable[[], HttpResponse], *, then: str) -> HttpResponse:
    """The response of Wagtail's view; beyond the limit the empty form, without checking the password."""
    attempt = limits.attempt(request, "page_password") if request.method == "POST" else None
    refused = request.method == "POST" and attempt is None
    then = request.POST.get("return_url") or then
    if refused:
        request.method = "GET"
    response = answer()
    if attempt and not isinstance(response, TemplateResponse):
        attempt.rollback()  # correct: does not count, so that an office behind one IP address can sign in
    if isinstance(response, TemplateResponse) and response.context_data:
        form = response.context_data["form"]
        form.initial.setdefault("return_url", then)
        response.context_data["refused"] = refused
        if refused:
            response.status_code = HTTPStatus.TOO_MANY_REQUESTS
        elif form.errors:
            response.status_code = HTTPStatus.UNPROCESSABLE_ENTITY
    add_never_cache_headers(response)
    return response
