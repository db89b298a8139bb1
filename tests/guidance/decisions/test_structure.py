"""The structure of a decision guide: what is refused, at which field, and the way that answers take."""

from typing import Any

import pytest
from wagtail.blocks.struct_block import StructBlockValidationError

from resources.guidance.decisions.blocks import DecisionBlock
from resources.guidance.decisions.structure import Answer, Question, faults, walk
from tests.guidance.decisions.builders import Answers, bridge_or_ferry, decision, outcome, question

BLOCK = DecisionBlock()
BLOCK.set_name("decision")


def asked(key: str, answers: Answers) -> Question:
    return Question(key, f"{key}?", "", tuple(Answer(text, to) for text, to in answers.items()))


def places(questions: list[Question], outcomes: list[str]) -> list[tuple[Any, ...]]:
    return [fault.place for fault in faults(questions, outcomes)]


WHOLE = [asked("a", {"Tak": "b", "Nie": "x"}), asked("b", {"Tak": "y", "Nie": "x"})]


def test_nothing_is_wrong_with_a_guide_whose_every_way_ends() -> None:
    assert places(WHOLE, ["x", "y"]) == []


@pytest.mark.parametrize(
    ("questions", "outcomes", "wrong"),
    [
        ([asked("a", {"Tak": "b", "Nie": "x"})], ["x"], [("questions", 0, "answers", 0, "leads_to")]),
        (
            [asked("a", {"Tak": "b", "Nie": "x"}), asked("b", {"Tak": "a", "Nie": "x"})],
            ["x"],
            [("questions", 1, "answers", 0, "leads_to")],
        ),
        ([asked("a", {"Tak": "a", "Nie": "x"})], ["x"], [("questions", 0, "answers", 0, "leads_to")]),
        (WHOLE, ["x", "y", "z"], [("outcomes", 2, "key")]),
        ([*WHOLE, asked("c", {"Tak": "x", "Nie": "y"})], ["x", "y"], [("questions", 2, "key")]),
        (WHOLE, ["x", "y", "b"], [("outcomes", 2, "key")]),
        ([asked("krok", {"Tak": "x", "Nie": "y"})], ["x", "y"], [("questions", 0, "key")]),
        ([asked("a", {"Tak": "x", "tak!": "y"})], ["x", "y"], [("questions", 0, "answers", 1, "text")]),
    ],
    ids=["nowhere", "circle", "itself", "outcome", "question", "twice", "reserved", "same answer"],
)
def test_what_is_wrong_is_said_where_it_is(questions: list[Question], outcomes: list[str], wrong: list[Any]) -> None:
    assert places(questions, outcomes) == wrong


def test_a_way_ends_at_an_outcome_or_at_the_first_question_without_an_answer() -> None:
    ended = walk(WHOLE, {"a": "tak", "b": "nie", "other": "tak"})
    assert ([(q.key, a.text) for q, a in ended.steps], ended.question, ended.outcome) == (
        [("a", "Tak"), ("b", "Nie")],
        None,
        "x",
    )
    open_way = walk(WHOLE, {"a": "tak"})
    assert (open_way.question, open_way.outcome, open_way.lost) == (WHOLE[1], "", False)
    assert walk(WHOLE, {"b": "nie"}).question == WHOLE[0]
    assert walk(WHOLE, {"a": "zawsze"}).lost


def test_a_circle_does_not_keep_a_reader_for_ever() -> None:
    ring = [asked("a", {"Tak": "b", "Nie": "x"}), asked("b", {"Tak": "a", "Nie": "x"})]
    assert walk(ring, {"a": "tak", "b": "tak"}).question is None


def test_the_block_refuses_at_the_field_and_makes_keys_of_words() -> None:
    raw = decision(
        [question("Jaka rzeka", {"Wąska": "Kładka", "Szeroka": "tunel"})], [outcome("kladka"), outcome("prom")]
    )
    with pytest.raises(StructBlockValidationError) as refused:
        BLOCK.clean(BLOCK.to_python(raw["value"]))
    errors = refused.value.as_json_data()["blockErrors"]
    answers = errors["questions"]["blockErrors"][0]["blockErrors"]["answers"]["blockErrors"]
    assert list(answers) == [1]
    assert "tunel" in str(answers[1]["blockErrors"]["leads_to"])
    assert list(errors["outcomes"]["blockErrors"]) == [1]
    cleaned = BLOCK.clean(BLOCK.to_python(bridge_or_ferry()["value"]))
    assert cleaned.structure[0].answers[1] == Answer("Szeroka", "ruch", "Bo szeroka.")
