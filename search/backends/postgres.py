"""Search in PostgreSQL."""

from typing import Any

from modelsearch.backends.database.postgres import postgres
from modelsearch.query import SearchQuery

from search.analysis import analyser
from search.backends.candidates import Candidate, SectionsMixin, filter_sql, scored
from search.backends.completing import beginnings
from search.backends.indexing import install, postgres_indexer
from search.backends.queries import analysed, completed
from search.expressions import Expression, Filters, Term

install(postgres, postgres_indexer)

CONFIG = "simple"
"""PostgreSQL's configuration that only splits at spaces: the words are lemmas already."""


class Index(postgres.PostgresIndex):
    def _refresh_title_norms(self, full: bool = False) -> None:
        """Does nothing: the weight of a title is that of its lexemes."""


class SearchQueryCompiler(postgres.PostgresSearchQueryCompiler):
    query: SearchQuery
    fields: list[str] | None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.query = analysed(self.query, analyser())

    def get_search_vectors(self, search_query: Any) -> Any:
        """The index for any fields: modelsearch would read the fields of the model, where words are not analysed."""
        vectors = self.get_index_vectors(search_query)
        if self.fields is None:
            return vectors
        names = {"title" if name == "title" else "body" for name in self.fields}
        return [vector for vector, name in zip(vectors, ("title", "body"), strict=True) if name in names]


class AutocompleteQueryCompiler(postgres.PostgresAutocompleteQueryCompiler):
    query: SearchQuery
    fields: list[str] | None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.query = completed(self.query, analyser())
        self.fields = None  # the index has one column for all


class SearchBackend(SectionsMixin, postgres.PostgresSearchBackend):
    index_entry = postgres.IndexEntry
    columns = ("title_text", "body_text")
    index_class = Index
    query_compiler_class = SearchQueryCompiler
    autocomplete_query_compiler_class = AutocompleteQueryCompiler

    def __init__(self, params: dict[str, Any]) -> None:
        super().__init__({**params, "SEARCH_CONFIG": CONFIG})

    def candidates(self, expression: Expression, filters: Filters, *, limit: int, offset: int = 0) -> list[Candidate]:
        """The sections that hold the words, the best first by ``ts_rank``."""
        entry = postgres.IndexEntry._meta.db_table
        join, where, parameters = filter_sql(filters, join="JOIN", cast_to="bigint")
        sql = (
            f"SELECT entry.object_id, ts_rank(entry.title || entry.body, query) AS score FROM {entry} entry{join},"  # noqa: S608
            f" to_tsquery('{CONFIG}', %s) query"
            f" WHERE (entry.title || entry.body) @@ query AND entry.content_type_id = %s{where}"
            " ORDER BY score DESC, entry.id LIMIT %s OFFSET %s"
        )
        return scored(self._rows(sql, _query(expression), *parameters, limit, offset))

    def completions(self, text: str, *, limit: int) -> list[int]:
        """Sections whose suggestion has words with these beginnings, any ``limit`` of them, in no order."""
        words = beginnings(text)
        if not words:
            return []
        sql = (
            f"SELECT object_id FROM {postgres.IndexEntry._meta.db_table}"  # noqa: S608
            f" WHERE autocomplete @@ to_tsquery('{CONFIG}', %s) AND content_type_id = %s LIMIT %s"
        )
        query = " & ".join(f"'{word}':*" for word in words)
        return [int(pk) for (pk,) in self._rows(sql, query, limit)]


def _query(expression: Expression) -> str:
    operator = " & " if expression.every else " | "
    return operator.join(_term(term) for term in expression.terms)


def _term(term: Term) -> str:
    # Lemmas are letters and digits: inside quotes they are one word each.
    phrases = (" <-> ".join(f"'{lemma}'" for lemma in other.lemmas) for other in term.alternatives)
    return f"({' | '.join(f'({phrase})' for phrase in phrases)})"
