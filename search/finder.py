"""Searches live pages and documents that the reader may open."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from wagtail.models import Page, Site
from wagtail.search.backends import get_search_backend

from courses.catalogue.models import Catalogue, Course, Lesson, Programme, Topic
from publishing.access import private_q
from publishing.links import Link
from publishing.models import PomostDocument
from publishing.models.base import language_key
from publishing.public_cache import cached
from resources.guidance.models import Chapter, Guide, GuideIndex
from resources.news.models import NewsItem
from resources.results.models import Project
from resources.results.models import Result as ProjectResult
from search.excerpts import Marker
from search.expressions import KINDRED, Expression, Filters, Term
from search.facets import Facet, facets_of, known_filters
from search.feedback import with_feedback
from search.models import Section
from search.promotions import Promoted, promoted_for
from search.query import shown
from search.ranking import Key, RankedPage, Ranker, in_order, rank_pages
from search.rows import Row, open_pages, readable_rows
from search.understanding import Understood, understand

PER_PAGE = 20
MOST_SECTIONS = 400
"""How many sections an engine is asked for. Bounds the cost of a search and the counts."""
MOST_WINDOWS = 5
FEW = 15
"""With fewer pages that have all the words, pages with some of them are shown too."""
LEAST_COVERAGE = 0.2
"""How much of a query a page must have to be shown, where few pages have all of it."""
SECTIONS_SHOWN = 3
NEAREST_SHOWN = 4
REMEMBERED = 3
"""The results that a cursor names: pages of which one may be unpublished before the next results are asked for."""
# Page types shown by name in results; the others are shown as "page".
NAMED = (Chapter, Course, Lesson, NewsItem, Programme, Project, ProjectResult, Topic)


@dataclass(frozen=True, slots=True)
class SectionLink:
    """A section of a result that has the words: its heading and the link to it."""

    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Result:
    """One page or document. ``excerpt`` is safe HTML, ``breadcrumb`` is text such as ``Poradniki › Praca``.

    ``url`` leads to the section that has the words. ``is_full``: one of its sections has every word of the query.
    """

    title: str
    url: str
    kind: str
    excerpt: SafeString
    breadcrumb: str
    section: str = ""
    sections: tuple[SectionLink, ...] = ()
    is_full: bool = True


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where the next results begin: after the first of the results ``keys`` that is still there, else at ``start``."""

    keys: tuple[Key, ...]
    start: int


@dataclass(frozen=True, slots=True)
class Found:
    """One page of results. ``total`` counts pages and documents; ``capped``: there may be more.

    ``some``: nothing contains all the words, and these results contain some of them. ``corrected``: the query that was
    searched for instead, with its spelling corrected. ``following``: where the results after these begin. ``nearest``:
    guides and courses that have a little of the query, where there are no results. ``promoted``: what editors
    recommend, counted in ``total`` and not among the results.
    """

    results: list[Result]
    total: int
    capped: bool
    page_number: int
    has_next: bool
    some: bool = False
    corrected: str = ""
    facets: list[Facet] = field(default_factory=list)
    following: Cursor | None = None
    nearest: list[Link] = field(default_factory=list)
    promoted: tuple[Promoted, ...] = ()


NOTHING = Found(results=[], total=0, capped=False, page_number=1, has_next=False)


