"""Search in OpenSearch 3. Imported only where ``SEARCH_URL`` names one."""

import os
from functools import cache
from typing import Any

from modelsearch.backends import opensearch3 as stock
from opensearchpy import OpenSearch, TransportError

from search.addresses import EngineAddress
from search.backends.asking import AnalysedQueryCompiler, CompletingQueryCompiler
from search.backends.documents import AnalysedMapping
from search.backends.engine import SEARCH_TIMEOUT, EngineBackend, EngineResults


class Mapping(AnalysedMapping, stock.OpenSearch3Mapping):
    pass


class SearchQueryCompiler(AnalysedQueryCompiler, stock.OpenSearch3SearchQueryCompiler):
    mapping_class = Mapping


class AutocompleteQueryCompiler(CompletingQueryCompiler, stock.OpenSearch3AutocompleteQueryCompiler):
    mapping_class = Mapping


class SearchResults(EngineResults, stock.OpenSearch3SearchResults):
    pass


class SearchBackend(EngineBackend, stock.OpenSearch3SearchBackend):
    engine = "opensearch"
    errors = (TransportError,)
    mapping_class = Mapping
    query_compiler_class = SearchQueryCompiler
    autocomplete_query_compiler_class = AutocompleteQueryCompiler
    results_class = SearchResults

    def client(self, address: EngineAddress) -> OpenSearch:
        return _client(address, os.getpid())

    def perform(self, method: str, path: str, body: Any = None, *, timeout: float, **parameters: str) -> Any:
        transport = self.es.transport
        kind = "application/json"
        if isinstance(body, list):
            kind, body = "application/x-ndjson", "".join(f"{transport.serializer.dumps(line)}\n" for line in body)
        headers = {"content-type": kind} if body is not None else {}
        return transport.perform_request(method, path, params=parameters, headers=headers, body=body, timeout=timeout)

    def status_of(self, error: Exception) -> int:
        status = error.status_code if isinstance(error, TransportError) else 0
        return status if isinstance(status, int) else 0  # "N/A" and "TIMEOUT" where there was no answer


@cache
def _client(address: EngineAddress, _process: int) -> OpenSearch:
    """One client for all threads of a process: connections must not be shared with a fork."""
    options: dict[str, Any] = {"ca_certs": address.ca_certs} if address.ca_certs else {}
    if address.user:
        options["http_auth"] = (address.user, address.password)
    # A node that does not answer at all is left out; one that is slow is not waited for twice.
    return OpenSearch(
        list(address.hosts),
        verify_certs=True,
        timeout=SEARCH_TIMEOUT,
        max_retries=len(address.hosts) - 1,
        retry_on_timeout=False,
        pool_maxsize=10,
        **options,
    )
