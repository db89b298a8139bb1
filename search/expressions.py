"""What is asked of a search engine: words, each with the lemmas and phrases that count as it."""

from collections.abc import Iterable
from dataclasses import dataclass

OWN, RELATED, KINDRED, PART = 1.0, 0.7, 0.35, 0.3
"""The weight of a word as typed, of a synonym or a corrected spelling, of a word of the same family, and of one word of
a phrase that has synonyms."""


@dataclass(frozen=True, slots=True)
class Alternative:
    """One lemma, or several that stand one after the other, as the index has them: letters and digits only."""

    lemmas: tuple[str, ...]
    weight: float = OWN


@dataclass(frozen=True, slots=True)
class Term:
    """A word of the query with its alternatives; ``importance`` is larger for words that few texts have.

    ``typed`` is the word or phrase as the reader typed it. ``is_function``: a preposition, a pronoun and the like.
    """

    typed: str
    alternatives: tuple[Alternative, ...]
    importance: float = 1.0
    is_function: bool = False


@dataclass(frozen=True, slots=True)
class Expression:
    """Terms of which every one, or at least one, must stand in a text."""

    terms: tuple[Term, ...]
    every: bool = True


@dataclass(frozen=True, slots=True)
class Filters:
    """What sections must have, by the fields of ``Section``; empty: anything."""

    kind: tuple[str, ...] = ()
    part_of: tuple[int, ...] = ()
    legal_year: tuple[int, ...] = ()
    audience: tuple[str, ...] = ()
    file_type: tuple[str, ...] = ()
    theme: tuple[str, ...] = ()

    def items(self) -> Iterable[tuple[str, tuple[str | int, ...]]]:
        """The names of the fields and the values of which one must be met, for those that filter."""
        pairs: tuple[tuple[str, tuple[str | int, ...]], ...] = (
            ("kind", self.kind),
            ("part_of", self.part_of),
            ("legal_year", self.legal_year),
            ("audience", self.audience),
            ("file_type", self.file_type),
            ("theme", self.theme),
        )
        return [(name, values) for name, values in pairs if values]
