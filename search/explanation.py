"""Tells editors how a query is understood."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from polish.analysis import plain, tokens
from search.analysis import analyser
from search.expressions import KINDRED, OWN, PART, Term
from search.models import SynonymGroup, Word
from search.understanding import Understood


@dataclass(frozen=True, slots=True)
class TermExplained:
    """A word or phrase of a query: what it is searched for as.

    ``restored`` are the words that it is with Polish letters; ``is_left_out``: a preposition, a pronoun and the like.
    """

    typed: str
    forms: tuple[str, ...]
    restored: tuple[str, ...] = ()
    synonyms: tuple[str, ...] = ()
    family: tuple[str, ...] = ()
    corrected: bool = False
    is_left_out: bool = False


def explained(text: str, understood: Understood) -> list[TermExplained]:
    """The terms of the query ``text`` in order. Two queries: the index has no diacritics, the site's words have."""
    spelled = _Spelling(text, understood.terms)
    return [_explained(term, text, understood, spelled) for term in understood.terms]


class _Spelling:
    """How lemmas are spelled with Polish letters, and synonyms as editors wrote them."""

    def __init__(self, text: str, terms: Sequence[Term]) -> None:
        self.known = {
            plain(reading.lemma): reading.lemma
            for token in tokens(text)
            for reading in reversed(analyser().readings(token.stem))
        }
        wanted = {lemma for term in terms for one in term.alternatives for lemma in one.lemmas} - self.known.keys()
        # The index has lemmas without diacritics: their spelling is that of a form of the site.
        forms = Word.objects.filter(lemma__in=wanted).order_by("count", "form").values_list("form", flat=True)
        self.known |= {
            plain(reading.lemma): reading.lemma
            for form in forms
            for reading in analyser().readings(form)
            if plain(reading.lemma) in wanted
        }
        lines = (line for group in SynonymGroup.objects.all() for line in group.lines())
        self.lines = {tuple(analyser().lemmas(line)): line for line in lines}

    def of(self, lemmas: tuple[str, ...]) -> str:
        return self.lines.get(lemmas) or " ".join(self.known.get(lemma, lemma) for lemma in lemmas)


def _explained(term: Term, text: str, understood: Understood, spelled: _Spelling) -> TermExplained:
    typed = {plain(reading.lemma) for token in tokens(term.typed) for reading in analyser().readings(token.stem)}
    forms: list[tuple[str, ...]] = []
    restored: list[tuple[str, ...]] = []
    synonyms: list[tuple[str, ...]] = []
    family: list[tuple[str, ...]] = []
    for one in term.alternatives:
        if one.weight == PART:
            continue  # words of a phrase that is shown whole
        if one.weight == KINDRED:
            family.append(one.lemmas)
        elif typed.issuperset(one.lemmas):
            forms.append(one.lemmas)
        else:
            (restored if one.weight == OWN else synonyms).append(one.lemmas)
    return TermExplained(
        typed=term.typed,
        forms=_spelled(forms, spelled),
        restored=_spelled(restored, spelled),
        synonyms=_spelled(synonyms, spelled),
        family=_spelled(family, spelled),
        corrected=bool(understood.corrected) and term.typed not in text,
        is_left_out=term not in understood.telling,
    )


def _spelled(alternatives: Iterable[tuple[str, ...]], spelled: _Spelling) -> tuple[str, ...]:
    return tuple(dict.fromkeys(spelled.of(lemmas) for lemmas in alternatives))
