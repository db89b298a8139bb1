"""The search page and its description for browsers."""

from dataclasses import dataclass, field, replace
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.cache import add_never_cache_headers, patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.models import Site

from publishing.limits import allowed_here
from publishing.links import Link, fields_of
from search.capacity import BusyError, turns
from search.cards import FacetCard, FilterLink, chosen_filters, facet_cards
from search.counting import count_search
from search.expressions import Filters
from search.finder import Found, Result, find, starting_points
from search.parameters import PAGE, QUERY, address_of, filters_from
from search.promotions import Promoted
from search.query import clean, shown

RETRY_AFTER = 5
"""The Retry-After header in seconds of a response without a turn."""

DESCRIPTION_SECONDS = 86_400


@dataclass(frozen=True, slots=True)
class SearchPage:
    """Context of the search page; ``refused`` is the message why no search was made.

    ``results`` are ``best``, with all the words or, where ``some``, with some of them, and ``further``, with some of
    them after the best. ``corrected_url`` is the search for the corrected spelling, ``unfiltered_url`` that without
    filters. The rest is as in ``Found``.
    """

    query: str
    searchable: bool
    refused: str = ""
    results: list[Result] = field(default_factory=list)
    promoted: tuple[Promoted, ...] = ()
    best: list[Result] = field(default_factory=list)
    further: list[Result] = field(default_factory=list)
    total: int = 0
    capped: bool = False
    some: bool = False
    corrected: str = ""
    corrected_url: str = ""
    facets: list[FacetCard] = field(default_factory=list)
    chosen: list[FilterLink] = field(default_factory=list)
    unfiltered_url: str = ""
    page_number: int = 1
    next_url: str | None = None
    previous_url: str | None = None
    nearest: list[Link] = field(default_factory=list)
    starting_points: list[Link] = field(default_factory=list)
    ask_url: str = ""


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """``/szukaj/?q=…&strona=N`` with filters. Accepts any text; a text without words has no results."""
    query = shown(request.GET.get(QUERY, ""))
    page, status = SearchPage(query=query, searchable=bool(clean(query))), HTTPStatus.OK
    if page.searchable:
        page, status = _search(request, page)
    if status == HTTPStatus.OK and not (page.results or page.promoted):
        page = replace(page, starting_points=starting_points(request), ask_url=_ask_url(request))
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
    filters, _wrong = filters_from(request.GET)
    number = _number(request.GET.get(PAGE, ""))
    try:
        with turns.take():
            found = find(page.query, request=request, page_number=number, filters=filters, promote=True)
    except BusyError:
        refused = _("Many people are searching right now. Search again in a few seconds.")
        return replace(page, refused=refused), HTTPStatus.SERVICE_UNAVAILABLE
    if request.GET.keys() == {QUERY}:  # neither a further page nor a filter
        count_search(page.query, total=found.total, some=found.some)
    return _with_results(page, found, filters), HTTPStatus.OK


def _with_results(page: SearchPage, found: Found, filters: Filters) -> SearchPage:
    def address(number: int) -> str:
        return address_of(page.query, filters, page_number=number)

    number = found.page_number
    chosen = chosen_filters(found.facets, page.query, filters)
    return replace(
        page,
        results=found.results,
        promoted=found.promoted,
        best=[result for result in found.results if result.is_full or found.some],
        further=[result for result in found.results if not (result.is_full or found.some)],
        total=found.total,
        capped=found.capped,
        some=found.some,
        corrected=found.corrected,
        corrected_url=address_of(found.corrected, filters) if found.corrected else "",
        facets=facet_cards(found.facets, page.query, filters),
        chosen=chosen,
        unfiltered_url=address_of(page.query, Filters()) if chosen else "",
        page_number=number,
        next_url=address(number + 1) if found.has_next else None,
        previous_url=address(number - 1) if number > 1 else None,
        nearest=found.nearest,
    )


@require_safe
def opensearch(request: HttpRequest) -> HttpResponse:
    """``/opensearch.xml``: lets a browser search the site from its address bar (OpenSearch 1.1)."""
    context = {
        "description": _("Guides, courses and files for non-governmental organisations"),
        "search_url": request.build_absolute_uri(reverse("search:search")),
        "suggestions_url": request.build_absolute_uri(reverse("search:opensearch_suggestions")),
        "own_url": request.build_absolute_uri(),
        "icon_url": request.build_absolute_uri(static("img/favicon.png")),
    }
    response = render(request, "search/opensearch.xml", context, content_type="application/opensearchdescription+xml")
    patch_cache_control(response, public=True, max_age=DESCRIPTION_SECONDS)
    return response


def _ask_url(request: HttpRequest) -> str:
    """The form that takes questions: that of error reports, about the home page."""
    site = Site.find_for_request(request)
    return f"{reverse('report_error')}?strona={site.root_page_id}" if site else ""


def _number(raw: str) -> int:
    return int(raw) if raw.isascii() and raw.isdigit() and len(raw) < 6 else 1
