"""The XBlock classes of exercises, by the type name used in trees."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from xblock.core import XBlock

from courses.activities.exercises.choice import ChoiceExercise

if TYPE_CHECKING:
    from courses.activities.models import Node

EXERCISES: Final[dict[str, type[XBlock]]] = {ChoiceExercise.TYPE: ChoiceExercise}


def _node(tree: "Node", block: str) -> "Node | None":
    nodes = [tree]
    while nodes:
        node = nodes.pop()
        if node["id"] == block:
            return node
        nodes.extend(node["children"])
    return None


def interaction_of(tree: "Node", block: str) -> str:
    """The xAPI interaction type of a block in a tree, such as ``choice``; empty where it has none."""
    node = _node(tree, block)
    return str(getattr(EXERCISES.get(node["type"]), "INTERACTION", "")) if node else ""


def response_texts(tree: "Node", block: str, response: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """A recorded response to a block as people read it: one text for each value, in order.

    ``response`` are the posted names and values of an ``Answer``, ``tree`` is that of its version.
    """
    node = _node(tree, block)
    describe = getattr(EXERCISES.get(node["type"]), "response_texts", None) if node else None
    values = [value for _name, value in response]
    return tuple(describe(node["fields"], values)) if node and describe else tuple(values)


def answer_key_differs(before: "Node", after: "Node") -> bool:
    """Whether another answer is right in the second version of an exercise than in the first."""
    if before["type"] != after["type"]:
        return True
    differs = getattr(EXERCISES.get(before["type"]), "answer_key_differs", None)
    return bool(differs(before["fields"], after["fields"])) if differs else False


__all__ = ["EXERCISES", "ChoiceExercise", "answer_key_differs", "interaction_of", "response_texts"]
