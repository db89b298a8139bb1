"""Learning events are valid xAPI 2.0 statements for any content."""

import json
from datetime import UTC
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.learning import statements
from courses.learning.statements import ActivityObject, Kind, StatementData, Verb
from tests.learning.xapi import problems

HOME = "https://pomost.example.org"
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=400)
MOMENTS = st.datetimes(timezones=st.just(UTC))
OBJECTS = st.builds(
    ActivityObject,
    uuid=st.uuids(),
    kind=st.sampled_from(Kind),
    name=TEXTS,
    language=st.sampled_from(["pl", "en"]),
    interaction=st.sampled_from(["", "choice"]),
)
SCORES = st.none() | st.floats(min_value=0, max_value=1e6)
RESULTS = st.builds(
    statements.result,
    score=SCORES,
    max_score=SCORES,
    success=st.none() | st.booleans(),
    completion=st.none() | st.booleans(),
    response=st.none() | TEXTS,
    extensions=st.none() | st.just({statements.SOURCE: "manual"}),
)
DATA = st.builds(
    StatementData,
    record=st.just("answer:1"),
    actor=st.uuids(),
    verb=st.sampled_from([verb for verb in Verb if verb != Verb.VOIDED]),
    object=OBJECTS,
    happened_at=MOMENTS,
    course=st.none() | OBJECTS,
    parent=st.none() | OBJECTS,
    registration=st.none() | st.uuids(),
    instructor=st.none() | st.uuids(),
    result=RESULTS,
    extensions=st.just({}) | st.just({statements.RECONSTRUCTED: True}),
)


@given(DATA, MOMENTS)
def test_every_statement_is_valid_and_the_same_after_being_json(data: StatementData, stored: Any) -> None:
    row = data.as_row(stored=stored, home_page=HOME)
    statement = row["statement"]
    assert problems(statement) == []
    assert json.loads(json.dumps(statement)) == statement
    assert (statement["id"], statement["object"]["id"]) == (str(row["id"]), row["object"])
    assert (statement["actor"]["account"]["name"], statement["verb"]["id"]) == (str(row["actor"]), row["verb"])


@pytest.mark.parametrize(
    ("interaction", "form", "response"),
    [
        ("choice", [("answer", "a"), ("answer", "b")], "a[,]b"),
        ("fill-in", [("answer.g1", "czas określony"), ("answer.g2", "10")], "czas określony[,]10"),
        ("matching", [("answer.p1", "x"), ("answer.p2", "y")], "p1[.]x[,]p2[.]y"),
        ("sequencing", [("answer.t1", "10"), ("answer.t2", "2"), ("answer.t3", "1")], "t3[,]t2[,]t1"),
        ("sequencing", [("answer", "first"), ("answer", "second")], "first[,]second"),
        ("numeric", [("answer", "12,5")], "12,5"),
        ("", [("answer", "a"), ("answer", "b")], "a\nb"),
    ],
)
def test_a_response_has_the_form_of_its_interaction(
    interaction: str, form: list[tuple[str, str]], response: str
) -> None:
    assert statements.response_of(form, interaction=interaction) == response


@given(st.uuids(), MOMENTS)
def test_a_voiding_statement_is_valid(voided: Any, stored: Any) -> None:
    assert problems(statements.voiding(voided, id=uuid4(), actor=uuid4(), stored=stored, home_page=HOME)) == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"version": "1.0.3"}, "the version is 2.0.0"),
        ({"id": "x"}, "the id is a UUID in its usual form"),
        ({"stored": "2026-11-24T12:00:00"}, "stored is a moment with its offset"),
        ({"verb": {"id": "answered"}}, "the verb's id is an IRI"),
        ({"result": {"score": {"scaled": 1.5}}}, "a scaled score is between -1 and 1"),
        ({"context": {"extensions": {"block": 1}}}, "extensions are named by IRIs"),
    ],
)
def test_the_validator_finds_what_is_not_valid(change: dict[str, Any], said: str) -> None:
    moment = "2026-11-24T12:00:00+00:00"
    statement = {
        "id": str(uuid4()),
        "actor": statements.agent(uuid4(), home_page=HOME),
        "verb": Verb.ANSWERED.as_json,
        "object": ActivityObject(uuid4(), Kind.EXERCISE, "Pytanie").as_json,
        "timestamp": moment,
        "stored": moment,
    }
    assert problems(statement) == []
    assert problems(statement | change) == [said]
