"""Orders the sections that an engine found, by one rule for all engines.

BM25F over the fields of a section (Robertson, Zaragoza 2009), more for words that stand near each other in the order of
the query, more for a title or heading that has them, and less for each word that is missing. The newer legal state wins
between equals.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from search.expressions import KINDRED, Term

Key = tuple[str, int]
"""A page or a document: ``"page"`` or ``"document"`` and its primary key."""

# How much a word counts in the fields of a section, and how long such a field is on average, in words.
_FIELDS = ("title", "heading", "requirements", "keywords", "text")
_WEIGHTS = {"title": 4.0, "heading": 3.0, "requirements": 2.0, "keywords": 2.0, "text": 1.0}
_LENGTHS = {"title": 5.0, "heading": 5.0, "requirements": 30.0, "keywords": 30.0, "text": 120.0}
_SATURATION = 2.0
_LENGTH_MATTERS = 0.5
_NEAR = {"title": 2.0, "heading": 2.0, "requirements": 1.0, "keywords": 1.0, "text": 1.0}
_WHOLE_TITLE = 2.0
_FURTHEST = 8
"""Words further apart than this are not near each other."""


@dataclass(frozen=True, slots=True)
class Scored:
    """A section with its score; ``found`` has the weight of each term that it has: 1 for the word itself."""

    section: int
    score: float
    found: dict[int, float]


@dataclass(frozen=True, slots=True)
class RankedPage:
    """A page or a document: its sections, the best first. ``is_full``: one of them has every word."""

    sections: tuple[int, ...]
    score: float
    coverage: float
    is_full: bool


class Ranker:
    """Scores sections for the terms of one query."""

    def __init__(self, terms: Sequence[Term]) -> None:
        self.terms = terms
        self.total = sum(term.importance for term in terms) or 1.0
        self.starts: dict[str, list[tuple[int, tuple[str, ...], float]]] = {}
        for number, term in enumerate(terms):
            for other in term.alternatives:
                self.starts.setdefault(other.lemmas[0], []).append((number, other.lemmas, other.weight))

    def score(self, section: int, title: str, body: str) -> Scored:
        """``title`` and ``body`` as the index has them: a field in each line."""
        frequencies = [0.0] * len(self.terms)
        found: dict[int, float] = {}
        extra = 0.0
        for name, line in zip(_FIELDS, (*_lines(title, 2), *_lines(body, 3)), strict=True):
            words = line.split()
            hits = self._hits(words)
            if not hits:
                continue
            length = 1 - _LENGTH_MATTERS + _LENGTH_MATTERS * len(words) / _LENGTHS[name]
            for _place, number, weight in hits:
                frequencies[number] += _WEIGHTS[name] * weight / length
                found[number] = max(found.get(number, 0.0), weight)
            extra += _NEAR[name] * self._nearness(hits)
            if name in ("title", "heading"):
                extra += _WHOLE_TITLE * self._share_of(hits, len(words))
        score = extra + sum(
            term.importance * (_SATURATION + 1) * frequency / (frequency + _SATURATION)
            for term, frequency in zip(self.terms, frequencies, strict=True)
        )
        return Scored(section, score * self.coverage(found) ** 2, found)

    def coverage(self, found: Mapping[int, float]) -> float:
        """How much of the query the found terms are, from 0 to 1."""
        return sum(self.terms[number].importance * weight for number, weight in found.items()) / self.total

    def _hits(self, words: Sequence[str]) -> list[tuple[int, int, float]]:
        """Places of terms in a field: the position, the number of the term, the weight of the alternative."""
        starts = self.starts
        if starts.keys().isdisjoint(words):
            return []
        return [
            (place, number, weight)
            for place, word in enumerate(words)
            if word in starts
            for number, lemmas, weight in starts[word]
            if len(lemmas) == 1 or tuple(words[place : place + len(lemmas)]) == lemmas
        ]

    def _nearness(self, hits: Sequence[tuple[int, int, float]]) -> float:
        """For each two neighbours in the query the importance of the lesser, divided by their least distance."""
        best: dict[tuple[int, int], float] = {}
        for index, (place, number, _weight) in enumerate(hits):
            for other_place, other, _other_weight in hits[index + 1 :]:
                distance = other_place - place
                if distance > _FURTHEST:
                    break
                if abs(other - number) == 1:
                    pair = (min(number, other), max(number, other))
                    closeness = (1.0 if other > number else 0.7) / max(distance, 1)
                    best[pair] = max(best.get(pair, 0.0), closeness)
        return sum(
            closeness * min(self.terms[first].importance, self.terms[second].importance)
            for (first, second), closeness in best.items()
        )

    def _share_of(self, hits: Sequence[tuple[int, int, float]], length: int) -> float:
        """The importance of what a title has of the query, more where the title has little else."""
        found: dict[int, float] = {}
        for _place, number, weight in hits:
            found[number] = max(found.get(number, 0.0), weight)
        share = self.coverage(found)
        return self.total * share * share * (0.5 + 0.5 * min(1.0, len(found) / length))


def rank_pages(
    scored: Sequence[Scored], pages: Mapping[int, Key], ranker: Ranker, fresh: Mapping[int, date | None]
) -> list[tuple[Key, RankedPage]]:
    """Groups sections by page or document and orders these (``in_order``).

    ``pages`` maps the id of a section to the key of its page or document, ``fresh`` to the date of its legal state.
    """
    groups: dict[Key, list[Scored]] = {}
    for one in scored:
        if one.found:
            groups.setdefault(pages[one.section], []).append(one)
    ranked = []
    for key, sections in groups.items():
        sections.sort(key=lambda one: (-one.score, one.section))
        found: dict[int, float] = {}
        for one in sections:
            found |= {number: max(weight, found.get(number, 0.0)) for number, weight in one.found.items()}
        coverage = ranker.coverage(found)
        best = sections[0].score + 0.1 * sum(one.score for one in sections[1:3])
        page = RankedPage(
            sections=tuple(one.section for one in sections),
            score=best * (0.5 + 0.5 * coverage),
            coverage=coverage,
            is_full=any(len(one.found) == len(ranker.terms) and min(one.found.values()) > KINDRED for one in sections),
        )
        ranked.append((key, page))
    return in_order(ranked, fresh)


def in_order(
    ranked: Iterable[tuple[Key, RankedPage]], fresh: Mapping[int, date | None]
) -> list[tuple[Key, RankedPage]]:
    """Those with every word in one section first, then by score, then the newer legal state."""

    def order(item: tuple[Key, RankedPage]) -> tuple[bool, float, int, Key]:
        key, page = item
        legal_state = fresh.get(page.sections[0])
        return (not page.is_full, -round(page.score, 2), -legal_state.toordinal() if legal_state else 0, key)

    return sorted(ranked, key=order)


def _lines(text: str, count: int) -> list[str]:
    lines = text.split("\n")[:count]
    return lines + [""] * (count - len(lines))
