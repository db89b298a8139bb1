"""What the backends of Elasticsearch and OpenSearch share: they answer while they can, and else the database does."""

from collections import OrderedDict
from collections.abc import Callable, Iterable
from functools import cache
from typing import Any, ClassVar, TypeVar

import structlog
from django.db import models
from modelsearch.backends.base import BaseSearchBackend, BaseSearchResults, FieldError, FilterError, get_model_root
from modelsearch.backends.elasticsearchbase import ElasticsearchBaseSearchBackend, ElasticsearchBaseSearchResults
from modelsearch.index import class_is_indexed

from publishing.availability import Availability
from search import updates
from search.addresses import EngineAddress, parse
from search.backends import chosen
from search.backends.asking import sections_query
from search.backends.candidates import Candidate
from search.backends.documents import AnalysedMapping
from search.expressions import Expression, Filters
from search.models import Action, PendingUpdate, Section

SEARCH_TIMEOUT = 0.7
"""Seconds that a search waits for the engine before the database answers it."""
MOST_FACETS = MOST_RESULTS = 10_000
SETTINGS = {"index": {"number_of_shards": 1, "auto_expand_replicas": "0-1", "gc_deletes": "1h"}}
"""Of each index: a copy of it wherever there is a second node. That something was deleted is remembered for as long as
a rebuild may take, so that the rebuild does not bring it back."""

availability = Availability("search_engine")

_address = cache(parse)

log = structlog.get_logger("search.engine")

Answer = TypeVar("Answer")


class RefusedUpdatesError(Exception):
    """The engine does not take some objects as they are; ``PendingUpdate.error`` says why."""


class EngineIndex:
    """Names an index; ``search.rebuilding`` makes it and ``search.updates`` fills it."""

    def __init__(self, name: str) -> None:
        self.name = name

    def get_key(self) -> str:
        return self.name

    def refresh(self) -> None:
        """Does nothing: what is sent is found at once."""


class EngineResults(ElasticsearchBaseSearchResults):
    """Results of Wagtail's lists. ``ask_database`` gives the same results of the database."""

    backend: "EngineBackend"
    query_compiler: Any
    ask_database: Callable[[], BaseSearchResults]

    def _clone(self) -> "EngineResults":
        new: EngineResults = super()._clone()
        new.ask_database = self.ask_database
        return new

    def _do_search(self) -> list[Any]:
        return self._answered(self._found, lambda other: other.results())

    def _do_count(self) -> int:
        return self._answered(self._counted, lambda other: other.count())

    def facet(self, field_name: str) -> OrderedDict[Any, int]:
        return self._answered(lambda: self._facet(field_name), lambda other: other.facet(field_name))

    def _answered(self, ask: Callable[[], Answer], ask_other: Callable[[Any], Answer]) -> Answer:
        def otherwise() -> Answer:
            other = self.ask_database()
            other.start, other.stop, other._score_field = self.start, self.stop, self._score_field
            return ask_other(other)

        return self.backend.answered(self.model, ask, otherwise)

    def _found(self) -> list[Any]:
        """All results in one answer; lists longer than an engine gives in one are the database's."""
        stop = MOST_RESULTS if self.stop is None else self.stop
        if max(self.start, stop) > MOST_RESULTS:
            raise NotImplementedError
        body = self._get_es_body() | {
            "from": self.start,
            "size": stop - self.start,
            "_source": False,
            "stored_fields": ["pk"],
            "track_total_hits": False,
        }
        hits = self.backend.search_index(self.model, body)["hits"]["hits"]
        if self.stop is None and len(hits) == MOST_RESULTS - self.start:
            raise NotImplementedError
        return list(self._get_results_from_hits(hits))

    def _counted(self) -> int:
        body = self._get_es_body(for_count=True) | {"size": 0, "track_total_hits": True}
        total: int = self.backend.search_index(self.model, body)["hits"]["total"]["value"]
        return max(min(total, total if self.stop is None else self.stop) - self.start, 0)

    def _facet(self, field_name: str) -> OrderedDict[Any, int]:
        """Counts of all values of a field; those without one under None, as in the database."""
        compiler = self.query_compiler
        field = compiler._get_filterable_field(field_name)
        if field is None:
            raise FilterError(f"{self.model.__name__} has no filter field {field_name}")
        column = compiler.mapping.get_field_column_name(field)
        is_boolean = compiler.mapping.get_field_mapping(field)[1]["type"] == "boolean"
        response = self.backend.search_index(
            self.model,
            {
                "query": compiler.get_query(),
                "size": 0,
                "aggregations": {
                    "values": {"terms": {"field": column, "size": MOST_FACETS}},
                    "without": {"missing": {"field": column}},
                },
            },
        )
        found = response["aggregations"]
        counts = [
            (bool(bucket["key"]) if is_boolean else bucket["key"], bucket["doc_count"])
            for bucket in found["values"]["buckets"]
        ]
        if without := found["without"]["doc_count"]:
            counts.append((None, without))
        return OrderedDict(sorted(counts, key=lambda pair: -pair[1]))


