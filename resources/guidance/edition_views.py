"""The public pages of editions, and their files."""

from mimetypes import guess_type

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.dateparse import parse_date
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.models import Page

from publishing.access import is_restricted
from publishing.links import Link
from publishing.models import BasePage
from resources.guidance.cards import SourceItem
from resources.guidance.edition_cards import FrozenChapter
from resources.guidance.editions import edition_item, edition_url, stamp_of
from resources.guidance.history_views import public_page
from resources.guidance.models import EditionFile, Guide, GuideEdition
from resources.guidance.publications.addresses import print_url
from resources.guidance.publications.downloads import guide_downloads

INLINE = frozenset({"image/webp", "image/png", "image/jpeg", "image/gif"})
"""What browsers show in a page; anything else is only downloaded."""


@require_safe
def edition(request: HttpRequest, path: str, number: str, slug: str = "") -> HttpResponse:
    """``/<guide>/wydania/<number>/`` and ``.../<chapter>/``: a page of an edition, as it was."""
    guide = public_page(request, path)
    if not isinstance(guide, Guide):
        raise Http404
    shown = get_object_or_404(GuideEdition.objects.select_related("document"), guide=guide.pk, number=int(number))
    pages = shown.readable_pages()
    frozen = next((page for page in pages if (page.slug == slug if slug else page.position == 0)), None)
    if frozen is None or (slug and not frozen.position):
        raise Http404
    chapters = [
        FrozenChapter(page.position, page.title, edition_url(guide, shown.number, request, page.slug), page == frozen)
        for page in pages
        if page.position
    ]
    live = frozen.page.specific if frozen.page is not None and frozen.page.live else None
    context = {
        "edition": edition_item(shown, guide, request),
        "guide": Link(pages[0].title, edition_url(guide, shown.number, request)),
        "frozen": frozen,
        "stamp": stamp_of(frozen),
        "html": mark_safe(frozen.body_html),  # noqa: S308 - rendered by the blocks' templates when it was published
        "legal_state": parse_date(frozen.facts.get("legal_state") or ""),
        "sources": [SourceItem(*source) for source in frozen.facts.get("sources", ())],
        "chapters": chapters,
        "downloads": guide_downloads(guide, request, edition=shown.number),
        "current_url": (live.get_url(request) or "") if isinstance(live, BasePage) else "",
        "guide_url": guide.get_url(request) or "",
        "print_url": print_url(edition_url(guide, shown.number, request)),
        "breadcrumbs": [
            *guide.breadcrumbs(request),
            Link(guide.menu_title, guide.get_url(request) or ""),
            *(
                [Link(_("Edition %(number)d") % {"number": shown.number}, edition_url(guide, shown.number, request))]
                if slug
                else []
            ),
        ],
    }
    return render(request, "guidance/pages/edition.html", context)


@require_safe
def edition_file(request: HttpRequest, file_id: int, name: str) -> HttpResponseBase:
    """A file of an edition that may be read."""
    file = get_object_or_404(EditionFile.objects.select_related("edition__guide", "page__page"), pk=file_id, name=name)
    guide: Page = file.edition.guide
    if not guide.live or is_restricted(guide) or (file.page is not None and not file.page.may_be_read()):
        raise Http404
    kind = guess_type(file.name)[0] or "application/octet-stream"
    try:
        content = file.file.open("rb")
    except OSError:
        raise Http404 from None
    return FileResponse(content, as_attachment=kind not in INLINE, filename=file.name, content_type=kind)
