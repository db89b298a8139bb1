"""Search in SQLite's FTS5, the default."""

from typing import Any

from modelsearch.backends.database.sqlite import sqlite
from modelsearch.backends.database.sqlite.query import BM25
from modelsearch.query import SearchQuery

from search.analysis import analyser
from search.backends.candidates import Candidate, SectionsMixin, filter_sql, scored
from search.backends.completing import beginnings
from search.backends.indexing import install, sqlite_indexer
from search.backends.queries import analysed, completed
from search.expressions import Expression, Filters, Term

install(sqlite, sqlite_indexer)

WEIGHTS = "0.0, 1.0, 4.0"
"""Of the columns of Wagtail's FTS5 table: autocomplete, body, title."""


class WeightedBM25(BM25):
    """BM25 with a title that counts more. Lower is better."""

    def as_sql(
        self, compiler: Any, connection: Any, function: Any = None, template: Any = None
    ) -> tuple[str, list[Any]]:
        return f"bm25({sqlite.SQLiteFTSIndexEntry._meta.db_table}, {WEIGHTS})", []


class Index(sqlite.SQLiteIndex):
    def _refresh_title_norms(self, full: bool = False) -> None:
        """Does nothing: the weight of a title is that of ``WeightedBM25``."""


class SearchQueryCompiler(sqlite.SQLiteSearchQueryCompiler):
    query: SearchQuery
    fields: list[str] | None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.query = analysed(self.query, analyser())
        # Several fields of the model are one column of the index.
        if self.fields is not None:
            self.fields = list(dict.fromkeys("title" if name == "title" else "body" for name in self.fields))

    def _build_rank_expression(self, vectors: Any, config: Any) -> Any:
        return WeightedBM25()


class AutocompleteQueryCompiler(sqlite.SQLiteAutocompleteQueryCompiler):
    query: SearchQuery
    fields: list[str] | None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.query = completed(self.query, analyser())
        self.fields = None  # the index has one column for all

    def _build_rank_expression(self, vectors: Any, config: Any) -> Any:
        return BM25()


class SearchBackend(SectionsMixin, sqlite.SQLiteSearchBackend):
    index_entry = sqlite.IndexEntry
    columns = ("title", "body")
    index_class = Index
    query_compiler_class = SearchQueryCompiler
    autocomplete_query_compiler_class = AutocompleteQueryCompiler

    def candidates(self, expression: Expression, filters: Filters, *, limit: int, offset: int = 0) -> list[Candidate]:
        """The sections that hold the words, the best first by BM25."""
        fts, entry = sqlite.SQLiteFTSIndexEntry._meta.db_table, sqlite.IndexEntry._meta.db_table
        join, where, parameters = filter_sql(filters, join="CROSS JOIN", cast_to="INTEGER")
        sql = (
            f"SELECT entry.object_id, -bm25({fts}, {WEIGHTS}) AS score FROM {fts}"  # noqa: S608 - names of tables
            # CROSS JOIN: else SQLite may look each entry of the content type up in the index of words, one by one.
            f" CROSS JOIN {entry} entry ON entry.id = {fts}.rowid{join}"
            f" WHERE {fts} MATCH %s AND entry.content_type_id = %s{where}"
            " ORDER BY score DESC, entry.id LIMIT %s OFFSET %s"
        )
        return scored(self._rows(sql, _match(expression), *parameters, limit, offset))

    def completions(self, text: str, *, limit: int) -> list[int]:
        """Sections whose suggestion has words with these beginnings, any ``limit`` of them, in no order."""
        words = beginnings(text)
        if not words:
            return []
        fts, entry = sqlite.SQLiteFTSIndexEntry._meta.db_table, sqlite.IndexEntry._meta.db_table
        sql = (
            # CROSS JOIN: else SQLite may look each entry of the content type up in the index of words, one by one.
            f"SELECT entry.object_id FROM {fts} CROSS JOIN {entry} entry ON entry.id = {fts}.rowid"  # noqa: S608
            f" WHERE {fts} MATCH %s AND entry.content_type_id = %s LIMIT %s"
        )
        match = f"{{autocomplete}} : ({' AND '.join(chr(34) + word + chr(34) + ' *' for word in words)})"
        return [int(pk) for (pk,) in self._rows(sql, match, limit)]


def _match(expression: Expression) -> str:
    operator = " AND " if expression.every else " OR "
    return f"{{title body}} : ({operator.join(_term(term) for term in expression.terms)})"


def _term(term: Term) -> str:
    # Lemmas are letters and digits, so they need no escaping; quotes make AND and NOT words.
    return f"({' OR '.join(chr(34) + ' '.join(other.lemmas) + chr(34) for other in term.alternatives)})"
