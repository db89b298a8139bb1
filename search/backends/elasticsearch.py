"""Search in Elasticsearch 8 and 9. Imported only where ``SEARCH_URL`` names one."""

import os
from functools import cache
from typing import Any

from elasticsearch import ApiError, Elasticsearch, TransportError
from modelsearch.backends import elasticsearch9 as stock

from search.addresses import EngineAddress
from search.backends.asking import AnalysedQueryCompiler, CompletingQueryCompiler
from search.backends.documents import AnalysedMapping
from search.backends.engine import SEARCH_TIMEOUT, EngineBackend, EngineResults

MEDIA_TYPE = "application/vnd.elasticsearch+{}; compatible-with=8"
"""What requests and answers are written in. Left alone, the client asks for 9, which Elasticsearch 8 refuses; 9 answers
as 8 does where asked to."""


class Mapping(AnalysedMapping, stock.Elasticsearch9Mapping):
    pass


class SearchQueryCompiler(AnalysedQueryCompiler, stock.Elasticsearch9SearchQueryCompiler):
    mapping_class = Mapping


class AutocompleteQueryCompiler(CompletingQueryCompiler, stock.Elasticsearch9AutocompleteQueryCompiler):
    mapping_class = Mapping


class SearchResults(EngineResults, stock.Elasticsearch9SearchResults):
    pass


class SearchBackend(EngineBackend, stock.Elasticsearch9SearchBackend):
    engine = "elasticsearch"
    errors = (ApiError, TransportError)
    mapping_class = Mapping
    query_compiler_class = SearchQueryCompiler
    autocomplete_query_compiler_class = AutocompleteQueryCompiler
    results_class = SearchResults

    def client(self, address: EngineAddress) -> Elasticsearch:
        return _client(address, os.getpid())

    def perform(self, method: str, path: str, body: Any = None, *, timeout: float, **parameters: str) -> Any:
        headers = {"accept": MEDIA_TYPE.format("json")}
        if body is not None:
            headers["content-type"] = MEDIA_TYPE.format("x-ndjson" if isinstance(body, list) else "json")
        client = self.es.options(request_timeout=timeout)
        return client.perform_request(method, path, params=parameters, headers=headers, body=body).body

    def status_of(self, error: Exception) -> int:
        return error.status_code if isinstance(error, ApiError) else 0


@cache
def _client(address: EngineAddress, _process: int) -> Elasticsearch:
    """One client for all threads of a process: connections must not be shared with a fork."""
    options: dict[str, Any] = {"ca_certs": address.ca_certs} if address.ca_certs else {}
    if address.user:
        options["basic_auth"] = (address.user, address.password)
    # A node that does not answer at all is left out; one that is slow is not waited for twice.
    return Elasticsearch(
        list(address.hosts),
        request_timeout=SEARCH_TIMEOUT,
        max_retries=len(address.hosts) - 1,
        retry_on_timeout=False,
        **options,
    )
