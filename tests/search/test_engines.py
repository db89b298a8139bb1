"""The real engines that other tests use: what they are, what they can do, that they end."""

import time
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from elasticsearch import BadRequestError, Elasticsearch
from elasticsearch import helpers as elasticsearch_helpers
from modelsearch.backends.elasticsearch9 import SearchBackend as StockElasticsearch
from opensearchpy import OpenSearch
from opensearchpy import helpers as opensearch_helpers

from tests.search.engines import ELASTICSEARCH, EngineUnavailableError, opensearch, share
from tests.search.engines.parts import parts_of
from tests.search.engines.running import ask

DOCUMENTS = [
    {"title": "umowa zlecenie", "body": "umowa z wolontariuszem", "guide": "praca"},
    {"title": "umowa o_pracę", "body": "czas pracy", "guide": "praca"},
    {"title": "sprawozdanie", "body": "umowa dotacji", "guide": "dotacje"},
]
TEXT = {"type": "text", "analyzer": "whitespace"}
MAPPINGS = {"properties": {"title": TEXT, "body": TEXT, "guide": {"type": "keyword"}}}


def custom(tokenizer: str, *filters: str) -> dict[str, Any]:
    return {"analyzer": {"ours": {"type": "custom", "tokenizer": tokenizer, "filter": list(filters)}}}


class Engine:
    """The client of an engine and its helpers, which both spell alike."""

    def __init__(self, name: str, url: str) -> None:
        self.client: Any = Elasticsearch(url) if name == "elasticsearch" else OpenSearch(url)
        self.helpers: Any = elasticsearch_helpers if name == "elasticsearch" else opensearch_helpers

    def make_index(self, documents: list[dict[str, str]]) -> str:
        name = f"test-{uuid.uuid4().hex}"
        settings = {"number_of_shards": 1, "number_of_replicas": 0}
        self.client.indices.create(index=name, body={"settings": settings, "mappings": MAPPINGS})
        actions = [{"_index": name, "_id": str(number), **each} for number, each in enumerate(documents)]
        assert self.helpers.bulk(self.client, actions, refresh=True) == (len(documents), [])
        return name

    def found(self, index: str, body: dict[str, Any]) -> list[str]:
        return [hit["_source"]["title"] for hit in self.client.search(index=index, body=body)["hits"]["hits"]]


@pytest.fixture(params=["elasticsearch", "opensearch"])
def engine(request: pytest.FixtureRequest) -> Iterator[Engine]:
    made = Engine(request.param, request.getfixturevalue(f"{request.param}_url"))
    yield made
    made.client.close()


def answers(url: str) -> bool:
    try:
        ask(f"{url}/_cluster/health")
    except OSError:  # refused, or closed before the answer
        return False
    return True


def test_elasticsearch_is_elasticsearch(elasticsearch_url):
    with Elasticsearch(elasticsearch_url) as client:
        nodes = client.nodes.info()
        assert [node["version"] for node in nodes["nodes"].values()] == ["9.2.0"]
        assert nodes.meta.headers["x-elastic-product"] == "Elasticsearch"


def test_opensearch_is_opensearch(opensearch_url):
    version = ask(opensearch_url)["version"]
    assert (version["distribution"], version["number"]) == ("opensearch", "3.8.0")


def test_boosts_filters_and_facets(engine):
    index = engine.make_index(DOCUMENTS)
    fields = {"query": "umowa", "fields": ["title^5", "body"]}
    everything = {"query": {"bool": {"must": [{"multi_match": fields}]}}}
    assert sorted(engine.found(index, everything)) == ["sprawozdanie", "umowa o_pracę", "umowa zlecenie"]
    assert engine.found(index, everything)[-1] == "sprawozdanie"  # only its body has the word

    narrowed = {"query": {"bool": {**everything["query"]["bool"], "filter": [{"term": {"guide": "dotacje"}}]}}}
    assert engine.found(index, narrowed) == ["sprawozdanie"]

    facets = {"size": 0, "aggs": {"guides": {"terms": {"field": "guide"}}}}
    buckets = engine.client.search(index=index, body=facets)["aggregations"]["guides"]["buckets"]
    assert [(bucket["key"], bucket["doc_count"]) for bucket in buckets] == [("praca", 2), ("dotacje", 1)]


