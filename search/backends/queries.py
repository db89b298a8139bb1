"""Rewrites what Wagtail's lists search for into the lemmas that the index has.

Words after the first ``MOST_WORDS`` are left out, as on the search page: engines limit how deep a question may nest.
"""

from collections.abc import Sequence
from itertools import islice
from typing import Any

from modelsearch.query import And, Boost, Fuzzy, MatchAll, Not, Or, Phrase, PlainText, SearchQuery

from polish.analysis import Analyser, Token, tokens
from search.backends.indexing import folded_words
from search.query import MOST_WORDS


def analysed(query: SearchQuery, analyser: Analyser) -> SearchQuery:
    """The same query with the lemmas of its words; every word may be any of its lemmas. No word: nothing is found."""
    if isinstance(query, PlainText | Fuzzy):
        words = [_any([PlainText(lemma) for lemma in lemmas]) for lemmas in _lemmas(query.query_string, analyser)]
        return _combined(words, getattr(query, "operator", "and"))
    if isinstance(query, Phrase):
        return Phrase(" ".join(analyser.lemma(token.stem) for token in _tokens(query.query_string)) or " ")
    if isinstance(query, Boost):
        return analysed(query.subquery, analyser)
    if isinstance(query, Not):
        return Not(analysed(query.subquery, analyser))
    if isinstance(query, And | Or):
        return type(query)([analysed(part, analyser) for part in query.subqueries[:MOST_WORDS]])
    return query


def completed(query: SearchQuery, analyser: Analyser) -> SearchQuery:
    """The query of Wagtail's lists and choosers: each word as the beginning of a word as typed, or by its lemmas.

    A phrase in quotes asks for all its words: the index for completing has lemmas in no order.
    """
    if isinstance(query, And | Or):
        parts = [completed(part, analyser) for part in query.subqueries[:MOST_WORDS]]
        # No engine takes a part that finds nothing, such as a quoted dash.
        return _combined(
            [part for part in parts if not isinstance(part, Not)], "or" if isinstance(query, Or) else "and"
        )
    if not isinstance(query, PlainText | Phrase):
        return query
    words: list[SearchQuery] = []
    for token in _tokens(query.query_string):
        beginning = folded_words(query.query_string[token.start : token.end])
        lemmas = [lemma for lemma in analyser.possible_lemmas(token.stem) if lemma != beginning]
        words.append(_any([PlainText(beginning), *map(Phrase, lemmas)]))
    return _combined(words, getattr(query, "operator", "and"))


def _any(alternatives: Sequence[SearchQuery]) -> SearchQuery:
    # Not one PlainText of several words: SQLite's compiler puts no brackets around those.
    return alternatives[0] if len(alternatives) == 1 else Or(alternatives)


def _lemmas(text: str, analyser: Analyser) -> list[list[str]]:
    return [analyser.possible_lemmas(token.stem) for token in _tokens(text)]


def _tokens(text: str) -> list[Token]:
    return list(islice(tokens(text), MOST_WORDS))


def _combined(words: Sequence[SearchQuery], operator: str) -> Any:
    if not words:
        return Not(MatchAll())
    if len(words) == 1:
        return words[0]
    return Or(words) if operator.lower() == "or" else And(words)
