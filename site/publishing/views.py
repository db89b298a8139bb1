"""Serving pages and documents, and the one-field form that reports an error in one."""

from typing import cast

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_http_methods, require_safe
from wagtail import hooks
from wagtail.documents.views.serve import serve as serve_document
from wagtail.models import Page
from wagtail.views import serve_chain

from publishing import services
from publishing.access import has_session, is_closed, is_restricted, private_q
from publishing.converters import id_from
from publishing.document_access import public_documents
from publishing.forms import ErrorReportForm
from publishing.routing import find_live_page, site_of

# Set in the WSGI environ of a response that is the same for everybody, to the id of the site that it belongs to: the
# page cache in front may keep it for that site.
CACHEABLE = "pomost.cacheable"


def serve(request: HttpRequest, path: str = "") -> HttpResponse:
    """Answers with the live page at ``path``. Raises Http404 when there is none."""
    if path and not path.endswith("/") and "." not in path.rsplit("/", 1)[-1]:
        return redirect(request.path + "/", permanent=True)
    page = find_live_page(request, path)
    if page is None:
        raise Http404
    if is_restricted(page):
        response = _serve_restricted(page, request)
    else:
        site = site_of(request)
        if site is not None and getattr(page, "same_for_everybody", True):
            request.META[CACHEABLE] = site.pk
        response = cast("HttpResponse", page.serve(request))
    if is_restricted(page) or has_session(request):
        # What stands in it may be of one person: neither a proxy nor the next one at this browser is to keep it.
        add_never_cache_headers(response)
    return response


def _serve_restricted(page: Page, request: HttpRequest) -> HttpResponse:
    """The page as Wagtail's own hooks let it be seen. Raises ``PermissionDenied`` for somebody of another group.

    Wagtail would send them to sign in, and the sign-in page would send whoever is signed in back here, for ever.
    """
    if has_session(request) and request.user.is_authenticated and is_closed(page.path, request):
        raise PermissionDenied
    chain = serve_chain
    for hook in reversed(hooks.get_hooks("on_serve_page")):
        chain = hook(chain)
    response: HttpResponse = chain(page, request, [], {})
    return response


@require_safe
def document(request: HttpRequest, document_id: int, document_filename: str) -> HttpResponseBase:
    """A document, to whoever may read it (``publishing.document_access``). One that is not public is kept by nobody."""
    response: HttpResponseBase = serve_document(request, document_id, document_filename)
    if document_id not in public_documents():
        response.headers["Cache-Control"] = "private, no-store"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def report_error(request: HttpRequest) -> HttpResponse:
    """``/zglos-blad/?strona=<page id>``: what is wrong with this page, in one field, without an account."""
    page_id = id_from(request.POST.get("strona") or request.GET.get("strona"))
    page: Page = get_object_or_404(Page.objects.live().exclude(private_q()), pk=page_id)
    form = ErrorReportForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if not form.cleaned_data["website"]:  # people do not see this field; programs fill it in
            services.report_error(page=page, text=form.cleaned_data["text"])
        return render(request, "publishing/pages/report.html", {"reported": page, "sent": True})
    status = 422 if form.is_bound else 200
    return render(request, "publishing/pages/report.html", {"reported": page, "form": form}, status=status)
