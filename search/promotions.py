"""Finds the results that editors recommend for a query."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest
from django.utils import timezone
from wagtail.models import Page, Site

from polish.analysis import plain, tokens
from publishing.access import readable_q
from publishing.models import PomostDocument
from publishing.public_cache import cached
from search.analysis import analyser
from search.expressions import KINDRED, Term
from search.models import PromotedResult
from search.ranking import Key
from search.understanding import Understood


@dataclass(frozen=True, slots=True)
class Promoted:
    """A recommended page or document; ``reason`` is the editors' sentence, ``format`` that of a document."""

    key: Key
    title: str
    url: str
    reason: str
    format: str = ""


@dataclass(frozen=True, slots=True)
class _Phrase:
    """The lemmas that each telling word can have, and the lemmas of the other words, such as prepositions."""

    words: tuple[frozenset[str], ...]
    others: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Row:
    key: Key
    reason: str
    until: date | None
    phrases: tuple[_Phrase, ...]


def promoted_for(understood: Understood, request: HttpRequest) -> tuple[Promoted, ...]:
    """What is recommended for a query, as far as the reader may open it. No query where nothing is."""
    today = timezone.localdate()
    rows = {
        row.key: row
        for row in _rows()
        if (row.until is None or row.until >= today)
        and any(_matches(understood.telling, phrase.words, phrase.others) for phrase in row.phrases)
    }
    targets = _readable_targets(rows, request) if rows else {}
    return tuple(targets[key] for key in rows if key in targets)


def _rows() -> tuple[_Row, ...]:
    """The promoted results, cached until something is published or one of them is changed."""

    def read() -> tuple[_Row, ...]:
        return tuple(
            _Row(
                key=("page", row.page_id) if row.page_id else ("document", row.document_id or 0),
                reason=row.reason,
                until=row.until,
                phrases=tuple(phrase for line in row.lines() if (phrase := _phrase(line)).words),
            )
            for row in PromotedResult.objects.current(timezone.localdate())
        )

    return cached(("search promotions",), read)


def _phrase(text: str) -> _Phrase:
    words: list[frozenset[str]] = []
    others: list[frozenset[str]] = []
    for token in tokens(text):
        found = analyser().readings(token.stem)
        lemmas = frozenset(plain(reading.lemma) for reading in found)
        (others if found[0].is_function else words).append(lemmas)
    # A phrase of nothing but such words is searched for by them.
    return _Phrase(tuple(words), frozenset().union(*others)) if words else _Phrase(tuple(others), frozenset())


def _matches(terms: Sequence[Term], words: Sequence[frozenset[str]], others: frozenset[str]) -> bool:
    """Whether the terms of a query are these words, in any order."""
    if not terms:
        return not words
    return any(
        (rest := _without(words, [lemma for lemma in alternative.lemmas if lemma not in others])) is not None
        and _matches(terms[1:], rest, others)
        for alternative in terms[0].alternatives
        if alternative.weight > KINDRED
    )


def _without(words: Sequence[frozenset[str]], lemmas: Sequence[str]) -> list[frozenset[str]] | None:
    """The words that are left when each lemma has taken one of them; None where a lemma has none, or there is none."""
    rest = list(words)
    for lemma in lemmas:
        place = next((number for number, word in enumerate(rest) if lemma in word), None)
        if place is None:
            return None
        del rest[place]
    return rest if lemmas else None


def _readable_targets(rows: dict[Key, _Row], request: HttpRequest) -> dict[Key, Promoted]:
    """The live pages of the site and the public documents among the targets that the reader may open."""
    site = Site.find_for_request(request)
    found: dict[Key, Promoted] = {}
    page_ids = [pk for kind, pk in rows if kind == "page"]
    document_ids = [pk for kind, pk in rows if kind == "document"]
    if site and page_ids:
        pages = Page.objects.live().filter(readable_q(request), pk__in=page_ids)
        for page in pages.descendant_of(site.root_page, inclusive=True).specific(defer=True):
            key = ("page", page.pk)
            found[key] = Promoted(key, page.title, page.get_url(request) or "", rows[key].reason)
    if document_ids:
        for document in PomostDocument.objects.public().filter(pk__in=document_ids).defer("extracted_text"):
            key = ("document", document.pk)
            found[key] = Promoted(key, document.title, document.url, rows[key].reason, document.format)
    return found
