"""Exercises in short YAML: ids that stay the same, keys of steps, and mistakes that are named."""

from typing import Any

import pytest

from demo.exercises import keyed_ids, raw_exercise
from demo.markdown import Resolver, blocks_of


def _nothing(name: str) -> int:
    raise LookupError(name)


RESOLVER = Resolver(page=_nothing, act=_nothing, document=_nothing, value=_nothing, image=_nothing)
CHOICE = """
```exercise
kind: single
question: Kto wybiera oferty?
options:
  - {text: Organ, correct: true, feedback: Tak.}
  - {text: Komisja, correct: false, feedback: Komisja opiniuje.}
```
"""
KEYED = """
```exercise
type: ordering
key: kroki
question: Ułóż kroki.
things: [{text: Ogłoszenie}, {text: Opinia}, {text: Umowa}]
```
"""


def test_an_exercise_with_a_key_moves_no_id_of_what_stands_after_it() -> None:
    without = blocks_of(f"Wstęp.\n{CHOICE}\nKoniec.\n", seed="lekcja", resolver=RESOLVER)
    with_it = blocks_of(f"Wstęp.\n{KEYED}{CHOICE}\nKoniec.\n", seed="lekcja", resolver=RESOLVER)
    assert [raw for raw in with_it if raw["type"] != "ordering"] == without
    moved = blocks_of(f"Wstęp.\n{CHOICE}\nKoniec.\n{KEYED}", seed="lekcja", resolver=RESOLVER)
    assert moved[-1] == with_it[1]


def test_items_of_nested_lists_have_ids_of_their_own() -> None:
    data = {
        "question": "Co gdzie należy?",
        "categories": [{"text": one, "things": [{"text": f"{one} {two}"} for two in "ab"]} for one in "xy"],
    }
    raw = raw_exercise("sorting", data, item_id=keyed_ids("próba"), image=_nothing)
    ids = [item["id"] for category in raw["categories"] for item in (category, *category["value"]["things"])]
    assert len(set(ids)) == 6
    assert raw == raw_exercise("sorting", data, item_id=keyed_ids("próba"), image=_nothing)


def test_a_step_of_a_case_is_named_by_its_key() -> None:
    steps = [
        {
            "key": "start",
            "text": "Zaczynasz.",
            "choices": [{"text": "Dalej", "to": "koniec"}, {"text": "Nie", "to": 1}],
        },
        {"key": "koniec", "text": "Udało się.", "good": True},
    ]
    raw = raw_exercise("branching", {"question": "Co dalej?", "steps": steps}, item_id=keyed_ids("p"), image=_nothing)
    first, last = (item["value"] for item in raw["steps"])
    assert [item["value"]["to"] for item in first["choices"]] == [2, 1]
    assert last == {"text": "Udało się.", "good": True, "choices": []}


@pytest.mark.parametrize(
    ("kind", "data", "named"),
    [("riddle", {"question": "?"}, "riddle"), ("number", {"question": "Ile?", "valeu": 3}, "valeu")],
)
def test_what_there_is_not_is_named(kind: str, data: dict[str, Any], named: str) -> None:
    with pytest.raises(ValueError, match=named):
        raw_exercise(kind, data, item_id=keyed_ids("próba"), image=_nothing)


def test_an_exercise_other_than_a_choice_needs_a_key() -> None:
    with pytest.raises(ValueError, match="lekcja: an exercise of the type ordering needs a key"):
        blocks_of(KEYED.replace("key: kroki\n", ""), seed="lekcja", resolver=RESOLVER)
