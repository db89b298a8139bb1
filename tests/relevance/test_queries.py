"""The relevance set: complete, about pages that exist, and its frozen half unchanged."""

from collections import Counter
from hashlib import sha256

import pytest

from polish.folding import fold
from tests.relevance.judgements import HALVES, KINDS, NOTHING, UNDIACRITISED, load, path_of
from tests.relevance.measures import DEPTH
from tests.relevance.searchers import units

FROZEN = "43d8a8cc523be533ddbc5f9631e742f67d9e0f2c964e519e99acf72b0ec1de1a"
"""Changes only with a grade for a result that nobody had judged: never with a query, never to make a figure better."""
LEAST_QUERIES, LEAST_OF_A_KIND = 160, 14

QUERIES = [query for half in HALVES for query in load(half)]


def test_the_frozen_half_is_unchanged() -> None:
    assert sha256(path_of("frozen").read_bytes()).hexdigest() == FROZEN


def test_there_are_enough_queries_of_each_kind_evenly_in_both_halves() -> None:
    kinds = Counter(query.kind for query in QUERIES)
    halves = Counter((query.kind, query.half) for query in QUERIES)
    assert len(QUERIES) >= LEAST_QUERIES
    assert sorted(kinds) == sorted(KINDS)
    assert min(kinds.values()) >= LEAST_OF_A_KIND
    assert [kind for kind in KINDS if abs(halves[kind, "open"] - halves[kind, "frozen"]) > 1] == []


def test_no_query_and_no_id_is_there_twice() -> None:
    assert [text for text, number in Counter(query.text for query in QUERIES).items() if number > 1] == []
    assert [name for name, number in Counter(query.id for query in QUERIES).items() if number > 1] == []


def test_only_queries_that_nothing_answers_have_no_grades() -> None:
    assert {query.kind for query in QUERIES if not query.grades} == {NOTHING}
    assert [query.id for query in QUERIES if query.kind == NOTHING and query.grades] == []


def test_each_query_has_an_answer_and_room_for_all_its_results() -> None:
    graded = [query for query in QUERIES if query.grades]
    assert [query.id for query in graded if max(query.grades.values()) < 2] == []
    assert [query.id for query in graded if len(query.grades) > DEPTH] == []


def test_a_query_without_diacritics_repeats_one_with_them() -> None:
    texts = {query.id: query.text for query in QUERIES}
    repeats = [query for query in QUERIES if query.kind == UNDIACRITISED]
    assert [query.text for query in repeats] == [fold(texts[query.same_as]) for query in repeats]
    assert [query.id for query in repeats if query.text == texts[query.same_as]] == []


@pytest.mark.django_db
def test_what_is_graded_can_be_found() -> None:
    assert {unit for query in QUERIES for unit in query.grades} - units().keys() == set()
