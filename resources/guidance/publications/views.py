"""Guides, chapters and editions on one page for printing."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from publishing.links import Link
from publishing.models.base import language_key
from publishing.public_cache import cached
from publishing.publications import Publication
from publishing.publications.one_page import one_page_of
from publishing.views import serve
from resources.guidance.editions import edition_url
from resources.guidance.history_views import public_page
from resources.guidance.models import Chapter, Guide, GuideEdition
from resources.guidance.publications.addresses import PRINT
from resources.guidance.publications.content import chapter_publication, edition_publication, guide_publication


@require_safe
def printed(request: HttpRequest, path: str) -> HttpResponse:
    """``/<guide or chapter>/druk/``: all of it on one page."""
    try:
        page = public_page(request, path)
    except Http404:
        page = None
    if isinstance(page, Guide):
        return _one_page(request, page, ("one page", page.pk), lambda: guide_publication(page))
    if isinstance(page, Chapter):
        return _one_page(request, page, ("one page", page.pk), lambda: chapter_publication(page))
    return serve(request, f"{path}{PRINT}/")


@require_safe
def printed_edition(request: HttpRequest, path: str, number: str) -> HttpResponse:
    """``/<guide>/wydania/<number>/druk/``: all that may be read of an edition on one page. Raises ``Http404``."""
    guide = public_page(request, path)
    if not isinstance(guide, Guide):
        raise Http404
    edition = get_object_or_404(GuideEdition.objects.select_related("guide"), guide=guide.pk, number=int(number))
    if not all(page.may_be_read() for page in edition.pages.filter(position=0).select_related("page")):
        raise Http404
    of_guide = Link(_("Edition %(number)d") % {"number": edition.number}, edition_url(guide, edition.number, request))
    return _one_page(
        request, guide, ("one page of an edition", edition.pk), lambda: edition_publication(edition), of_guide
    )


def _one_page(
    request: HttpRequest,
    page: Guide | Chapter,
    key: tuple[str, int],
    read: Callable[[], Publication],
    *above: Link,
) -> HttpResponse:
    shown = cached((*key, language_key()), lambda: one_page_of(read()))
    context: dict[str, Any] = {
        "shown": shown,
        "publication": shown.publication,
        "breadcrumbs": [*page.breadcrumbs(request), Link(page.title, page.get_url(request) or ""), *above],
    }
    return render(request, "guidance/pages/print.html", context)
