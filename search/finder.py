"""Searches live public pages and documents."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import cast

from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from django.db.models.functions import Left
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from wagtail.models import Page, Site
from wagtail.rich_text import get_text_for_indexing
from wagtail.search.backends import get_search_backend

from courses.catalogue.models import Catalogue, Course, Lesson, Programme, Topic
from publishing.access import private_q
from publishing.links import Link
from publishing.models import BasePage, PomostDocument
from publishing.models.base import language_key
from publishing.public_cache import cached
from resources.guidance.models import Chapter, Guide, GuideIndex
from resources.news.models import NewsItem
from resources.results.models import Project
from search.excerpts import FURTHEST, excerpt, plain, words_found
from search.query import clean

PER_PAGE = 20
# Pages and documents each. Bounds the cost of counting results.
MOST_HITS = 200
# The least letters of a word that is searched for alone: "na", "do" and "czy" are in every text.
TELLING = 4
# Characters of a page's HTML that its excerpt is taken from.
FURTHEST_HTML = 30_000
# Page types shown by name in results; the others are shown as "page".
NAMED = (Chapter, Course, Lesson, NewsItem, Programme, Project, Topic)
# Elements that end a word; Wagtail's own function separates paragraphs, headings and list items.
_BOX_ENDS = re.compile(r"</(?:d[dt]|div|figcaption|caption)>")
_CELL_ENDS = re.compile(r"(?<=[^>\s])(?=</t[dh]>\s*<t[dh])")
# Headings, list items and table rows are separate sentences, also before the link in a heading, which has no text.
_SENTENCE_ENDS = re.compile(
    r"(?<=[^.?!:…;,–>\s])(?=(?:<a\b[^>]*>(?:(?!</a>).)*</a>)?</h[1-6]>|</t[dh]>\s*</tr>|\s*</(?:p|li|dd)>)", re.DOTALL
)


@dataclass(frozen=True, slots=True)
class Result:
    """One result. ``excerpt`` is safe HTML, ``breadcrumb`` is text such as ``Poradniki › Praca``."""

    title: str
    url: str
    kind: str
    excerpt: SafeString
    breadcrumb: str


@dataclass(frozen=True, slots=True)
class Found:
    """One page of results. ``total`` counts at most 200 pages and 200 documents; ``capped``: there are more.

    ``some``: nothing contains all the words, and these results contain some of them.
    """

    results: list[Result]
    total: int
    capped: bool
    page_number: int
    has_next: bool
    some: bool = False


@dataclass(frozen=True, slots=True)
class _Hit:
    pk: int
    title: str
    position: int
    is_document: bool


def find(text: str, *, request: HttpRequest, page_number: int = 1) -> Found:
    """The pages and documents that contain every word of ``text``: matches in titles first, then by the backend's rank.

    Where there are none, those that contain some of its longer words. Accepts any text. A page number past the end
    gives the last page. The number of queries does not grow with the number of results.
    """
    words = plain(clean(text)).split()
    if not words:
        return Found(results=[], total=0, capped=False, page_number=1, has_next=False)
    hits, some = _all_hits(words, request, operator="and"), False
    telling = [word for word in words if len(word) >= TELLING]
    if not hits and len(telling) > 1:
        words, hits, some = telling, _all_hits(telling, request, operator="or"), True
    capped = any(hit.position == MOST_HITS for hit in hits)
    hits = [hit for hit in hits if hit.position < MOST_HITS]
    hits.sort(key=lambda hit: (-len(words_found(hit.title, words)), hit.position, hit.is_document))
    last = max(1, -(-len(hits) // PER_PAGE))
    page_number = min(max(page_number, 1), last)
    shown = hits[(page_number - 1) * PER_PAGE : page_number * PER_PAGE]
    return Found(
        results=_results(shown, words, request),
        total=len(hits),
        capped=capped,
        page_number=page_number,
        has_next=page_number < last,
        some=some,
    )


def starting_points(request: HttpRequest) -> list[Link]:
    """Links shown without a query: all guides and all courses."""

    def compute() -> list[Link]:
        found = (_public(model, request).first() for model in (GuideIndex, Catalogue))
        return [Link(page.title, page.get_url(request) or "") for page in found if page]

    return cached(("search", "starting points", language_key(request)), compute)


def _all_hits(words: Sequence[str], request: HttpRequest, *, operator: str) -> list[_Hit]:
    query = " ".join(words)
    return [
        *_hits(query, _public(Page, request), operator=operator, is_document=False),
        *_hits(query, PomostDocument.objects.public().defer("extracted_text"), operator=operator, is_document=True),
    ]


def _hits(query: str, queryset: QuerySet, *, operator: str, is_document: bool) -> list[_Hit]:
    found = get_search_backend().search(query, queryset, operator=operator)[: MOST_HITS + 1]
    return [
        _Hit(pk=item.pk, title=item.title, position=position, is_document=is_document)
        for position, item in enumerate(found)
    ]


def _public(model: type[Page], request: HttpRequest) -> QuerySet[Page]:
    """Live unrestricted pages of the request's site."""
    site = Site.find_for_request(request)
    pages = model.objects.live().exclude(private_q())
    return pages.descendant_of(site.root_page, inclusive=True) if site else pages.none()


