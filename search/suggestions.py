"""What the search field suggests while a reader types: titles, headings and terms of the glossary."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Case, F, Q, Value, When
from django.db.models.functions import Length
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.search.backends import get_search_backend

from polish.analysis import plain
from publishing.public_cache import cached
from reference.models import GlossaryTerm
from search.backends.completing import beginnings
from search.models import Section
from search.models.sections import Kind
from search.query import shown
from search.rows import readable_rows

MOST = 8
SHORTEST = 2
"""The least number of characters for which anything is suggested."""
MOST_SECTIONS = 400
"""How many sections an engine is asked for: bounds the cost of beginnings that very many have."""
COMPARED = 60


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A title, a heading or a term, where it leads, and the page that it is of, or the kind of what it names."""

    title: str
    url: str
    context: str


def suggest(text: str, *, request: HttpRequest) -> list[Suggestion]:
    """At most ``MOST`` suggestions for the beginning of a query, any text; what begins with it comes first.

    The number of queries does not grow with the number of suggestions.
    """
    text = shown(text)
    words = beginnings(text)
    if len("".join(words)) < SHORTEST:
        return []
    found = [*_terms(words), *_sections(text, request)]
    typed = plain(text)
    found.sort(key=lambda one: (not plain(one.title).startswith(typed), len(one.title)))
    different: dict[tuple[str, str], Suggestion] = {}
    for one in found:
        different.setdefault((plain(one.title), one.context), one)
    return list(different.values())[:MOST]


def _sections(text: str, request: HttpRequest) -> list[Suggestion]:
    readable = readable_rows(get_search_backend().completions(text, limit=MOST_SECTIONS), request)
    if not readable:
        return []
    suggestion = Case(When(heading="", then=F("title")), default=F("heading"))
    typed = Q(heading="", title__istartswith=text) | Q(heading__istartswith=text)
    sections = (
        Section.objects.filter(pk__in=list(readable))
        .select_related("page", "document")
        .defer("text", "requirements", "keywords", "document__extracted_text")
        .order_by(Case(When(typed, then=Value(0)), default=Value(1)), Length(suggestion), "heading", "pk")
    )
    return [one for section in sections[:COMPARED] if (one := _of_section(section, request)) is not None]


def _of_section(section: Section, request: HttpRequest) -> Suggestion | None:
    if section.page is not None:
        url = section.page.get_url(request) or ""
    elif section.document is not None:
        url = section.document.url
    else:
        return None
    anchor = f"#{section.anchor}" if section.anchor and section.heading else ""
    return Suggestion(
        title=section.suggestion,
        url=f"{url}{anchor}",
        context=section.title if section.heading else str(Kind(section.kind).label),
    )


def _terms(words: list[str]) -> list[Suggestion]:
    """The terms of the glossary with words of these beginnings; they lead to a search for the term."""
    address = reverse("search:search")
    return [
        Suggestion(title=term, url=f"{address}?{urlencode({'q': term})}", context=_("Glossary"))
        for term, parts in _glossary()
        if all(any(part.startswith(word) for part in parts) for word in words)
    ]


def _glossary() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Each term with its words; cached until something is published or a term is changed."""

    def read() -> tuple[tuple[str, tuple[str, ...]], ...]:
        terms = GlossaryTerm.objects.values_list("term", flat=True)
        return tuple((term, tuple(beginnings(term))) for term in terms)

    return cached(("search glossary",), read)
