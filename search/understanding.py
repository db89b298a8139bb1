"""Understands a query: lemmas, restored diacritics, corrected spelling, synonyms, how telling each word is."""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice, product

from django.db.models import Q
from rapidfuzz import process
from rapidfuzz.distance import OSA

from polish.analysis import Token, plain, restored, tokens
from polish.families import counterparts, family, first_part
from polish.morphology import readings
from polish.numerals import same_number
from publishing.public_cache import cached
from reference.models import GlossaryTerm
from search.analysis import analyser
from search.expressions import KINDRED, OWN, PART, RELATED, Alternative, Term
from search.models import SynonymGroup, Word
from search.query import MOST_WORDS

LEAST_IMPORTANCE = 0.3
# Up to so many letters a word is not corrected, up to so many by one change, and longer ones by two.
UNCORRECTED, CORRECTED_ONCE = 3, 7
LEAST_FAMILY = 4
"""Words of at least so many letters have a family."""
MOST_KINDRED = 8


@dataclass(frozen=True, slots=True)
class Understood:
    """The terms of a query; ``corrected`` is the query as it was searched for, if a spelling was changed."""

    terms: tuple[Term, ...]
    corrected: str = ""

    @property
    def telling(self) -> tuple[Term, ...]:
        """The terms without prepositions, pronouns and the like; all of them where there is no other."""
        return tuple(term for term in self.terms if not term.is_function) or self.terms


def understand(text: str) -> Understood:
    """What ``text``, any text of one line, asks for. Two or three queries; one more for a misspelt word."""
    words = [_Word(token, text[token.start : token.end]) for token in islice(tokens(text), MOST_WORDS)]
    _look_up(words)
    for word in words:
        if word.occurrences == 0 and not word.is_known:
            word.correct()
    corrected = ""
    if any(word.correction for word in words):
        corrected = _replaced(text, words)
        _look_up([word for word in words if word.correction])
    _find_kindred(words)
    terms = tuple(word.term() for word in words)
    return Understood(_with_synonyms(terms), corrected)


class _Word:
    """A word of the query while it is being understood."""

    def __init__(self, token: Token, typed: str) -> None:
        self.token, self.typed = token, typed
        self.plain = plain(token.stem)
        found = analyser().readings(token.stem)
        self.lemmas = list(dict.fromkeys(plain(reading.lemma) for reading in found))
        self.is_function = found[0].is_function
        self.is_known = bool(readings(token.stem))
        self.same: list[str] = []
        self.kindred: list[str] = []
        self.occurrences = 0
        self.correction = ""

    @property
    def may_lack_diacritics(self) -> bool:
        return self.plain == self.token.stem.lower()

    def add(self, lemmas: Iterable[str]) -> None:
        self.lemmas = list(dict.fromkeys((*self.lemmas, *lemmas)))

    def families(self) -> set[str]:
        """The families of the lemmas, and of the first parts of those that are compounds."""
        long = [lemma for lemma in self.lemmas if len(lemma) >= LEAST_FAMILY]
        return {key for lemma in long for key in (family(lemma), first_part(lemma)) if key}

    def restore(self, forms: Mapping[str, int], lemmas: Iterable[str]) -> None:
        """Adds the lemmas of the spellings with diacritics that the site has, or else of those in the dictionary.

        ``forms`` are the site's spellings with their counts. The commonest says whether it is a word like ``między``.
        """
        if forms:
            self.add(sorted(lemmas))
            self.is_function = analyser().readings(max(forms, key=lambda form: forms[form]))[0].is_function
            self.is_known = True
        if not self.is_known and (found := restored(self.plain)):
            self.add(plain(reading.lemma) for group in found for reading in group)
            self.is_function = self.is_function or any(group[0].is_function for group in found)
            self.is_known = True

    def correct(self) -> None:
        """Finds the word of the site that is spelt most alike."""
        length = len(self.plain)
        if length <= UNCORRECTED or not self.plain.isalpha():
            return
        most = 1 if length <= CORRECTED_ONCE else 2
        near = Word.objects.filter(length__range=(length - most, length + most))
        counts = {form: (shape, count) for form, shape, count in near.values_list("form", "plain", "count")}
        found = process.extract(
            self.plain,
            {form: shape for form, (shape, _count) in counts.items()},
            scorer=OSA.distance,
            score_cutoff=most,
            limit=20,
        )
        if found:
            _shape, _distance, form = min(found, key=lambda one: (one[1], -counts[one[2]][1], one[2]))
            self.correction = form
            self.lemmas = list(dict.fromkeys(plain(reading.lemma) for reading in analyser().readings(form)))

    def term(self) -> Term:
        weight = RELATED if self.correction else OWN
        return Term(
            typed=self.correction or self.typed,
            alternatives=(
                *(Alternative((lemma,), weight) for lemma in self.lemmas),
                *(Alternative((lemma,), RELATED) for lemma in self.same),
                *(Alternative((lemma,), KINDRED) for lemma in self.kindred if lemma not in self.lemmas),
            ),
            importance=_importance(self.occurrences),
            is_function=self.is_function,
        )