def _results(hits: Sequence[_Hit], words: Sequence[str], request: HttpRequest) -> list[Result]:
    pages = _beginnings_of_pages([hit.pk for hit in hits if not hit.is_document])
    documents = _beginnings_of_documents([hit.pk for hit in hits if hit.is_document])
    above = _titles_above(pages.values())
    results = []
    for hit in hits:
        if hit.is_document:
            if document := documents.get(hit.pk):
                results.append(_document_result(document, words))
        elif page := pages.get(hit.pk):
            results.append(_page_result(page, words, request, above))
    return results


def _beginnings_of_pages(pks: Sequence[int]) -> dict[int, Page]:
    """Pages as their specific classes, with ``beginning``: the part of the stored body that excerpts are taken from."""
    by_type: defaultdict[int, list[int]] = defaultdict(list)
    for pk, content_type in Page.objects.filter(pk__in=pks).values_list("pk", "content_type"):
        by_type[content_type].append(pk)
    found: dict[int, Page] = {}
    for content_type, of_type in by_type.items():
        model = ContentType.objects.get_for_id(content_type).model_class() or Page
        pages = cast("type[Page]", model)._default_manager.filter(pk__in=of_type)
        if issubclass(model, BasePage):
            pages = pages.defer("body", "body_html", "headings").annotate(beginning=Left("body_html", FURTHEST_HTML))
        found |= {page.pk: page for page in pages}
    return found


def _beginnings_of_documents(pks: Sequence[int]) -> dict[int, PomostDocument]:
    documents = PomostDocument.objects.defer("extracted_text").annotate(beginning=Left("extracted_text", FURTHEST))
    return documents.in_bulk(pks)


def _titles_above(pages: Iterable[Page]) -> dict[str, str]:
    """Titles of the live ancestors of these pages, below the home page, by tree path, in one query."""
    step = Page.steplen
    paths = {page.path[:end] for page in pages for end in range(3 * step, len(page.path), step)}
    return dict(Page.objects.live().filter(path__in=paths).values_list("path", "title"))


def _page_result(page: Page, words: Sequence[str], request: HttpRequest, above: dict[str, str]) -> Result:
    step = Page.steplen
    trail = (above.get(page.path[:end]) for end in range(3 * step, len(page.path), step))
    html = getattr(page, "beginning", "")
    if len(html) == FURTHEST_HTML:
        html = html[: html.rfind(">") + 1]  # no incomplete tag at the end
    html = _SENTENCE_ENDS.sub(".", html)
    body = get_text_for_indexing(_BOX_ENDS.sub(r"\g<0> ", _CELL_ENDS.sub(" · ", html)))
    return Result(
        title=page.title,
        url=page.get_url(request) or "",
        kind=_kind_of(page),
        excerpt=excerpt([getattr(page, "summary", ""), body], words),
        breadcrumb=" › ".join(title for title in trail if title),
    )


def _document_result(document: PomostDocument, words: Sequence[str]) -> Result:
    return Result(
        title=document.title,
        url=document.url,
        kind=_("Document"),
        excerpt=excerpt([document.beginning], words),
        breadcrumb=document.format,
    )


def _kind_of(page: Page) -> str:
    """The name of a page's kind: a guide's own kind, the name of the page type, or "page"."""
    if isinstance(page, Guide):
        return capfirst(page.get_kind_display())
    return capfirst(str(page._meta.verbose_name)) if isinstance(page, NAMED) else pgettext("kind", "Page")
