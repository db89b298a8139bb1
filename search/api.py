"""The JSON API of search, and suggestions for the search field and for browsers (``docs/search-api.md``)."""

import hashlib
from dataclasses import asdict
from http import HTTPStatus
from typing import Any

from django.core import signing
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.cache import add_never_cache_headers, patch_cache_control, patch_vary_headers
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from publishing.access import has_session
from publishing.limits import allowed_here
from search.capacity import BusyError, turns
from search.finder import Cursor, Found, Result, find
from search.parameters import PARAMETERS, QUERY, address_of, filters_from
from search.query import clean, shown
from search.suggestions import Suggestion, suggest
from search.views import RETRY_AFTER

AFTER = "po"
"""The parameter with the cursor of the next results."""
KEPT_SECONDS = 60
LONGEST_CURSOR = 300
OPENSEARCH_SUGGESTIONS = "application/x-suggestions+json"

signer = signing.Signer(salt="search.cursor")


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """``/api/szukaj/?q=…``: 20 of the results that ``/szukaj/`` shows; ``po`` instead of ``strona``."""
    query = shown(request.GET.get(QUERY, ""))
    filters, wrong = filters_from(request.GET)
    if not clean(query):
        return _refused(HTTPStatus.BAD_REQUEST, _("Type at least one word made of letters or digits."), QUERY)
    if wrong:
        return _refused(
            HTTPStatus.BAD_REQUEST, _("The parameter “%s” has a value that it cannot have.") % wrong[0], wrong[0]
        )
    address = address_of(query, filters)
    after = None
    if AFTER in request.GET:
        after = _read_cursor(request.GET[AFTER], address)
        if after is None:
            return _refused(HTTPStatus.BAD_REQUEST, _("The cursor is damaged or belongs to another search."), AFTER)
    if not allowed_here(request, "search_api"):
        message = _("Too many searches have come from your network address. Wait a minute and search again.")
        return _refused(HTTPStatus.TOO_MANY_REQUESTS, message)
    try:
        with turns.take():
            found = find(query, request=request, filters=filters, after=after)
    except BusyError:
        return _busy()
    return _keepable(JsonResponse(_answer(request, query, found, address)), request)


@require_safe
def suggestions(request: HttpRequest) -> HttpResponse:
    """``/szukaj/podpowiedzi/?q=…``: at most eight titles, headings and terms, and the sentence that counts them."""
    given = shown(request.GET.get(QUERY, ""))
    found = _suggested(given, request)
    if isinstance(found, HttpResponse):
        return found
    counted = ngettext(
        "%(count)d suggestion. Choose with the arrow keys.",
        "%(count)d suggestions. Choose with the arrow keys.",
        len(found),
    )
    response = JsonResponse(
        {
            "query": given,
            "message": counted % {"count": len(found)} if found else _("No suggestions"),
            "suggestions": [asdict(one) for one in found],
        }
    )
    add_never_cache_headers(response)
    return response


@require_safe
def opensearch_suggestions(request: HttpRequest) -> HttpResponse:
    """``/szukaj/podpowiedzi/lista/?q=…``: the same for browsers: the text, titles, notes and addresses."""
    given = shown(request.GET.get(QUERY, ""))
    found = _suggested(given, request)
    if isinstance(found, HttpResponse):
        return found
    answer = [
        given,
        [one.title for one in found],
        [one.context for one in found],
        [request.build_absolute_uri(one.url) for one in found],
    ]
    response = JsonResponse(answer, safe=False, content_type=OPENSEARCH_SUGGESTIONS)
    add_never_cache_headers(response)
    return response


def _suggested(given: str, request: HttpRequest) -> list[Suggestion] | HttpResponse:
    """The suggestions, or the response why there are none."""
    if not allowed_here(request, "suggestions"):
        return _refused(HTTPStatus.TOO_MANY_REQUESTS, _("Too many suggestions have been asked for. Wait a minute."))
    try:
        with turns.take():
            return suggest(given, request=request)
    except BusyError:
        return _busy()


def _answer(request: HttpRequest, query: str, found: Found, address: str) -> dict[str, Any]:
    following = None
    if found.following:
        cursor = _write_cursor(found.following, address)
        following = request.build_absolute_uri(f"{request.path}{address}&{AFTER}={cursor}")
    return {
        "query": query,
        "corrected": found.corrected or None,
        "total": found.total,
        "total_is_least": found.capped,
        "results": [_result(request, result) for result in found.results],
        "facets": {
            parameter.name: [
                {
                    "value": parameter.write(value.value),
                    "label": value.label,
                    "count": value.count,
                    "chosen": value.chosen,
                }
                for value in facet.values
            ]
            for facet in found.facets
            for parameter in PARAMETERS
            if parameter.filter == facet.name
        },
        "next": following,
    }


def _result(request: HttpRequest, result: Result) -> dict[str, Any]:
    return {
        "title": result.title,
        "url": request.build_absolute_uri(result.url),
        "kind": result.kind,
        "breadcrumb": result.breadcrumb,
        "section": result.section,
        "excerpt_html": str(result.excerpt),
        "has_all_words": result.is_full,
        "sections": [
            {"title": section.title, "url": request.build_absolute_uri(section.url)} for section in result.sections
        ],
    }


def _write_cursor(cursor: Cursor, address: str) -> str:
    return signer.sign_object([cursor.keys, cursor.start, _digest(address)])


def _read_cursor(raw: str, address: str) -> Cursor | None:
    """The cursor, if this site made it for the search of this address."""
    if len(raw) > LONGEST_CURSOR:
        return None
    try:
        keys, start, digest = signer.unsign_object(raw)
    except signing.BadSignature:
        return None
    return Cursor(tuple((kind, pk) for kind, pk in keys), start) if digest == _digest(address) else None


def _digest(address: str) -> str:
    return hashlib.sha256(address.encode()).hexdigest()[:16]


def _keepable(response: HttpResponse, request: HttpRequest) -> HttpResponse:
    """Kept by the asker for a minute; not at all with a session, whose rights may end."""
    if has_session(request):
        add_never_cache_headers(response)
    else:
        patch_cache_control(response, private=True, max_age=KEPT_SECONDS)
    patch_vary_headers(response, ["Cookie"])
    return response


def _busy() -> HttpResponse:
    response = _refused(
        HTTPStatus.SERVICE_UNAVAILABLE, _("Many people are searching right now. Search again in a few seconds.")
    )
    response.headers["Retry-After"] = str(RETRY_AFTER)
    return response


def _refused(status: HTTPStatus, message: str, parameter: str = "") -> HttpResponse:
    response = JsonResponse({"error": message, "parameter": parameter or None}, status=status)
    add_never_cache_headers(response)
    return response