def _look_up(words: Sequence[_Word]) -> None:
    """Adds lemmas of forms that differ in diacritics only, and counts how often the lemmas occur on the site."""
    rows = list(
        Word.objects.filter(
            Q(plain__in={word.plain for word in words}) | Q(lemma__in={one for word in words for one in word.lemmas})
        ).values_list("form", "plain", "lemma", "count")
    )
    forms: defaultdict[str, dict[str, int]] = defaultdict(dict)
    lemmas: defaultdict[str, set[str]] = defaultdict(set)
    counts: defaultdict[str, int] = defaultdict(int)
    for form, shape, lemma, count in rows:
        forms[shape][form] = count
        lemmas[shape].add(lemma)
        counts[lemma] += count
    for word in words:
        if word.correction == "" and word.may_lack_diacritics:
            word.restore(forms[word.plain], lemmas[word.plain])
        word.occurrences = sum(counts[lemma] for lemma in word.lemmas)


def _find_kindred(words: Sequence[_Word]) -> None:
    """Adds what the site has of the same family, such as ``konsultować`` to ``konsultacja``, and what means the same:
    names of women and of men, numbers in words and in digits. One query.
    """
    telling = [word for word in words if not word.is_function]
    families = {key for word in telling for key in word.families()}
    same = {other for word in telling for lemma in word.lemmas for other in _same(lemma)}
    if not families | same:
        return
    rows = Word.objects.filter(Q(family__in=families) | Q(lemma__in=same)).order_by()
    lemmas = sorted(set(rows.values_list("lemma", "family")))
    for word in telling:
        of_word = word.families()
        same_as_word = {other for lemma in word.lemmas for other in _same(lemma)}
        word.same += [lemma for lemma, _family in lemmas if lemma in same_as_word and lemma not in word.lemmas]
        word.kindred += [lemma for lemma, key in lemmas if key in of_word and lemma not in word.same][:MOST_KINDRED]


def _same(lemma: str) -> list[str]:
    return [*counterparts(lemma), *same_number(lemma)]


def _importance(occurrences: int) -> float:
    """Squared, so that among pages with some of the words those with the rare ones come first."""
    return max(LEAST_IMPORTANCE, math.log10(1 + _words_of_site() / (1 + occurrences)) ** 2)


def _words_of_site() -> int:
    return max(10_000, sum(analyser().counts.values()))


def _replaced(text: str, words: Sequence[_Word]) -> str:
    for word in reversed(words):
        if word.correction:
            text = text[: word.token.start] + word.correction + text[word.token.end :]
    return text


def _with_synonyms(terms: tuple[Term, ...]) -> tuple[Term, ...]:
    """Adds to each word or phrase of the query the others of its groups, the longest phrases first."""
    groups = synonyms()
    result: list[Term] = []
    place = 0
    while place < len(terms):
        length, others = _longest(terms[place:], groups)
        if length == 0:
            result.append(terms[place])
            place += 1
            continue
        own = terms[place : place + length]
        result.append(_joined(own, others))
        place += length
    return tuple(result)


def _longest(terms: Sequence[Term], groups: Sequence[tuple[tuple[str, ...], ...]]) -> tuple[int, list[tuple[str, ...]]]:
    """The number of terms at the beginning that are a phrase of a group, and the other phrases of its groups."""
    best = 0
    others: list[tuple[str, ...]] = []
    for group in groups:
        for phrase in group:
            if len(phrase) >= max(best, 1) and _begins_with(terms, phrase):
                if len(phrase) > best:
                    best, others = len(phrase), []
                others += [other for other in group if other != phrase]
    return best, others


def _begins_with(terms: Sequence[Term], phrase: Sequence[str]) -> bool:
    return len(terms) >= len(phrase) and all(
        any(other.lemmas == (lemma,) and other.weight > KINDRED for other in term.alternatives)
        for term, lemma in zip(terms, phrase, strict=False)
    )


def _joined(own: Sequence[Term], others: Iterable[tuple[str, ...]]) -> Term:
    """One term for a phrase of the query and its synonyms."""
    if len(own) == 1:
        alternatives = own[0].alternatives
    else:
        combined = product(*([one for one in term.alternatives if one.weight != KINDRED] for term in own))
        alternatives = tuple(Alternative(tuple(lemma for one in parts for lemma in one.lemmas)) for parts in combined)
        own_words = (one for term in own if not term.is_function for one in term.alternatives)
        alternatives += tuple(Alternative(one.lemmas, PART) for one in own_words if one.weight == OWN)
    related = tuple(Alternative(phrase, RELATED) for phrase in dict.fromkeys(others))
    return replace(
        own[0],
        typed=" ".join(term.typed for term in own),
        alternatives=alternatives + related,
        importance=max(term.importance for term in own),
        is_function=False,
    )


def synonyms() -> tuple[tuple[tuple[str, ...], ...], ...]:
    """The groups of synonyms and the names of each term of the glossary, as lemmas.

    Cached until something is published, or a group or a term is changed.
    """

    def read() -> tuple[tuple[tuple[str, ...], ...], ...]:
        groups = [group.lines() for group in SynonymGroup.objects.all()]
        groups += [term.names for term in GlossaryTerm.objects.all() if len(term.names) > 1]
        return tuple(tuple(filter(None, (tuple(analyser().lemmas(line)) for line in lines))) for lines in groups)

    return cached(("search synonyms",), read)
