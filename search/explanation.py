"""Tells editors how a query is understood."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from polish.analysis import plain, tokens
from search.analysis import analyser
from search.expressions import KINDRED, OWN, RELATED, Term
from search.models import Word
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
    """The terms of the query ``text`` in order. One query: the index has no diacritics, the words of the site have."""
    spelled = _Spelling(text, understood.terms)
    return [_explained(term, text, understood, spelled) for term in understood.terms]


class _Spelling:
    """How lemmas are spelled with Polish letters."""

    def __init__(self, text: str, terms: Sequence[Term]) -> None:
        self.known = {
            plain(reading.lemma): reading.lemma
            for token in tokens(text)
            for reading in reversed(analyser().readings(token.stem))
        }
        wanted = {lemma for term in terms for one in term.alternatives for lemma in one.lemmas} - self.known.keys()
        # A lemma is a form too: the commonest form that differs from it in diacritics only.
        rows = Word.objects.filter(plain__in=wanted).order_by("count", "form").values_list("plain", "form")
        self.known |= dict(rows)

    def of(self, lemmas: Iterable[str]) -> str:
        return " ".join(self.known.get(lemma, lemma) for lemma in lemmas)


def _explained(term: Term, text: str, understood: Understood, spelled: _Spelling) -> TermExplained:
    corrected = bool(understood.corrected) and term.typed not in text
    own_weights = (OWN, RELATED) if corrected else (OWN,)
    own = [one.lemmas for one in term.alternatives if one.weight in own_weights]
    typed = {plain(reading.lemma) for token in tokens(term.typed) for reading in analyser().readings(token.stem)}
    return TermExplained(
        typed=term.typed,
        forms=_spelled([lemmas for lemmas in own if typed.issuperset(lemmas)], spelled),
        restored=_spelled([lemmas for lemmas in own if not typed.issuperset(lemmas)], spelled),
        synonyms=_spelled(
            [one.lemmas for one in term.alternatives if one.weight == RELATED and not corrected], spelled
        ),
        family=_spelled([one.lemmas for one in term.alternatives if one.weight == KINDRED], spelled),
        corrected=corrected,
        is_left_out=term not in understood.telling,
    )


def _spelled(alternatives: Iterable[Sequence[str]], spelled: _Spelling) -> tuple[str, ...]:
    return tuple(dict.fromkeys(spelled.of(lemmas) for lemmas in alternatives))
