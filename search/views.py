"""The search page."""

from dataclasses import dataclass, field, replace
from http import HTTPStatus
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from publishing.limits import allowed_here
from publishing.links import Link, fields_of
from search.capacity import BusyError, turns
from search.counting import count_search
from search.finder import Found, Result, find, starting_points
from search.promotions import Promoted
from search.query import clean, shown

RETRY_AFTER = 5
"""The Retry-After header in seconds of a response without a turn."""


@dataclass(frozen=True, slots=True)
class SearchPage:
    """Context of the search page; ``refused`` is the message why no search was made, the rest is as in ``Found``."""

    query: str
    searchable: bool
    refused: str = ""
    results: list[Result] = field(default_factory=list)
    promoted: tuple[Promoted, ...] = ()
    total: int = 0
    capped: bool = False
    some: bool = False
    page_number: int = 1
    next_url: str | None = None
    previous_url: str | None = None
    starting_points: list[Link] = field(default_factory=list)


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """``/szukaj/?q=…&strona=N``. Accepts any text; a text without words has no results."""
    query = shown(request.GET.get("q", ""))
    page, status = SearchPage(query=query, searchable=bool(clean(query))), HTTPStatus.OK
    if page.searchable:
        page, status = _search(request, page)
    if status == HTTPStatus.OK and not (page.results or page.promoted):
        page = replace(page, starting_points=starting_points(request))
    response = render(request, "search/pages/search.html", fields_of(page), status=status)
    if status == HTTPStatus.SERVICE_UNAVAILABLE:
        response.headers["Retry-After"] = str(RETRY_AFTER)
    add_never_cache_headers(response)
    return response


def _search(request: HttpRequest, page: SearchPage) -> tuple[SearchPage, HTTPStatus]:
    """The page with its results, or with the reason why no search was made; and the status code."""
    if not allowed_here(request, "search"):
        refused = _("Too many searches have come from your network address. Wait a minute and search again.")
        return replace(page, refused=refused), HTTPStatus.TOO_MANY_REQUESTS
    try:
        with turns.take():
            found = find(page.query, request=request, page_number=_number(request.GET.get("strona", "")))
    except BusyError:
        refused = _("Many people are searching right now. Search again in a few seconds.")
        return replace(page, refused=refused), HTTPStatus.SERVICE_UNAVAILABLE
    if request.GET.keys() == {"q"}:  # neither a further page nor a filter
        count_search(page.query, total=found.total, some=found.some)
    return _with_results(page, found), HTTPStatus.OK


def _with_results(page: SearchPage, found: Found) -> SearchPage:
    def address(number: int) -> str:
        return "?" + urlencode({"q": page.query, **({"strona": number} if number > 1 else {})})

    number = found.page_number
    return replace(
        page,
        results=found.results,
        promoted=found.promoted,
        total=found.total,
        capped=found.capped,
        some=found.some,
        page_number=number,
        next_url=address(number + 1) if found.has_next else None,
        previous_url=address(number - 1) if number > 1 else None,
    )


def _number(raw: str) -> int:
    return int(raw) if raw.isascii() and raw.isdigit() and len(raw) < 6 else 1
