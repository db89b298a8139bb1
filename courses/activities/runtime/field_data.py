"""Field data of an activity: where the value of each field is, by the scope of the field."""

from typing import Any
from uuid import UUID

from xblock.core import XBlock
from xblock.exceptions import InvalidScopeError
from xblock.field_data import FieldData
from xblock.fields import BlockScope, Scope, UserScope

from courses.activities.runtime.nodes import Nodes, copied
from courses.activities.runtime.store import StateStore
from courses.activities.runtime.wider import key_of


class TreeFieldData(FieldData):
    """Content, settings, children and parent from the version's tree; everything else from the ``StateStore``.

    With ``authoring``, content and settings can be written: the caller passes a tree of its own and stores it.
    """

    def __init__(self, activity: UUID, nodes: Nodes, store: StateStore, *, authoring: bool = False) -> None:
        self._activity, self._nodes, self._store, self._authoring = activity, nodes, store, authoring

    def _read(self, block: XBlock, name: str) -> dict[str, Any]:
        scope, usage = block.fields[name].scope, block.scope_ids.usage_id
        if scope is Scope.children:
            return {name: self._nodes.children(usage)}
        if scope is Scope.parent:
            parent = self._nodes.parent(usage)
            return {} if parent is None else {name: parent}
        if _in_tree(scope):
            return self._nodes[usage]["fields"]
        if _of_learner(scope):
            return self._store.rows.get((self._activity, usage), {})
        if (key := self._wider_key(block, scope)) is not None:
            return self._store.wider.rows.get(key, {})
        raise InvalidScopeError(block, scope)

    def _wider_key(self, block: XBlock, scope: Any) -> Any:
        ids = block.scope_ids
        return key_of(
            scope, activity=self._activity, user_id=ids.user_id, block_type=ids.block_type, block=ids.usage_id
        )

    def get(self, block: XBlock, name: str) -> Any:
        return copied(self._read(block, name)[name])

    def has(self, block: XBlock, name: str) -> bool:
        return name in self._read(block, name)

    def set(self, block: XBlock, name: str, value: Any) -> None:
        """Raises ``InvalidScopeError`` for content and settings unless authoring, and always for the structure."""
        scope, usage = block.fields[name].scope, block.scope_ids.usage_id
        if scope is Scope.children or scope is Scope.parent or (_in_tree(scope) and not self._authoring):
            raise InvalidScopeError(block, scope)
        if _in_tree(scope):
            self._nodes[usage]["fields"][name] = copied(value)
        elif _of_learner(scope):
            self._store.set(self._activity, usage, name, copied(value))
        elif (key := self._wider_key(block, scope)) is not None:
            self._store.wider.set(key, name, copied(value))
        else:
            raise InvalidScopeError(block, scope)

    def delete(self, block: XBlock, name: str) -> None:
        """Puts the default back. A learner's rows keep it as a value, because changes are merged field by field."""
        field = block.fields[name]
        if self._authoring and _in_tree(field.scope):
            self._nodes[block.scope_ids.usage_id]["fields"].pop(name, None)
        else:
            self.set(block, name, field.to_json(field.default))


def _in_tree(scope: Any) -> bool:
    return scope.user == UserScope.NONE and scope.block in (BlockScope.USAGE, BlockScope.DEFINITION)


def _of_learner(scope: Any) -> bool:
    return scope.user == UserScope.ONE and scope.block in (BlockScope.USAGE, BlockScope.DEFINITION)
