"""The inflection of Polish words: Morfeusz 2 with its dictionary SGJP, and how common words are.

Both are loaded at the first use, or by ``load()``, and shared by all threads of a process.
"""

import math
import re
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.metadata import version
from typing import Any

import morfeusz2
import wordfreq

# SGJP marks rare, old and dialectal meanings, and surnames; they lose to any other reading of the same form.
_UNUSUAL = frozenset({"daw.", "gwar.", "przest.", "rzad.", "hist.", "pot.", "książk.", "środ.", "reg."})
_NAMES = frozenset({"nazwisko", "imię", "nazwa_geograficzna", "nazwa_pospolita_rzadka"})
_FUNCTION_TAGS = frozenset(
    {"prep", "conj", "comp", "part", "interj", "ppron12", "ppron3", "siebie", "aglt", "cond", "pred", "bedzie", "qub"}
)
# Verbs, pronouns and adverbs of questions that say nothing of their subject.
_FUNCTION_LEMMAS = frozenset(
    """
    robić zrobić być bywać mieć móc musieć chcieć powinien należeć dać dawać zostać prosić pytać wiedzieć
    potrzebować potrzebny trzeba warto wolno polegać oznaczać znaczyć wyglądać dotyczyć
    ten tamten taki jaki który kto co nic ktoś coś jakiś czyj swój mój twój nasz wasz każdy wszystko
    gdzie kiedy jak ile czemu dlaczego skąd dokąd tak tu tam teraz wtedy tylko także też jeszcze już bardzo
    """.split()  # noqa: SIM905 - a list of words is read more easily without quotes
)
# Abbreviations have lemmas such as "p." and "tj.".
_NOT_IN_WORDS = re.compile(r"[\W_]+")
CACHED_FORMS = 200_000
"""How many forms a process keeps in memory with their readings: about 40 MB when full."""
LONGEST_FORM = 100
"""No word has so many letters. Morfeusz calls itself for each digit of a number: about 9,000 of them end the process
with a stack overflow, and the time grows with their square (0.06 s for 1,000)."""

_lock = threading.Lock()


@dataclass(frozen=True, slots=True)
class Reading:
    """One lemma that a form can belong to; ``is_function``: it is a preposition, a pronoun, an auxiliary verb..."""

    lemma: str
    is_function: bool


@cache
def _morfeusz() -> morfeusz2.Morfeusz:
    return morfeusz2.Morfeusz(generate=False)


@cache
def _form_frequencies() -> Mapping[str, float]:
    """How often forms occur in Polish texts, as a part of all words: the 30,000 that wordfreq's small list has."""
    return wordfreq.get_frequency_dict("pl", wordlist="small")


def load() -> None:
    """Loads the dictionary and the table of frequencies, about 0.3 s."""
    readings("umowa")
    frequency("umowa")


def dictionary_version() -> str:
    """Names the dictionary and the table, such as ``pl.sgjp.sgjp-2026.06.01 wordfreq-3.1.1``."""
    return f"{_morfeusz().dict_id()} wordfreq-{version('wordfreq')}"


@lru_cache(maxsize=CACHED_FORMS)
def readings(form: str) -> tuple[Reading, ...]:
    """What a form can be, in the order of Morfeusz; empty for a form that is in no dictionary.

    ``Umową``, ``UMOWĄ`` and ``umową`` are read alike, and ``warszawie`` as ``Warszawie``.
    """
    return readings_of_guess(form)


def readings_of_guess(form: str) -> tuple[Reading, ...]:
    """The same, not cached: for the hundreds of spellings of one word that are tried, of which few are words."""
    for spelling in dict.fromkeys((form, form.lower(), form.capitalize(), form.upper())):
        if found := _analyse(spelling):
            return found
    return ()


def is_word(form: str) -> bool:
    """Whether the dictionary has this form, however rare, and not only as a name."""
    return any(
        tag.partition(":")[0] not in ("ign", "interp", "dig", "brev") and _NAMES.isdisjoint(labels)
        for tag, labels in _tags(form)
    )


def is_common_form(form: str) -> bool:
    """Whether this very form is one of the 30,000 that Polish texts have most often."""
    return form.lower() in _form_frequencies()


def begins_compounds(form: str) -> bool:
    """Whether the form is the first part of compound adjectives, such as ``społeczno`` of ``społeczny``."""
    stem = form.lower().removesuffix("o")
    return form.lower() != stem and any(
        tag.startswith("adj:") for ending in ("y", "i") for tag, _labels in _tags(stem + ending)
    )


@lru_cache(maxsize=CACHED_FORMS)
def _tags(form: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The tags and labels of what the whole form can be."""
    found = analyses(form.lower())
    end = max((stop for _start, stop, _reading in found), default=0)
    return tuple((tag, tuple(labels)) for start, stop, (_, _, tag, labels, _) in found if (start, stop) == (0, end))


def analyses(form: str) -> list[Any]:
    """What Morfeusz says of a form: start, end, and form, lemma, tag, labels and qualifiers of each part of a reading.

    Nothing of a form that is too long to be a word.
    """
    if len(form) > LONGEST_FORM:
        return []
    with _lock:  # Morfeusz objects are not safe for concurrent use
        found: list[Any] = _morfeusz().analyse(form)
    return found


def _analyse(form: str) -> tuple[Reading, ...]:
    usual: dict[str, Reading] = {}
    unusual: dict[str, Reading] = {}
    for start, _end, (_form, lemma, tag, labels, qualifiers) in analyses(form):
        part = tag.partition(":")[0]
        if start or part in ("ign", "interp", "dig"):
            continue
        plain = _NOT_IN_WORDS.sub("", lemma.partition(":")[0])
        if not plain:
            continue
        reading = Reading(plain, part in _FUNCTION_TAGS or plain in _FUNCTION_LEMMAS)
        rare = not _UNUSUAL.isdisjoint(qualifiers) or not _NAMES.isdisjoint(labels)
        (unusual if rare else usual).setdefault(plain, reading)
    return tuple((usual or unusual).values())


@lru_cache(maxsize=CACHED_FORMS)
def frequency(lemma: str) -> float:
    """How common a lemma is, on the Zipf scale: 5 is a word in ten thousand, 0 one that the table does not have.

    The table counts forms: the base form of the lemma counts, shared with the other lemmas that it can belong to.
    """
    share = _form_frequencies().get(lemma.lower(), 0.0) / max(1, len(readings(lemma)))
    return max(0.0, math.log10(share) + 9) if share else 0.0
