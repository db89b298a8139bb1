"""The rows of the scopes that are wider than one learner in one activity: preferences, user_info, user_state_summary.

Most blocks have no such fields; then nothing is read for them.
"""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, NamedTuple, cast
from uuid import UUID

from django.db.models import Q
from xblock.core import XBlock
from xblock.fields import BlockScope, UserScope

from courses.activities.models import Node, WiderState
from courses.activities.runtime.allowed import block_class
from courses.activities.runtime.nodes import Nodes

Scope = WiderState.Scope


class WiderKey(NamedTuple):
    """Whose row: ``name`` is the block type of preferences, the block of a summary, and "" for user_info."""

    scope: str
    user: int | None
    activity: UUID | None
    name: str


def key_of(scope: Any, *, activity: UUID, user_id: int | None, block_type: str, block: str) -> WiderKey | None:
    """The row that holds the fields of ``scope`` for a block; None where the scope is none of the three."""
    match scope.user, scope.block:
        case UserScope.ONE, BlockScope.TYPE:
            return WiderKey(Scope.PREFERENCES, user_id, None, block_type)
        case UserScope.ONE, BlockScope.ALL:
            return WiderKey(Scope.USER_INFO, user_id, None, "")
        case UserScope.ALL, BlockScope.USAGE | BlockScope.DEFINITION:
            return WiderKey(Scope.SUMMARY, None, activity, block)
    return None


def keys_of(tree: Node, *, activity: UUID, user_id: int | None) -> frozenset[WiderKey]:
    """The rows that the fields of the blocks of a tree are in; those of a learner only where there is one."""
    keys = set()
    for node in Nodes(tree):
        for scope in _wider_scopes(cast("Hashable", block_class(node["type"]))):
            key = key_of(scope, activity=activity, user_id=user_id, block_type=node["type"], block=node["id"])
            if key is not None and (key.user is not None or key.activity is not None):
                keys.add(key)
    return frozenset(keys)


@cache
def _wider_scopes(kind: Hashable) -> frozenset[Any]:
    scopes = {block_field.scope for block_field in cast("type[XBlock]", kind).fields.values()}
    known = {scope for scope in scopes if hasattr(scope, "user")}  # without children and parent
    return frozenset(
        scope
        for scope in known
        if key_of(scope, activity=UUID(int=0), user_id=0, block_type="type", block="block") is not None
    )


@dataclass
class WiderRows:
    """The fields by row, with what a handler has changed."""

    rows: dict[WiderKey, dict[str, Any]] = field(default_factory=dict)
    changed: set[WiderKey] = field(default_factory=set)

    @classmethod
    def load(cls, keys: Iterable[WiderKey], *, lock: bool = False) -> "WiderRows":
        """These rows in one query, or in none for no keys.

        With ``lock`` also those that do not exist yet are made and locked, so that of two first writers one waits.
        """
        wanted = frozenset(keys)
        if not wanted:
            return cls()
        if lock:
            missing = wanted - _read(wanted, lock=False).keys()
            WiderState.objects.bulk_create([_row(key, {}) for key in missing], ignore_conflicts=True)
        return cls(_read(wanted, lock=lock))

    def set(self, key: WiderKey, name: str, value: Any) -> None:
        self.rows.setdefault(key, {})[name] = value
        self.changed.add(key)

    def save(self) -> None:
        """Writes the changed rows, which were locked when they were loaded."""
        for fields, mine in (
            (["user", "scope", "name"], [key for key in self.changed if key.activity is None]),
            (["activity", "scope", "name"], [key for key in self.changed if key.activity is not None]),
        ):
            if mine:
                WiderState.objects.bulk_create(
                    [_row(key, self.rows[key]) for key in mine],
                    update_conflicts=True,
                    unique_fields=fields,
                    update_fields=["fields", "updated_at"],
                )


def _row(key: WiderKey, fields: Mapping[str, Any]) -> WiderState:
    return WiderState(scope=key.scope, user_id=key.user, activity_id=key.activity, name=key.name, fields=dict(fields))


def _read(keys: frozenset[WiderKey], *, lock: bool) -> dict[WiderKey, dict[str, Any]]:
    found = Q()
    for key in keys:
        found |= Q(scope=key.scope, user=key.user, activity=key.activity, name=key.name)
    rows = WiderState.objects.filter(found).order_by("pk")  # in one order, so that no two writers wait for each other
    if lock:
        rows = rows.select_for_update()
    return {WiderKey(row.scope, row.user_id, row.activity_id, row.name): row.fields for row in rows}
