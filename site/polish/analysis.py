"""Turns Polish text into the words that search compares: one lemma for each word, without diacritics.

``umów o pracę`` and ``umowa o prace`` both become ``umowa o praca``. The index holds the lemma that is the most common;
a query asks for all lemmas that its words can have, so that a wrong guess in the index is still found.
"""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import combinations, islice, product
from typing import NamedTuple

from polish.folding import fold
from polish.morphology import CACHED_FORMS, Reading, dictionary_version, frequency, readings, readings_of_guess

RULES_VERSION = 4
"""Raised with every change of the rules below and of families: an index made by other rules has to be rebuilt."""

MOST_SPELLINGS = 300
"""Of a word without diacritics that no dictionary has, so many spellings with diacritics are tried."""
_LETTERS = {"a": "ą", "c": "ć", "e": "ę", "l": "ł", "n": "ń", "o": "ó", "s": "ś", "z": "żź"}

# Endings that abbreviations take: KRS-u, ZUS-em, NGO-sów, PIT-ów, RODO-wi.
_ENDINGS = (
    "u|owi|em|iem|ie|zie|cie|sie|a|e|ę|ą|y|i|ów|om|ami|ach|wi|wie|wy"
    "|sy|si|sów|som|sami|sach|sem|tem|tu|ty|tów|tom|tami|tach"
)
_SOFT_HYPHEN = "\u00ad"
# Possessive quantifiers: none of these gives back what it took, which spares a third of the time.
_TOKEN = re.compile(
    rf"""(?<![^\W_])(?:
        (?P<upper>[A-ZĄĆĘŁŃÓŚŹŻ]{{2,7}}+)(?:[-‑–]?(?:{_ENDINGS}))(?![^\W_])
      | (?P<lower>[a-ząćęłńóśźż]{{2,5}}+)[-‑](?:{_ENDINGS})(?![^\W_])
      )
      | (?P<letters>[^\W\d_]++(?:\u00ad[^\W\d_]*+)*+)
      | (?P<digits>\d++)
    """,
    re.VERBOSE,
)


class Token(NamedTuple):
    """A word of a text: ``text[start:end]``, and its ``stem``, the spelling that is looked up in the dictionary."""

    start: int
    end: int
    stem: str


def tokens(text: str) -> Iterator[Token]:
    """The words of a text, letters and digits apart: ``PIT-4R`` is three words.

    The ending of an abbreviation belongs to its word but not to the stem: ``KRS`` in ``KRS-u``.
    """
    for found in _TOKEN.finditer(text):
        yield Token(*found.span(), found[found.lastgroup or 0].replace(_SOFT_HYPHEN, ""))


def stems(text: str) -> list[str]:
    """The stems of the words of a text, in order."""
    found = [one[one.lastgroup or 0] for one in _TOKEN.finditer(text)]
    return [stem.replace(_SOFT_HYPHEN, "") for stem in found] if _SOFT_HYPHEN in text else found


def plain(text: str) -> str:
    """A word or a text in lower case and without Polish diacritics, as the index has it."""
    return fold(text).lower()


@lru_cache(maxsize=1_000)
def restored(word: str) -> tuple[tuple[Reading, ...], ...]:
    """What a folded word can be, for each of its spellings with Polish letters.

    Of a long word only the spellings with the fewest of them are tried: few words have more than three.
    """
    spellings = islice(_spellings(word), MOST_SPELLINGS)
    return tuple(found for spelling in spellings if (found := readings_of_guess(spelling)))


def _spellings(word: str) -> Iterator[str]:
    """The spellings of ``word`` with one Polish letter, with two, and so on."""
    places = [place for place, letter in enumerate(word) if letter in _LETTERS]
    for number in range(1, len(places) + 1):
        for changed in combinations(places, number):
            for letters in product(*(_LETTERS[word[place]] for place in changed)):
                spelling = list(word)
                for place, letter in zip(changed, letters, strict=True):
                    spelling[place] = letter
                yield "".join(spelling)


class Analyser:
    """Chooses lemmas by how common they are in Polish and, with ``counts``, in the texts of the site.

    ``counts`` maps folded lemmas to the number of their occurrences whose form belongs to no other lemma.
    """

    def __init__(self, counts: Mapping[str, int] | None = None) -> None:
        self.counts = counts or {}
        self.lemma = lru_cache(maxsize=CACHED_FORMS)(self._lemma)

    def lemmas(self, text: str) -> list[str]:
        """The lemma of each word of a text, in order."""
        return list(map(self.lemma, stems(text)))

    def index_text(self, text: str) -> str:
        """A text as the index holds it: its lemmas, separated by spaces."""
        return " ".join(self.lemmas(text))

    def readings(self, stem: str) -> list[Reading]:
        """What a word can be, the most common first; a word that is in no dictionary is its own lemma."""
        found = sorted(readings(stem), key=lambda reading: -self._weight(reading.lemma))
        return found or [Reading(stem, is_function=False)]

    def possible_lemmas(self, stem: str) -> list[str]:
        """All lemmas that a word can have, also one that lacks its diacritics, folded."""
        found = self.readings(stem)
        if not readings(stem):
            found = [reading for group in restored(plain(stem)) for reading in group] or found
        return list(dict.fromkeys(plain(reading.lemma) for reading in found))

    def _lemma(self, stem: str) -> str:
        return plain(self.readings(stem)[0].lemma)

    def _weight(self, lemma: str) -> float:
        # A form of the site counts as a thousand of the table: the site's texts are of its own field.
        on_site = self.counts.get(plain(lemma), 0)
        return 10 ** frequency(lemma) + 1000 * on_site


def version() -> str:
    """Names the rules and the dictionary: texts analysed by one version are not compared with another's."""
    return f"{RULES_VERSION} {dictionary_version()}"
