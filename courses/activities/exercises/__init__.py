"""The XBlock classes of exercises, by the type name used in trees."""

from typing import TYPE_CHECKING, Final

from xblock.core import XBlock

from courses.activities.exercises.choice import ChoiceExercise

if TYPE_CHECKING:
    from courses.activities.models import Node

EXERCISES: Final[dict[str, type[XBlock]]] = {ChoiceExercise.TYPE: ChoiceExercise}


def interaction_of(tree: "Node", block: str) -> str:
    """The xAPI interaction type of a block in a tree, such as ``choice``; empty where it has none."""
    nodes = [tree]
    while nodes:
        node = nodes.pop()
        if node["id"] == block:
            return str(getattr(EXERCISES.get(node["type"]), "INTERACTION", ""))
        nodes.extend(node["children"])
    return ""


__all__ = ["EXERCISES", "ChoiceExercise", "interaction_of"]
