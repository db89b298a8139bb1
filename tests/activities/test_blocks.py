"""What authors are told of the exercises that they write."""

from collections.abc import Iterator
from typing import Any

import pytest
from wagtail.blocks.struct_block import StructBlockValidationError

from courses.activities.blocks import ExerciseBlock
from courses.activities.blocks.base import SETTINGS
from courses.activities.cards import ExerciseFrame
from pomost.exercise_patterns import blocks
from tests.activities.learners import Learner

BLOCKS = blocks()
ANY = pytest.mark.parametrize("block", BLOCKS.values(), ids=BLOCKS)


def raw(block: ExerciseBlock, **changes: Any) -> Any:
    return block.to_python({**block.get_prep_value(block.normalize(block.meta.preview_value)), **changes})


@ANY
def test_the_sample_of_a_block_may_be_published(block: ExerciseBlock) -> None:
    if "picture" in block.child_blocks:
        return  # its picture comes from the library: see test_hotspot.py
    block.clean(raw(block))


@ANY
def test_the_question_alone_is_searched(block: ExerciseBlock) -> None:
    value = raw(block)
    assert block.get_searchable_content(value) == [value["question"]]


@ANY
def test_an_author_sees_every_answer_beside_the_form(block: ExerciseBlock) -> None:
    html = block.render(raw(block)).replace("\u00a0", " ")
    assert all(line.text in html for line in block.preview(raw(block)))


@ANY
def test_what_is_left_empty_makes_no_new_version(block: ExerciseBlock) -> None:
    fields = block.tree_of(raw(block), block_id="b")["fields"]
    assert [name for name in SETTINGS if name in fields] == []


@pytest.mark.parametrize(
    ("name", "changes", "said"),
    [
        ("true_false", {"statements": [{"text": "To samo", "feedback": "x"}] * 2}, "takie same"),
        ("short_text", {"accepted": [{"text": "KRS", "correct": False}]}, "Zaznacz poprawną"),
        ("short_text", {"accepted": [{"text": "KRS", "correct": True}, {"text": "krs"}]}, "takie same"),
        ("matching", {"pairs": [{"text": "a", "match": "x"}, {"text": "a", "match": "y"}]}, "zaczynają się tak samo"),
        ("matching", {"pairs": [{"text": "a", "match": "x"}, {"text": "b", "match": "x"}]}, "tę samą odpowiedź"),
        (
            "matching",
            {"pairs": [{"text": "a", "match": "x"}, {"text": "b", "match": "y"}], "extras": ["X"]},
            "taka sama jak inna",
        ),
        ("ordering", {"things": [{"text": "a"}, {"text": "A "}, {"text": "b"}]}, "kolejności"),
        (
            "sorting",
            {"categories": [{"text": "A", "things": [{"text": "x"}]}, {"text": "B", "things": [{"text": "x"}]}]},
            "w dwóch miejscach",
        ),
        ("gaps", {"text": "Bez luk."}, "wpisz [1]"),
        ("gaps", {"text": "[1] [2] [3]"}, "nie ma takiej luki"),
        ("gaps", {"text": "[1] [1] [2]"}, "więcej niż raz"),
        ("gaps", {"text": "[1]", "gaps": [{"accepted": "a\na"}]}, "tę samą odpowiedź"),
        ("gaps", {"text": "[1]", "gaps": [{"accepted": "a", "options": "b\nA"}]}, "tę samą odpowiedź"),
        ("branching", {"steps": [{"text": "a"}, {"text": "b", "good": True}]}, "nie ma czego wybierać"),
        (
            "branching",
            {"steps": [{"text": "a", "choices": [{"text": "c", "to": 9}]}, {"text": "b", "good": True}]},
            "którego nie ma",
        ),
        (
            "branching",
            {"steps": [{"text": "a", "choices": [{"text": "c", "to": 2}]}, {"text": "b"}]},
            "dobrym zakończeniem",
        ),
        (
            "branching",
            {
                "steps": [
                    {"text": "a", "choices": [{"text": "c", "to": 2}]},
                    {"text": "b", "good": True},
                    {"text": "d"},
                ]
            },
            "nie prowadzi do kroku 3",
        ),
        ("flash_cards", {"cards": [{"front": "a", "back": "b"}] * 2}, "taki sam przód"),
        ("checklist", {"things": [{"text": "a"}] * 2}, "takie same"),
        ("model_answer", {"criteria": ["a", "a"]}, "takie same"),
    ],
)
def test_an_author_reads_what_is_wrong(name: str, changes: dict[str, Any], said: str) -> None:
    block = BLOCKS[name]
    with pytest.raises(StructBlockValidationError) as error:
        block.clean(raw(block, **changes))
    errors = error.value.non_block_errors.data
    messages = [message.replace("\u00a0", " ") for item in errors for message in item.messages]
    assert [message for message in messages if said in message] == messages
    assert messages


def half_written(block: ExerciseBlock) -> Iterator[dict[str, Any]]:
    """Values of a draft: the empty form, and the sample with one of its fields or one field of an item left empty."""
    yield block.get_prep_value(block.get_default())
    whole: dict[str, Any] = block.get_prep_value(block.normalize(block.meta.preview_value))
    for name, value in whole.items():
        empty: Any = [] if isinstance(value, list) else "" if isinstance(value, str) else None
        yield {**whole, name: empty}
        if isinstance(value, list) and value and isinstance(value[0]["value"], dict):
            first, *others = value
            for part, inner in first["value"].items():
                blank: Any = [] if isinstance(inner, list) else "" if isinstance(inner, str) else None
                yield {**whole, name: [{**first, "value": {**first["value"], part: blank}}, *others]}


@ANY
def test_a_draft_may_be_half_written_and_is_shown(block: ExerciseBlock) -> None:
    for raw in half_written(block):
        value = block.clean_deferred(block.to_python(raw))
        assert block.preview(value) is not None
        assert "exercise" in Learner(block.tree_of(value, block_id="b")).page(ExerciseFrame())
