"""Excerpts: the part of a text around the words that were found, with these marked, in whatever form they stand."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from polish.analysis import tokens
from search.analysis import analyser
from search.expressions import Term

LENGTH = 240
BEFORE = 60
# How many characters of a text are searched, and how many matches in it are compared.
FURTHEST = 20_000
MOST_PLACES = 200


@dataclass(frozen=True, slots=True)
class _Place:
    """A word of the text that was found: its position and the numbers of the terms that it is a form of."""

    start: int
    end: int
    terms: frozenset[int]


class Marker:
    """Marks the words of one query in texts; the words of a phrase only where they stand together."""

    def __init__(self, terms: Sequence[Term]) -> None:
        self.starts: dict[str, list[tuple[int, tuple[str, ...]]]] = {}
        for number, term in enumerate(terms):
            for other in term.alternatives:
                self.starts.setdefault(other.lemmas[0], []).append((number, other.lemmas))

    def excerpt(self, texts: Iterable[str], *, length: int = LENGTH) -> SafeString:
        """About ``length`` characters of the text that has the most of the words, the first of several.

        Where no text has any, the beginning of the first text.
        """
        best, places, start, most, first = "", [], 0, 0, ""
        for raw in texts:
            text = " ".join(raw[:FURTHEST].split())
            first = first or text
            found = self._places(text)
            count, place = _best_place(found, length)
            if count > most:
                best, places, start, most = text, found, place, count
        return _marked(best, places, start, length) if most else _marked(first, [], 0, length)

    def _places(self, text: str) -> list[_Place]:
        found = list(tokens(text))
        lemmas = [analyser().lemma(token.stem) for token in found]
        numbers: defaultdict[int, set[int]] = defaultdict(set)
        for place, lemma in enumerate(lemmas):
            for number, phrase in self.starts.get(lemma, ()):
                if tuple(lemmas[place : place + len(phrase)]) == phrase:
                    for word in range(place, place + len(phrase)):
                        numbers[word].add(number)
        return [_Place(found[word].start, found[word].end, frozenset(terms)) for word, terms in sorted(numbers.items())]


def _best_place(places: Sequence[_Place], length: int) -> tuple[int, int]:
    """The largest number of different words within ``length`` characters, and the position of the first of them."""
    places = places[:MOST_PLACES]
    best, best_start = 0, 0
    for number, place in enumerate(places):
        near: set[int] = set()
        for other in places[number:]:
            if other.start >= place.start + length - BEFORE:
                break
            near |= other.terms
        if len(near) > best:
            best, best_start = len(near), place.start
    return best, best_start


def _marked(text: str, places: Sequence[_Place], place: int, length: int) -> SafeString:
    start = 0 if place <= BEFORE else text.find(" ", place - BEFORE, place) + 1 or place
    end = start + length
    if end < len(text):
        end = text.rfind(" ", start + 1, end)
        end = start + length if end <= place else end
    parts: list[str] = ["… "] if start else []
    last = start
    for found in places:
        if start <= found.start and found.end <= end:
            parts.append(conditional_escape(text[last : found.start]))
            parts.append(format_html("<mark>{}</mark>", text[found.start : found.end]))
            last = found.end
    parts.append(conditional_escape(text[last:end]))
    if end < len(text):
        parts.append(" …")
    return mark_safe("".join(parts))  # noqa: S308 - every piece of the text is escaped above
