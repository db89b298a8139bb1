"""Questions to an engine in its query language."""

from typing import Any

from modelsearch.backends.elasticsearchbase import (
    ElasticsearchBaseAutocompleteQueryCompiler,
    ElasticsearchBaseSearchQueryCompiler,
    Field,
)
from modelsearch.query import SearchQuery

from search.analysis import analyser
from search.backends.documents import ALL_FIELDS, AnalysedMapping
from search.backends.queries import analysed, completed
from search.expressions import Expression, Filters, Term
from search.models import Section

MOST_CLAUSES = 800
"""Engines take 1,024 at the least. A longer query asks one field with the words of all, without their weights."""

LONGEST_WORD = 255
"""Characters of a word that the analyzer ``whitespace`` leaves whole."""


class AnalysedQueryCompiler(ElasticsearchBaseSearchQueryCompiler):
    """Compiles a query of Wagtail's lists. The classes of each engine put it before modelsearch's."""

    DEFAULT_OPERATOR = "and"
    query: SearchQuery

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.query = analysed(self.query, analyser())


class CompletingQueryCompiler(ElasticsearchBaseAutocompleteQueryCompiler):
    """Completes words by ``prefix``: no engine needs beginnings of words in its index."""

    DEFAULT_OPERATOR = "and"
    query: SearchQuery

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.query = completed(self.query, analyser())

    def get_inner_query(self) -> dict[str, Any]:
        # As in the database, whose index has one column for all autocomplete fields.
        compiled: dict[str, Any] = self._compile_query(self.query, Field("_edgengrams"))
        return compiled

    def _compile_plaintext_query(self, query: Any, fields: list[Any], boost: float = 1.0) -> dict[str, Any]:
        if len(query.query_string) > LONGEST_WORD:
            return {"match_none": {}}
        return {"prefix": {fields[0].field_name: {"value": query.query_string}}}


def sections_query(expression: Expression, filters: Filters, mapping: AnalysedMapping) -> dict[str, Any]:
    """The sections that have every term of the expression, or any of them, and meet the filters."""
    fields = [
        f"{mapping.get_field_column_name(field)}^{field.boost or 1}" for field in Section.get_searchable_search_fields()
    ]
    if sum(len(term.alternatives) for term in expression.terms) * len(fields) > MOST_CLAUSES:
        fields = [ALL_FIELDS]
    columns = {
        field.field_name: mapping.get_field_column_name(field) for field in Section.get_filterable_search_fields()
    }
    terms = [_term(term, fields) for term in expression.terms]
    conditions = [{"terms": {columns[name]: list(values)}} for name, values in filters.items()]
    if expression.every:
        return {"bool": {"must": terms, "filter": conditions}}
    return {"bool": {"should": terms, "minimum_should_match": 1, "filter": conditions}}


def _term(term: Term, fields: list[str]) -> dict[str, Any]:
    """Any of a term's alternatives; several lemmas of one stand next to each other, in their order."""
    asked = [
        {
            "multi_match": {
                "query": " ".join(other.lemmas),
                "fields": fields,
                "type": "phrase" if len(other.lemmas) > 1 else "best_fields",
                "boost": other.weight * term.importance,
            }
        }
        for other in term.alternatives
    ]
    return asked[0] if len(asked) == 1 else {"dis_max": {"queries": asked}}
