"""Reading time of a text, its syllables and sentences, and how hard it is to read."""

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass

WORDS_PER_MINUTE = 180
"""Words of Polish read silently in a minute.

Below the 238 measured for English non-fiction (Brysbaert 2019): Polish words are longer, guidance is read with care.
"""

_WORD = re.compile(r"\w+(?:[-'’]\w+)*")


def count_words(text: str) -> int:
    """Return the number of words in plain ``text``; a hyphenated compound is one word."""
    return len(_WORD.findall(text))


def minutes_for(words: int) -> int:
    """Return the reading time of this many words in whole minutes, rounded up, at least one."""
    return max(1, math.ceil(words / WORDS_PER_MINUTE))


HARD_SYLLABLES = 4
"""Syllables from which on a Polish word counts as hard: with its endings it is longer than an English one."""

_VOWEL = re.compile(r"i(?=[aąeęioóuy])|([aąeęioóuy])")

# What stands before a dot that ends no sentence.
_ABBREVIATION = re.compile(
    "al|art|dr|ds|dz|gm|godz|hab|im|in|inż|itd|itp|jw|lek|lit|m\\.in|mgr|min|mjr|nast|np|nr|ok|os|par|pkt|pl|por|poz|pow"
    "|prof|przyp|ps|rozdz|rys|s|str|św|sygn|tab|tel|tj|tys|tzn|tzw|u|ul|ust|wg|woj|ww|zał|zob",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"""(?P<mark>[.!?…]+)["”’»)\]]*\s+(?=["„‘«(\[]*(?:[^\W\d_]|\d))""")
_LAST_WORD = re.compile(r"[\w.]*\w\Z")


@dataclass(frozen=True, slots=True)
class Readability:
    """How hard a text is: ``fog`` is about the years of school that its reader needs."""

    fog: float
    words: int
    sentences: int
    hard_words: int


def count_syllables(word: str) -> int:
    """Return the number of vowels of a Polish word; ``i`` before a vowel only softens the consonant before it."""
    return sum(1 for found in _VOWEL.finditer(word.lower()) if found[1])


def sentences(text: str) -> list[str]:
    """Return the sentences of a plain text without line breaks in their order; joined by a space they give it back.

    A dot ends none after an abbreviation, after a number that is an ordinal (``1. kwartał``) and before a small letter.
    """
    text = " ".join(text.split())
    found: list[str] = []
    start = 0
    for end in _SENTENCE_END.finditer(text):
        if not _ends(text, end):
            continue
        found.append(text[start : end.end()].rstrip())
        start = end.end()
    return [*found, text[start:]] if start < len(text) else found


def _ends(text: str, end: re.Match[str]) -> bool:
    following = text[end.end() :].lstrip('"„‘«([')[:1]
    if following.islower():
        return False
    if end["mark"] != ".":
        return True
    before = _LAST_WORD.search(text, 0, end.start())
    word = before[0] if before else ""
    if len(word) == 1 and word.isupper():
        return False
    return not _ABBREVIATION.fullmatch(word) and not (word.isdigit() and following.isdigit())


def readability(texts: Iterable[str]) -> Readability | None:
    """Return FOG-PL of texts, of which each is whole sentences (a paragraph, an item of a list); None without words.

    0.4 times the sum of the mean number of words in a sentence and the percentage of words of four or more syllables.
    """
    words = hard = count = 0
    for text in texts:
        for sentence in sentences(text):
            inside = _WORD.findall(sentence)
            words += len(inside)
            hard += sum(count_syllables(word) >= HARD_SYLLABLES for word in inside)
            count += bool(inside)
    if not words:
        return None
    return Readability(fog=0.4 * (words / count + 100 * hard / words), words=words, sentences=count, hard_words=hard)
