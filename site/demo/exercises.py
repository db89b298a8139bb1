"""Exercises in short YAML as raw values of the blocks of a lesson: its fenced ``exercise`` blocks, the question bank.

The fields are those of the block, and ``type`` is its name in ``LessonBodyBlock``, ``choice`` by default. Shorter than
in the block: texts one in a line may be a list, ``picture`` is the name of a drawing of the demo, and a step of a case
may have a ``key``, to which the ``to`` of a decision then refers.
"""

import uuid
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any

from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock

from courses.activities.blocks import BranchingBlock, ExerciseBlock
from courses.catalogue.blocks import LessonBodyBlock

Raw = dict[str, Any]
Place = tuple[object, ...]
"""Where an item of a list stands in an exercise: names of fields and numbers of items, from the outside in."""

NAMESPACE = uuid.UUID("6f1d3c52-8f3e-4f57-9d0b-4f4f1b6d7c11")
CHOICE = "choice"


def stable_id(*place: object) -> str:
    """The id of what stands at a place: the same whenever the demo is loaded."""
    return str(uuid.uuid5(NAMESPACE, "/".join(map(str, place))))


@cache
def exercise_blocks() -> dict[str, ExerciseBlock]:
    """The blocks of a lesson that are exercises, by the name of their type."""
    found = LessonBodyBlock().child_blocks.items()
    return {name: block for name, block in found if isinstance(block, ExerciseBlock)}


def raw_exercise(
    kind: str, data: Mapping[str, Any], *, item_id: Callable[[Place], str], image: Callable[[str], int]
) -> Raw:
    """The raw value of a block.

    ``item_id`` gives an item of a list its id, ``image`` finds a drawing by its name. Raises ``ValueError`` for a type
    or a field that there is not.
    """
    block = exercise_blocks().get(kind)
    if block is None:
        raise ValueError(f"no exercise is of the type {kind!r}")
    if isinstance(block, BranchingBlock):
        data = {**data, "steps": _numbered(data["steps"])}
    return _Converter(item_id, image).struct(block, data, ())


def keyed_ids(*key: object) -> Callable[[Place], str]:
    """Ids of the items of an exercise that has a key of its own: what stands before it in the text may change."""
    return lambda place: stable_id(*key, *place)


class _Converter:
    def __init__(self, item_id: Callable[[Place], str], image: Callable[[str], int]) -> None:
        self._item_id, self._image = item_id, image

    def struct(self, block: blocks.StructBlock, data: Mapping[str, Any], place: Place) -> Raw:
        unknown = sorted(set(data) - set(block.child_blocks))
        if unknown:
            raise ValueError(f"{block.name or block.label}: no field is called {unknown[0]!r}")
        return {name: self._value(block.child_blocks[name], value, (*place, name)) for name, value in data.items()}

    def _value(self, block: blocks.Block, value: Any, place: Place) -> Any:
        match block:
            case blocks.ListBlock():
                return self._items(block.child_block, value, place)
            case blocks.StructBlock():
                return self.struct(block, value, place)
            case ImageChooserBlock():
                return self._image(value)
            case blocks.BooleanBlock() | blocks.IntegerBlock():
                return value
            case _ if isinstance(value, list):
                return "\n".join(str(line).strip() for line in value)
            case _:
                return str(value).strip()

    def _items(self, child: blocks.Block, values: Sequence[Any], place: Place) -> list[Raw]:
        return [
            {
                "type": "item",
                "id": self._item_id((*place, number)),
                "value": self._value(child, value, (*place, number)),
            }
            for number, value in enumerate(values)
        ]


def _numbered(steps: Sequence[Mapping[str, Any]]) -> list[Raw]:
    """The steps of a case, their keys replaced by numbers."""
    numbers = {step["key"]: number for number, step in enumerate(steps, start=1) if "key" in step}
    return [
        {
            **{name: value for name, value in step.items() if name != "key"},
            "choices": [{**item, "to": numbers.get(item["to"], item["to"])} for item in step.get("choices") or []],
        }
        for step in steps
    ]
