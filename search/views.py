"""The search page."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_safe

from search.finder import Found, find, starting_points
from search.query import clean, shown


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """``/szukaj/?q=…&strona=N``. Whatever is typed gets a page; what cannot be searched for finds nothing."""
    query = shown(request.GET.get("q", ""))
    context: dict[str, Any] = {"query": query, "searchable": bool(clean(query)), "results": [], "total": 0}
    if query:
        found = find(query, request=request, page_number=_number(request.GET.get("strona", "")))
        context.update(_page_of(found, query))
    if not context["results"]:
        context["starting_points"] = starting_points(request)
    response = render(request, "search/pages/search.html", context)
    add_never_cache_headers(response)
    return response


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
