"""Real search engines for tests: Elasticsearch 9.2.0 and OpenSearch 3.8.0, Java processes on free ports of 127.0.0.1.

Their parts are fetched from Maven Central once (``make engines``, or by the first test that needs them) and kept in
``~/.cache/pomost/engines``. Of Elasticsearch only the core is published, without the modules ``analysis-common``,
``reindex`` and ``painless``: no tokenizers and filters but the few of the core, no delete-by-query, no scripts, no
``GET /``. OpenSearch is complete.

    with opensearch(nodes=2) as cluster:
        client = OpenSearch(cluster.urls)
        cluster.nodes[1].kill()

Tests that need no engine of their own use the fixtures ``elasticsearch_url`` and ``opensearch_url``.
"""

from tests.search.engines.kinds import ELASTICSEARCH, OPENSEARCH, Kind
from tests.search.engines.launching import EngineUnavailableError
from tests.search.engines.running import Cluster, Node, elasticsearch, opensearch
from tests.search.engines.shared import share

__all__ = [
    "ELASTICSEARCH",
    "OPENSEARCH",
    "Cluster",
    "EngineUnavailableError",
    "Kind",
    "Node",
    "elasticsearch",
    "opensearch",
    "share",
]
