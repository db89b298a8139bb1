"""The lemmas of a record and of a query: "partnerstwem" finds "partnerstwo"."""

from collections.abc import Iterator
from functools import cache

from polish.analysis import Analyser, tokens
from resources.results.records.content import Data

LONGEST_QUERY = 200
MOST_WORDS = 10


def words_of(data: Data) -> str:
    """The distinct lemmas of all texts of a record, with a space before and after each."""
    found = dict.fromkeys(lemma for text in _texts(data) for lemma in _analyser().lemmas(text))
    return f" {' '.join(found)} "


def lemmas_of(query: str) -> list[list[str]]:
    """The possible lemmas of each word of a query, at most ten words of it."""
    stems = [token.stem for token in tokens(query[:LONGEST_QUERY])][:MOST_WORDS]
    return [_analyser().possible_lemmas(stem) for stem in stems]


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            if key not in _CODES:
                yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)


_CODES = frozenset(
    {"id", "kind", "key", "language", "role", "precision", "unit", "path", "starts", "ends", "total_cost"}
)


@cache
def _analyser() -> Analyser:
    return Analyser()