class EngineBackend(ElasticsearchBaseSearchBackend):
    """Answers from the engine what it has been told everything about, and from the database all else.

    Changes are not sent but queued (``search.updates``). The classes of the two engines put this one before
    modelsearch's.
    """

    engine: ClassVar[str]
    errors: ClassVar[tuple[type[Exception], ...]]
    """What the client raises when the engine does not answer, or answers with an error."""
    catch_indexing_errors = False  # changes go to a table of the database
    rebuilder_class = None  # the command update_index does the database's index only

    def __init__(self, params: dict[str, Any]) -> None:
        BaseSearchBackend.__init__(self, params)  # modelsearch's would make a client for each search
        self.address = _address(params["URL"])
        self.es = self.client(self.address)

    def client(self, address: EngineAddress) -> Any:
        """The client of this process."""
        raise NotImplementedError

    def perform(self, method: str, path: str, body: Any = None, *, timeout: float, **parameters: str) -> Any:
        """Sends one request and returns the answer's JSON. ``body``: a dict, or a list for ``_bulk``."""
        raise NotImplementedError

    def status_of(self, error: Exception) -> int:
        """The HTTP status of an error of the client; 0 if there was no answer."""
        raise NotImplementedError

    @property
    def database(self) -> Any:
        return chosen.database()

    def index_name(self, model: type[models.Model]) -> str:
        """The alias that leads to the index of a model: one for all models of one root, such as pages."""
        return f"{self.address.prefix}-{get_model_root(model)._meta.label_lower.replace('.', '_')}"

    def get_index_for_model(self, model: type[models.Model]) -> EngineIndex:
        return EngineIndex(self.index_name(model))

    def add(self, obj: Any) -> None:
        self.add_bulk(type(obj), [obj])

    def add_bulk(self, model: type[models.Model], obj_list: Iterable[Any]) -> None:
        if class_is_indexed(model):
            updates.queue(model=model, pks=[obj.pk for obj in obj_list], action=Action.ADD)

    def delete(self, obj: Any) -> None:
        if class_is_indexed(type(obj)):
            updates.queue(model=type(obj), pks=[obj.pk], action=Action.DELETE)

    def candidates(self, expression: Expression, filters: Filters, *, limit: int, offset: int = 0) -> list[Candidate]:
        """The sections that hold the words, the best first by BM25 over weighted fields."""

        def ask() -> list[Candidate]:
            body = {
                "query": sections_query(expression, filters, self.mapping_class(Section)),
                "from": offset,
                "size": limit,
                "sort": [{"_score": "desc"}, {"pk": "asc"}],
                "_source": False,
                "track_total_hits": False,
            }
            hits = self.search_index(Section, body)["hits"]["hits"]
            return [Candidate(int(hit["_id"]), hit["_score"]) for hit in hits]

        return self.answered(
            Section, ask, lambda: self.database.candidates(expression, filters, limit=limit, offset=offset)
        )

    def completions(self, text: str, *, limit: int) -> list[int]:
        """The sections whose suggestion has words that begin so. The database knows: nobody waits for two answers."""
        found: list[int] = self.database.completions(text, limit=limit)
        return found

    def lemma_texts(self, pks: list[int]) -> dict[int, tuple[str, str]]:
        """The title and the body of sections as the database's index has them, by their ids."""
        texts: dict[int, tuple[str, str]] = self.database.lemma_texts(pks)
        return texts

    def search_index(self, model: type[models.Model], body: dict[str, Any]) -> Any:
        """Asks the index of a model. Part of an answer counts as none."""
        path = f"/{self.index_name(model)}/_search"
        return self.perform("POST", path, body, timeout=SEARCH_TIMEOUT, allow_partial_search_results="false")

    def answered(self, model: type[models.Model], ask: Callable[[], Answer], otherwise: Callable[[], Answer]) -> Answer:
        """What the engine answers; ``otherwise()`` while it does not, or has yet to be told of a change."""
        if PendingUpdate.objects.of_model(get_model_root(model)).sendable().exists() or not availability.may_try():
            return otherwise()
        try:
            answer = ask()
        except self.errors as error:
            if self.status_of(error) == 400:  # the question is wrong: the engine is there
                log.error("search_engine.refused", exc_info=error)
            else:
                availability.note(error)
            return otherwise()
        except (FilterError, NotImplementedError):  # a filter that only a database knows
            return otherwise()
        availability.note(None)
        return answer

    def check(self) -> None:
        """Raises the client's error if the engine does not answer or has no index, and ``RefusedUpdatesError``."""
        self.search_index(Section, {"size": 0, "track_total_hits": False})
        if PendingUpdate.objects.refused().exists():
            raise RefusedUpdatesError

    def _search(self, query_compiler_class: type, query: Any, model_or_queryset: Any, **kwargs: Any) -> Any:
        is_autocomplete = query_compiler_class is self.autocomplete_query_compiler_class

        def ask_database() -> Any:
            method = self.database.autocomplete if is_autocomplete else self.database.search
            return method(query, model_or_queryset, **kwargs)

        try:
            results = super()._search(query_compiler_class, query, model_or_queryset, **kwargs)
        except (FieldError, FilterError):  # an order or a filter that only a database knows
            return ask_database()
        results.ask_database = ask_database
        return results


def mapping_of(backend: EngineBackend, of_root: Iterable[type[models.Model]]) -> dict[str, Any]:
    """The fields of the index of several models with one root."""
    properties: dict[str, Any] = {}
    for model in of_root:
        mapping: AnalysedMapping = backend.mapping_class(model)
        properties |= mapping.get_mapping()["properties"]
    return {"dynamic": False, "properties": properties}