def find(
    text: str,
    *,
    request: HttpRequest,
    page_number: int = 1,
    filters: Filters | None = None,
    after: Cursor | None = None,
    promote: bool = False,
) -> Found:
    """The pages and documents that have the words of ``text``, in any form; those with all of them first.

    Accepts any text. A page number past the end gives the last page; ``after`` counts instead of it. ``promote``: with
    what editors recommend. The number of queries does not grow with the number of results.
    """
    understood = understand(shown(text))
    if not understood.terms:
        return NOTHING
    filters = known_filters(filters or Filters(), request)
    ranked, others, rows, capped = _ranked(understood, filters, request)
    facets = facets_of(ranked, rows, filters, request)
    promoted = promoted_for(understood, request) if promote and not filters.items() else ()
    recommended = {one.key for one in promoted}
    ranked = [item for item in ranked if item[0] not in recommended]
    keys = [key for key, _page in ranked]
    last = max(1, -(-len(keys) // PER_PAGE))
    start = (min(max(page_number, 1), last) - 1) * PER_PAGE
    if after is not None:
        known = next((key for key in after.keys if key in keys), None)
        start = keys.index(known) + 1 if known else min(after.start, len(keys))
    end = start + PER_PAGE
    return Found(
        results=_results(ranked[start:end], understood, request),
        total=len(keys) + len(promoted),
        capped=capped,
        page_number=start // PER_PAGE + 1,
        has_next=end < len(keys),
        some=bool(ranked) and not ranked[0][1].is_full,
        corrected=understood.corrected,
        facets=facets,
        following=Cursor(tuple(reversed(keys[start:end][-REMEMBERED:])), end) if end < len(keys) else None,
        nearest=[] if ranked or promoted else _nearest(others, rows, request),
        promoted=promoted if start == 0 else (),
    )


def starting_points(request: HttpRequest) -> list[Link]:
    """Links shown without a query: all guides and all courses."""

    def compute() -> list[Link]:
        found = (_public(model, request).first() for model in (GuideIndex, Catalogue))
        return [Link(page.title, page.get_url(request) or "") for page in found if page]

    return cached(("search", "starting points", language_key()), compute)


def _public(model: type[Page], request: HttpRequest) -> Any:
    """Live unrestricted pages of the request's site."""
    site = Site.find_for_request(request)
    pages = model.objects.live().exclude(private_q())
    return pages.descendant_of(site.root_page, inclusive=True) if site else pages.none()


def _ranked(
    understood: Understood, filters: Filters, request: HttpRequest
) -> tuple[list[tuple[Key, RankedPage]], list[tuple[Key, RankedPage]], dict[int, Row], bool]:
    """Pages and documents in order, those with too few of the words, the rows of all, and whether there are more."""
    terms = understood.telling
    rows, capped = _candidates(Expression(tuple(map(_without_kindred, terms))), filters, request)
    if len({row.key for row in rows.values()}) < FEW:
        more, _capped = _candidates(Expression(terms, every=False), filters, request)
        rows |= more
    ranker = Ranker(terms)
    texts = get_search_backend().lemma_texts(list(rows))
    scored = [ranker.score(pk, *texts[pk]) for pk in rows if pk in texts]
    fresh = {pk: row.legal_state for pk, row in rows.items()}
    ranked = rank_pages(scored, {pk: row.key for pk, row in rows.items()}, ranker, fresh)
    ranked = in_order(with_feedback(ranked, texts, terms), fresh)
    results = [item for item in ranked if item[1].is_full or item[1].coverage >= LEAST_COVERAGE]
    others = [item for item in ranked if not item[1].is_full and item[1].coverage < LEAST_COVERAGE]
    return results, others, rows, capped


def _without_kindred(term: Term) -> Term:
    return replace(term, alternatives=tuple(one for one in term.alternatives if one.weight > KINDRED))


def _candidates(expression: Expression, filters: Filters, request: HttpRequest) -> tuple[dict[int, Row], bool]:
    """The sections that the engine finds and the reader may open, by their ids, in the order of the engine.

    Where many of them are closed to the reader, the engine is asked for further ones, up to ``MOST_WINDOWS`` times.
    """
    rows: dict[int, Row] = {}
    for window in range(MOST_WINDOWS):
        found = get_search_backend().candidates(expression, filters, limit=MOST_SECTIONS, offset=window * MOST_SECTIONS)
        rows |= readable_rows([candidate.section for candidate in found], request)
        if len(found) < MOST_SECTIONS:
            return rows, False
        if len(rows) >= MOST_SECTIONS // 2:
            break
    return rows, True


def _nearest(others: Sequence[tuple[Key, RankedPage]], rows: dict[int, Row], request: HttpRequest) -> list[Link]:
    """The guides and courses of pages that have a little of the query."""
    found = (rows[page.sections[0]].part_of for _key, page in others)
    pks = list(dict.fromkeys(pk for pk in found if pk))[:NEAREST_SHOWN]
    pages = open_pages(pks, request) if pks else {}
    return [Link(pages[pk].title, pages[pk].get_url(request) or "") for pk in pks if pk in pages]


def _results(shown: Sequence[tuple[Key, RankedPage]], understood: Understood, request: HttpRequest) -> list[Result]:
    keys = [key for key, _page in shown]
    pages = {page.pk: page for page in _pages([pk for kind, pk in keys if kind == "page"])}
    documents = PomostDocument.objects.defer("extracted_text").in_bulk([pk for kind, pk in keys if kind == "document"])
    sections = Section.objects.in_bulk([pk for _key, page in shown for pk in page.sections[: SECTIONS_SHOWN + 1]])
    above = _titles_above(pages.values())
    marker = Marker(understood.telling)
    results = []
    for (kind, pk), ranked in shown:
        found = [sections[one] for one in ranked.sections if one in sections]
        if kind == "document" and pk in documents:
            results.append(_document_result(documents[pk], found, ranked, marker))
        elif kind == "page" and pk in pages:
            results.append(_page_result(pages[pk], found, ranked, marker, request, above))
    return results


def _pages(pks: Sequence[int]) -> Iterable[Page]:
    return Page.objects.filter(pk__in=pks).specific(defer=True)


def _titles_above(pages: Iterable[Page]) -> dict[str, str]:
    """Titles of the live ancestors of these pages, below the home page, by tree path, in one query."""
    step = Page.steplen
    paths = {page.path[:end] for page in pages for end in range(3 * step, len(page.path), step)}
    return dict(Page.objects.live().filter(path__in=paths).values_list("path", "title"))


def _page_result(
    page: Page,
    sections: Sequence[Section],
    ranked: RankedPage,
    marker: Marker,
    request: HttpRequest,
    above: dict[str, str],
) -> Result:
    step = Page.steplen
    trail = (above.get(page.path[:end]) for end in range(3 * step, len(page.path), step))
    url = page.get_url(request) or ""
    best = sections[0]
    others = [one for one in sections[1:] if one.anchor][:SECTIONS_SHOWN]
    return Result(
        title=page.title,
        url=f"{url}#{best.anchor}" if best.anchor else url,
        kind=_kind_of(page),
        excerpt=marker.excerpt(_texts(best, sections)),
        breadcrumb=" › ".join(title for title in trail if title),
        section=best.heading,
        sections=tuple(SectionLink(one.heading, f"{url}#{one.anchor}") for one in others),
        is_full=ranked.is_full,
    )


def _document_result(
    document: PomostDocument, sections: Sequence[Section], ranked: RankedPage, marker: Marker
) -> Result:
    anchor = sections[0].anchor
    number = anchor.partition("=")[2]
    return Result(
        title=document.title,
        url=f"{document.url}#{anchor}" if anchor else document.url,
        kind=_("Document"),
        excerpt=marker.excerpt([sections[0].text]),
        breadcrumb=document.format,
        section=_("page %(number)s") % {"number": number} if number else "",
        is_full=ranked.is_full,
    )


def _texts(best: Section, sections: Sequence[Section]) -> list[str]:
    """The texts that an excerpt can be taken from: the summary of the page, then the best section."""
    first = next((one for one in sections if one.position == 0), None)
    summary = first.keywords.split("\n")[0] if first else ""
    return [text for text in (summary if best.position == 0 else "", best.text, best.requirements) if text]


def _kind_of(page: Page) -> str:
    """The name of a page's kind: a guide's own kind, the name of the page type, or "page"."""
    if isinstance(page, Guide):
        return capfirst(page.get_kind_display())
    return capfirst(str(page._meta.verbose_name)) if isinstance(page, NAMED) else pgettext("kind", "Page")
