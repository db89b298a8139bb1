"""Excerpts: the part of a text around the words that were found, with these marked."""

import re
from collections.abc import Iterable, Sequence

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from polish.folding import fold

LENGTH = 240
BEFORE = 60
# How many characters of a text are searched, and how many matches in it are compared.
FURTHEST = 20_000
MOST_PLACES = 200


def plain(text: str) -> str:
    """``text`` folded and in lower case, of the same length, for comparison."""
    folded = fold(text)
    small = folded.lower()
    if len(small) == len(folded):
        return small
    # A few letters of other languages have a longer lower case: those stay unchanged, to keep the length.
    return "".join(sign.lower() if len(sign.lower()) == 1 else sign for sign in folded)


def words_found(text: str, words: Iterable[str]) -> set[str]:
    """Those of ``words`` (folded, lower case) that ``text`` contains, ignoring its case and Polish diacritics."""
    wanted = set(words)
    return wanted & set(re.findall(r"[^\W_]+", plain(text)))


def excerpt(texts: Iterable[str], words: Sequence[str], *, length: int = LENGTH) -> SafeString:
    """About ``length`` characters of the text that has the most of ``words``, the first of several.

    ``words`` are folded and in lower case. Where no text has any, the excerpt is the beginning of the first text.
    """
    pattern = _pattern(words)
    best, start, most, first = "", 0, 0, ""
    for raw in texts:
        text = " ".join(raw[:FURTHEST].split())
        first = first or text
        count, place = _best_place(plain(text), pattern, length) if pattern else (0, 0)
        if count > most:
            best, start, most = text, place, count
    if not most:
        best, start = first, 0
    return _marked(best, start, pattern, length)


def _pattern(words: Sequence[str]) -> re.Pattern[str] | None:
    if not words:
        return None
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(re.escape(word) for word in set(words))})(?![^\W_])")


def _best_place(text: str, pattern: re.Pattern[str], length: int) -> tuple[int, int]:
    """The largest number of different words within ``length`` characters, and the position of the first of them."""
    places = [(found.start(), found.group()) for found, _n in zip(pattern.finditer(text), range(MOST_PLACES))]  # noqa: B905
    best, best_start = 0, 0
    for number, (start, _word) in enumerate(places):
        near = {word for place, word in places[number:] if place < start + length - BEFORE}
        if len(near) > best:
            best, best_start = len(near), start
    return best, best_start


def _marked(text: str, place: int, pattern: re.Pattern[str] | None, length: int) -> SafeString:
    start = 0 if place <= BEFORE else text.find(" ", place - BEFORE, place) + 1 or place
    end = start + length
    if end < len(text):
        end = text.rfind(" ", start + 1, end)
        end = start + length if end <= place else end
    piece = text[start:end]
    parts: list[str] = ["… "] if start else []
    last = 0
    for found in pattern.finditer(plain(piece)) if pattern else ():
        parts.append(conditional_escape(piece[last : found.start()]))
        parts.append(format_html("<mark>{}</mark>", piece[found.start() : found.end()]))
        last = found.end()
    parts.append(conditional_escape(piece[last:]))
    if end < len(text):
        parts.append(" …")
    return mark_safe("".join(parts))  # noqa: S308 - every piece of the text is escaped above
