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
    for spelling in dict.fromkeys((form, form.lower(), form.capitalize(), form.upper())):
        if found := _analyse(spelling):
            return found
    return ()


def _analyse(form: str) -> tuple[Reading, ...]:
    with _lock:  # Morfeusz objects are not safe for concurrent use
        analyses = _morfeusz().analyse(form)
    usual: dict[str, Reading] = {}
    unusual: dict[str, Reading] = {}
    for start, _end, (_form, lemma, tag, labels, qualifiers) in analyses:
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
