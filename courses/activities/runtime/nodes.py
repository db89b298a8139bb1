"""A version's tree by block id, and copies of JSON values."""

from collections.abc import Iterator
from typing import Any

from courses.activities.models import Node


class Nodes:
    """The nodes of a tree, and the parent and children of each by id.

    The tree itself is shared by everybody who reads the version, so values leave it only as copies (``copied``).
    """

    def __init__(self, tree: Node) -> None:
        self.root: str = tree["id"]
        self._nodes: dict[str, Node] = {}
        self._parents: dict[str, str] = {}
        waiting = [tree]
        while waiting:
            node = waiting.pop()
            self._nodes[node["id"]] = node
            for child in node["children"]:
                self._parents[child["id"]] = node["id"]
                waiting.append(child)

    def __getitem__(self, block: str) -> Node:
        return self._nodes[block]

    def __contains__(self, block: object) -> bool:
        return block in self._nodes

    def __iter__(self) -> Iterator[Node]:
        return iter(self._nodes.values())

    def parent(self, block: str) -> str | None:
        """The id of the block that holds this one; None for the root."""
        return self._parents.get(block)

    def children(self, block: str) -> list[str]:
        """The ids of the blocks in this one, in order."""
        return [child["id"] for child in self._nodes[block]["children"]]


def copied(value: Any) -> Any:
    """A copy of a JSON value; several times faster than ``copy.deepcopy``."""
    if isinstance(value, dict):
        return {name: copied(item) for name, item in value.items()}
    if isinstance(value, list):
        return [copied(item) for item in value]
    return value