def test_whitespace_analyzer_changes_no_word(engine):
    index = engine.make_index(DOCUMENTS)
    assert engine.found(index, {"query": {"match": {"title": "o_pracę"}}}) == ["umowa o_pracę"]
    for other in ("Umowa", "o_prace", "pracę"):
        assert engine.found(index, {"query": {"match": {"title": other}}}) == []


def test_alias_moves_from_one_index_to_another_at_once(engine):
    old, new = engine.make_index(DOCUMENTS[:1]), engine.make_index(DOCUMENTS[2:])
    alias = f"alias-{uuid.uuid4().hex}"
    engine.client.indices.put_alias(index=old, name=alias)
    assert engine.found(alias, {"query": {"match_all": {}}}) == ["umowa zlecenie"]
    moves = [{"remove": {"index": old, "alias": alias}}, {"add": {"index": new, "alias": alias}}]
    engine.client.indices.update_aliases(body={"actions": moves})
    assert engine.found(alias, {"query": {"match_all": {}}}) == ["sprawozdanie"]


@pytest.mark.parametrize(
    ("analysis", "message"),
    [
        (StockElasticsearch.settings["settings"]["analysis"], r"Unknown tokenizer type \[ngram\]"),
        (custom("whitespace"), r"failed to find tokenizer under name \[whitespace\]"),
        (custom("standard", "asciifolding"), r"failed to find filter under name \[asciifolding\]"),
    ],
    ids=["stock", "tokenizer", "filter"],
)
def test_only_opensearch_has_the_parts_of_custom_analyzers(elasticsearch_url, opensearch_url, analysis, message):
    """Why the site's backend uses only analyzers by name, and why the stock backend is measured on OpenSearch."""
    name = f"custom-{uuid.uuid4().hex}"
    body = {"settings": {"analysis": analysis, "index": {"max_ngram_diff": 12, "number_of_replicas": 0}}}
    with Elasticsearch(elasticsearch_url) as client, pytest.raises(BadRequestError, match=message):
        client.indices.create(index=name, body=body)
    with OpenSearch(opensearch_url) as client:
        assert client.indices.create(index=name, body=body)["acknowledged"]


def test_second_of_two_nodes_dies_and_comes_back(opensearch_url):
    """``opensearch_url`` says whether there is an engine at all."""
    with opensearch(nodes=2) as cluster, OpenSearch(cluster.urls, max_retries=2) as client:
        settings = {"number_of_shards": 2, "number_of_replicas": 1}
        client.indices.create(index="pages", body={"settings": settings}, params={"wait_for_active_shards": "all"})
        for number in range(20):
            client.index(index="pages", id=str(number), body={"number": number})
        cluster.nodes[1].kill()
        for number in range(20, 40):
            client.index(index="pages", id=str(number), body={"number": number})
        client.indices.refresh(index="pages")
        assert client.count(index="pages")["count"] == 40

        cluster.restart(cluster.nodes[1])
        health = ask(f"{cluster.url}/_cluster/health?wait_for_status=green&timeout=60s")
        assert (health["status"], health["number_of_nodes"], health["active_shards"]) == ("green", 2, 4)
        assert ask(f"{cluster.nodes[1].url}/pages/_count")["count"] == 40


def test_shared_engine_is_started_once_and_ends_with_its_last_user(elasticsearch_url, tmp_path):
    with share(ELASTICSEARCH, tmp_path) as url:
        assert url != elasticsearch_url
        with share(ELASTICSEARCH, tmp_path) as same:
            assert same == url
        assert ask(f"{url}/_cluster/health")["number_of_nodes"] == 1
    give_up = time.monotonic() + 20
    while answers(url) and time.monotonic() < give_up:
        time.sleep(0.05)
    assert not answers(url)


def test_missing_maven_says_what_to_install(monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(EngineUnavailableError, match="apt install maven"):
        parts_of(ELASTICSEARCH)


def test_failing_fetch_says_why_and_leaves_nothing(monkeypatch, tmp_path):
    maven = tmp_path / "mvn"
    maven.write_text("#!/bin/sh\necho 'Network is unreachable'\nexit 1\n")
    maven.chmod(0o755)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    with pytest.raises(EngineUnavailableError, match="Network is unreachable"):
        parts_of(ELASTICSEARCH)
    left = [path.name for path in Path(tmp_path / "cache" / "pomost" / "engines").iterdir()]
    assert left == ["elasticsearch.lock"]
