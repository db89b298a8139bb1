"""The history of a guide or chapter: its published versions, and two of them compared."""

from http import HTTPStatus
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from publishing import limits
from publishing.access import is_restricted
from publishing.converters import id_from
from publishing.links import Link
from publishing.models import BasePage
from publishing.routing import find_live_page
from publishing.views import serve
from resources.guidance.comparison import compared
from resources.guidance.history import HISTORY, cards_of, has_history, history_url, versions_below, versions_of
from resources.guidance.models import Chapter, Guide, VersionedPage

A_PAGE = 50


def public_page(request: HttpRequest, path: str) -> BasePage | None:
    """The live page at ``path``; None for one without a history. Raises ``Http404`` for none and restricted ones."""
    page = find_live_page(request, path)
    if not isinstance(page, BasePage) or is_restricted(page):
        raise Http404
    return page if has_history(page) else None


@require_safe
def history(request: HttpRequest, path: str) -> HttpResponse:
    """``/<guide or chapter>/historia/``: what was published and when; ``?od=1&do=2`` compares two versions."""
    try:
        page = public_page(request, path)
    except Http404:
        page = None
    if page is None:
        return serve(request, f"{path}{HISTORY}/")
    if isinstance(page, VersionedPage) and ("od" in request.GET or "do" in request.GET):
        return _comparison(request, page)
    return _list(request, page)


def _list(request: HttpRequest, page: BasePage, *, error: str = "") -> HttpResponse:
    versions = versions_of(page) if isinstance(page, Chapter) else versions_below(page)
    shown = Paginator(versions, A_PAGE).get_page(request.GET.get("strona", "1"))
    cards = cards_of(shown.object_list, request, page=page if isinstance(page, Chapter) else None)
    own = list(versions_of(page).values_list("number", "published_at")) if isinstance(page, Chapter) else []
    context = {
        **_frame(request, page),
        "versions": cards,
        "of_many": not isinstance(page, Chapter),
        "numbers": own if len(own) > 1 else [],
        "chosen": (own[-1][0], own[0][0]) if own else (),
        "error": error,
        "page_number": shown.number if shown.has_other_pages() else None,
        "previous_url": f"?strona={shown.previous_page_number()}" if shown.has_previous() else "",
        "next_url": f"?strona={shown.next_page_number()}" if shown.has_next() else "",
    }
    status = HTTPStatus.NOT_FOUND if error else HTTPStatus.OK
    return render(request, "guidance/pages/history.html", context, status=status)


def _comparison(request: HttpRequest, page: VersionedPage) -> HttpResponse:
    numbers = sorted({id_from(request.GET.get("od")), id_from(request.GET.get("do"))})
    found = {version.number: version for version in versions_of(page).filter(number__in=numbers)}
    if len(numbers) < 2:
        return _list(request, page, error=_("Choose two different versions."))
    if len(found) < 2:
        return _list(request, page, error=_("There is no such version of this page. Choose two from the list."))
    if not limits.allowed_here(request, "comparison"):
        return limits.too_many(request)
    before, after = (found[number] for number in numbers)
    first, second = cards_of([before, after], request, page=page)
    between = versions_of(page).filter(number__gt=before.number, number__lte=after.number)
    context = {
        **_frame(request, page),
        "comparison": compared(before, after, cards=(first, second)),
        "notes": cards_of(between, request, page=page),
        "numbers": list(versions_of(page).values_list("number", "published_at")),
        "chosen": (before.number, after.number),
        "history_url": history_url(page, request),
    }
    return render(request, "guidance/pages/comparison.html", context)


def _frame(request: HttpRequest, page: BasePage) -> dict[str, Any]:
    return {
        "of_page": Link(page.title, page.get_url(request) or ""),
        "breadcrumbs": [*page.breadcrumbs(request), Link(page.title, page.get_url(request) or "")],
        "feed_url": f"{history_url(page, request)}atom.xml",
        "subscribe_url": _subscribe_url(request, page),
    }


def _subscribe_url(request: HttpRequest, page: BasePage) -> str:
    """Where readers ask for e-mails about the guide that the page is or belongs to."""
    guide = page if isinstance(page, Guide) else Guide.objects.ancestor_of(page).live().first()
    return f"{history_url(guide, request)}powiadomienia/" if guide is not None else ""
