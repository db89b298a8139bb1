"""The files of guides, editions and chapters, for anybody who may read all that is in them."""

from http import HTTPStatus

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from wagtail.models import Page

from publishing import limits
from publishing.access import private_q
from resources.guidance.history_views import public_page
from resources.guidance.models import Chapter, Guide, GuideEdition, PublicationFile
from resources.guidance.publications import services
from resources.guidance.publications.formats import MEDIA_TYPES, OF_CHAPTERS, OF_GUIDES

INLINE = frozenset({"pdf"})
"""What browsers show themselves."""


@never_cache
@require_safe
def page_file(request: HttpRequest, path: str, suffix: str) -> HttpResponseBase:
    """``/<guide or chapter>/plik.<suffix>``. Raises ``Http404``, also for drafts and restricted pages."""
    page = public_page(request, path)
    if not isinstance(page, Guide | Chapter) or suffix not in (OF_GUIDES if isinstance(page, Guide) else OF_CHAPTERS):
        raise Http404
    if not limits.allowed_here(request, "pdf"):
        return limits.too_many(request)
    if isinstance(page, Chapter):
        row = services.chapter_file(chapter=page, name=suffix)
        return _answer(request, row, page, f"{page.slug}.{suffix}")
    return _answer(request, _asked_for(page, None, suffix), page, f"{page.slug}.{suffix}")


@never_cache
@require_safe
def edition_publication_file(request: HttpRequest, path: str, number: str, suffix: str) -> HttpResponseBase:
    """``/<guide>/wydania/<number>/plik.<suffix>``. Raises ``Http404``."""
    guide = public_page(request, path)
    if suffix not in OF_GUIDES or not isinstance(guide, Guide):
        raise Http404
    edition = get_object_or_404(GuideEdition, guide=guide.pk, number=int(number))
    if not limits.allowed_here(request, "pdf"):
        return limits.too_many(request)
    row = _asked_for(guide, edition, suffix)
    return _answer(request, row, guide, f"{guide.slug}-{edition.number}.{suffix}")


def _asked_for(guide: Guide, edition: GuideEdition | None, suffix: str) -> PublicationFile | None:
    """The file, asked for if there is none yet."""
    rows = PublicationFile.objects.filter(guide=guide.pk, edition=edition, chapter=None, format=suffix)
    row = rows.first()
    if row is None:
        services.ask_for(guide=guide, edition=edition)
        row = rows.first()
    return row


def _answer(request: HttpRequest, row: PublicationFile | None, page: Guide | Chapter, name: str) -> HttpResponseBase:
    if row is None or not row.file or not _is_open(row):
        return _not_yet(request, row, page)
    try:
        content = row.file.open("rb")
    except OSError:
        return _not_yet(request, row, page)
    # The page is what search engines should find.
    headers = {"X-Robots-Tag": "noindex"}
    kind = MEDIA_TYPES[row.format]
    return FileResponse(
        content, as_attachment=row.format not in INLINE, filename=name, content_type=kind, headers=headers
    )


def _is_open(row: PublicationFile) -> bool:
    """Whether anybody may read all pages that the file holds; of a guide they must be public still."""
    held = Page.objects.filter(pk__in=row.held_pages)
    if held.filter(private_q()).exists():
        return False
    return row.edition_id is not None or held.live().count() == len(row.held_pages)


def _not_yet(request: HttpRequest, row: PublicationFile | None, page: Guide | Chapter) -> HttpResponse:
    context = {
        "guide_title": page.title,
        "url": request.path,
        "back": page.get_url(request) or "/",
        "failed": row is not None and row.state == PublicationFile.State.FAILED,
    }
    return render(request, "guidance/pages/publication_waiting.html", context, status=HTTPStatus.ACCEPTED)
