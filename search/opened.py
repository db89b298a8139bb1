"""Counts which results of a search are opened: by place, never by person."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from publishing.converters import id_from
from publishing.limits import allowed_here
from search.counting import count_opened
from search.finder import PER_PAGE
from search.query import shown

MOST_PAGES = 100


# Nothing depends on the session, so the beacon needs no token, and pages of results set no cookie.
@csrf_exempt
@never_cache
@require_POST
def opened(request: HttpRequest) -> HttpResponse:
    """``q``, ``strona`` and ``miejsce``, the place on that page from 1; 0 for a promoted result. Answers with nothing.

    Not counted: visitors who ask not to be tracked, other sites, and more than the rate of ``search_opened``.
    """
    if not _asks_for_privacy(request) and _comes_from_the_site(request):
        if not allowed_here(request, "search_opened"):
            return HttpResponse(status=HTTPStatus.TOO_MANY_REQUESTS)
        place, page = _number(request, "miejsce"), _number(request, "strona", least=1)
        if 0 <= place <= PER_PAGE and 1 <= page <= MOST_PAGES:
            count_opened(shown(request.POST.get("q", "")), place=(page - 1) * PER_PAGE + place if place else 0)
    return HttpResponse(status=HTTPStatus.NO_CONTENT)


def _asks_for_privacy(request: HttpRequest) -> bool:
    return "1" in (request.headers.get("DNT"), request.headers.get("Sec-GPC"))


def _comes_from_the_site(request: HttpRequest) -> bool:
    return request.headers.get("Sec-Fetch-Site", "same-origin") == "same-origin"


def _number(request: HttpRequest, name: str, *, least: int = 0) -> int:
    """The number in a field; -1 where it is none."""
    raw = request.POST.get(name, "")
    number = id_from(raw)
    return number if number >= least and (number or raw == "0") else -1
