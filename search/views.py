"""The search page."""

from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from publishing.limits import allowed_here
from search.capacity import BusyError, turns
from search.finder import Found, find, starting_points
from search.query import clean, shown

RETRY_AFTER = 5
"""Seconds after which a program may ask again when there was no turn."""


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """``/szukaj/?q=…&strona=N``. Whatever is typed gets a page; what cannot be searched for finds nothing."""
    query = shown(request.GET.get("q", ""))
    context: dict[str, Any] = {"query": query, "searchable": bool(clean(query)), "results": [], "total": 0}
    status = HTTPStatus.OK
    if context["searchable"]:
        status = _search(request, query, context)
    if status == HTTPStatus.OK and not context["results"]:
        context["starting_points"] = starting_points(request)
    response = render(request, "search/pages/search.html", context, status=status)
    if status == HTTPStatus.SERVICE_UNAVAILABLE:
        response.headers["Retry-After"] = str(RETRY_AFTER)
    add_never_cache_headers(response)
    return response


def _search(request: HttpRequest, query: str, context: dict[str, Any]) -> HTTPStatus:
    """Puts what was found into ``context``; where nothing was looked for, why."""
    if not allowed_here(request, "search"):
        context["refused"] = _("Too many searches have come from your network address. Wait a minute and search again.")
        return HTTPStatus.TOO_MANY_REQUESTS
    try:
        with turns.take():
            found = find(query, request=request, page_number=_number(request.GET.get("strona", "")))
    except BusyError:
        context["refused"] = _("Many people are searching right now. Search again in a few seconds.")
        return HTTPStatus.SERVICE_UNAVAILABLE
    context.update(_page_of(found, query))
    return HTTPStatus.OK


def _page_of(found: Found, query: str) -> dict[str, Any]:
    def address(number: int) -> str:
        return "?" + urlencode({"q": query, **({"strona": number} if number > 1 else {})})

    number = found.page_number
    return {
        "results": found.results,
        "total": found.total,
        "capped": found.capped,
        "some": found.some,
        "page_number": number,
        "has_next": found.has_next,
        "next_url": address(number + 1) if found.has_next else None,
        "previous_url": address(number - 1) if number > 1 else None,
    }


def _number(raw: str) -> int:
    return int(raw) if raw.isascii() and raw.isdigit() and len(raw) < 6 else 1
