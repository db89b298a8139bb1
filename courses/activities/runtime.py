"""The XBlock runtime: the only code that renders an activity or changes a learner's state in it.

It omits slow parts of the stock runtime that are not needed here: asides are not looked up (the stock look-up scans all
entry points at every render), and ``ScopeIds`` are built from the tree without an id reader.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from web_fragments.fragment import Fragment
from xblock.core import XBlock
from xblock.exceptions import InvalidScopeError
from xblock.field_data import FieldData
from xblock.fields import BlockScope, Scope, ScopeIds, UserScope
from xblock.runtime import MemoryIdManager, Runtime

from courses.activities.exercises import EXERCISES
from courses.activities.models import LearnerState, Node

USER_STATE = "user_state"


@dataclass
class StateStore:
    """A learner's fields and completions by (activity, block), with the changes of a handler tracked by field.

    ``roots`` and ``versions``: the root block of each answered activity and the id of the version answered last.
    """

    rows: dict[tuple[UUID, str], dict[str, Any]] = field(default_factory=dict)
    completions: dict[tuple[UUID, str], float] = field(default_factory=dict)
    changed: dict[tuple[UUID, str], dict[str, Any]] = field(default_factory=dict)
    roots: dict[UUID, str] = field(default_factory=dict)
    versions: dict[UUID, int] = field(default_factory=dict)

    @classmethod
    def load(cls, *, user_id: int | None, activities: Iterable[UUID], lock: bool = False) -> "StateStore":
        """The learner's state in these activities, in one query; without a query for no learner."""
        if user_id is None:
            return cls()
        rows = LearnerState.objects.filter(user_id=user_id, activity__in=list(activities), scope=USER_STATE)
        if lock:
            rows = rows.select_for_update()
        found = {(row.activity_id, row.block): row for row in rows}
        return cls(
            rows={key: row.fields for key, row in found.items()},
            completions={key: row.completion for key, row in found.items()},
            roots={activity: block for (activity, block), row in found.items() if row.root},
            versions={row.activity_id: row.version_id for row in found.values() if row.version_id is not None},
        )

    def completed(self) -> set[UUID]:
        """The activities whose root block is complete."""
        return {
            activity for activity, block in self.roots.items() if self.completions.get((activity, block), 0.0) >= 1.0
        }


class TreeFieldData(FieldData):
    """Field data of an activity: content fields from the version's tree, user state from the ``StateStore``."""

    def __init__(self, activity: UUID, nodes: Mapping[str, Node], store: StateStore) -> None:
        self._activity, self._nodes, self._store = activity, nodes, store

    def _read(self, block: XBlock, name: str) -> dict[str, Any]:
        scope = block.fields[name].scope
        if scope.user == UserScope.NONE:
            return self._nodes[block.scope_ids.usage_id]["fields"]
        if scope.user == UserScope.ONE and scope.block == BlockScope.USAGE:
            return self._store.rows.get((self._activity, block.scope_ids.usage_id), {})
        raise InvalidScopeError(block, scope)

    def get(self, block: XBlock, name: str) -> Any:
        return self._read(block, name)[name]

    def has(self, block: XBlock, name: str) -> bool:
        return name in self._read(block, name)

    def set(self, block: XBlock, name: str, value: Any) -> None:
        if block.fields[name].scope != Scope.user_state:
            raise InvalidScopeError(block, block.fields[name].scope)
        key = (self._activity, block.scope_ids.usage_id)
        self._store.rows.setdefault(key, {})[name] = value
        self._store.changed.setdefault(key, {})[name] = value

    def delete(self, block: XBlock, name: str) -> None:
        self.set(block, name, block.fields[name].default)


@dataclass(frozen=True, slots=True)
class Event:
    """An event published by a block: ``grade`` or ``completion``, with the payload that the XBlock API defines.

    ``block`` is the usage id of the block, which is the id of its node in the tree.
    """

    block: str
    type: str
    data: dict[str, Any]


class PomostRuntime(Runtime):
    """The runtime of one activity for one learner, or without a learner."""

    def __init__(
        self, *, activity: UUID, tree: Node, user_id: int | None, store: StateStore, read_only: bool = True
    ) -> None:
        self._nodes = _nodes_by_id(tree)
        self._tree, self._user_id, self._read_only = tree, user_id, read_only
        self.events: list[Event] = []
        ids = MemoryIdManager()
        super().__init__(
            id_reader=ids,
            id_generator=ids,
            services={"field-data": TreeFieldData(activity, self._nodes, store)},
        )

    def root(self) -> XBlock:
        """The root block of the tree."""
        return self.get_block(self._tree["id"])

    def get_block(self, usage_id: str, for_parent: XBlock | None = None) -> XBlock:
        node = self._nodes[usage_id]
        ids = ScopeIds(self._user_id, node["type"], usage_id, usage_id)
        return self.construct_xblock(node["type"], ids, for_parent=for_parent)

    def load_block_type(self, block_type: str) -> type[XBlock]:
        return EXERCISES.get(block_type) or super().load_block_type(block_type)

    def get_asides(self, block: XBlock) -> list[Any]:
        return []

    def wrap_xblock(self, block: XBlock, view: str, frag: Fragment, context: Any) -> Fragment:
        return frag  # the exercises' HTML needs no wrapper in the page

    def publish(self, block: XBlock, event_type: str, event_data: dict[str, Any]) -> None:
        if self._read_only:
            raise RuntimeError("A view that only reads published an event.")
        self.events.append(Event(block.scope_ids.usage_id, event_type, event_data))

    def handler_url(
        self, block: XBlock, handler_name: str, suffix: str = "", query: str = "", thirdparty: bool = False
    ) -> str:
        raise NotImplementedError("Our own blocks are told their address in the context.")

    def resource_url(self, resource: str) -> str:
        raise NotImplementedError("Our own blocks have no resources of their own.")

    def local_resource_url(self, block: XBlock, uri: str) -> str:
        raise NotImplementedError("Our own blocks have no resources of their own.")


def _nodes_by_id(node: Node) -> dict[str, Node]:
    nodes = {node["id"]: node}
    for child in node["children"]:
        nodes |= _nodes_by_id(child)
    return nodes
