"""What learners have in activities, as rows of JSON fields, with the changes of a handler."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any
from uuid import UUID

from courses.activities.models import LearnerState
from courses.activities.runtime.wider import WiderKey, WiderRows

if TYPE_CHECKING:
    from django.db.models import QuerySet

USER_STATE = "user_state"

Fields = dict[str, Any]


@cache
def _states(*, lock: bool) -> "QuerySet[LearnerState, tuple[Any, ...]]":
    """Built once, because building it takes Django as long as the database takes to answer it."""
    rows = LearnerState.objects.filter(scope=USER_STATE)
    if lock:
        rows = rows.select_for_update()
    return rows.values_list("activity", "block", "fields", "completion", "root", "version")


@dataclass
class StateStore:
    """A learner's fields and completions by (activity, block), with the changes of a handler tracked by field.

    ``roots`` and ``versions``: the root block of each answered activity and the id of the version answered last.
    ``wider``: the fields of the scopes that are not of one learner in one activity.
    """

    rows: dict[tuple[UUID, str], Fields] = field(default_factory=dict)
    completions: dict[tuple[UUID, str], float] = field(default_factory=dict)
    changed: dict[tuple[UUID, str], Fields] = field(default_factory=dict)
    roots: dict[UUID, str] = field(default_factory=dict)
    versions: dict[UUID, int] = field(default_factory=dict)
    wider: WiderRows = field(default_factory=WiderRows)

    @classmethod
    def load(
        cls,
        *,
        user_id: int | None,
        activities: Iterable[UUID],
        lock: bool = False,
        wider: Iterable[WiderKey] = (),
    ) -> "StateStore":
        """The learner's state in these activities, in one query; without a query for no learner.

        One more query reads the rows of ``wider`` scopes, where there are any.
        """
        rows_of_wider_scopes = WiderRows.load(wider, lock=lock)
        if user_id is None:
            return cls(wider=rows_of_wider_scopes)
        rows = _states(lock=lock).filter(user_id=user_id, activity__in=list(activities))
        store = cls(wider=rows_of_wider_scopes)
        for activity, block, fields, completion, root, version in rows:
            store.rows[activity, block], store.completions[activity, block] = fields, completion
            if root:
                store.roots[activity] = block
            if version is not None:
                store.versions[activity] = version
        return store

    def read_wider(self, keys: Iterable[WiderKey]) -> None:
        """Reads these rows of wider scopes as well, in one query, or in none where there are none."""
        self.wider.rows |= WiderRows.load(frozenset(keys) - self.wider.rows.keys()).rows

    def completed(self) -> set[UUID]:
        """The activities whose root block is complete."""
        return {
            activity for activity, block in self.roots.items() if self.completions.get((activity, block), 0.0) >= 1.0
        }

    def set(self, activity: UUID, block: str, name: str, value: Any) -> None:
        """Changes a field of the learner in a block."""
        self.rows.setdefault((activity, block), {})[name] = value
        self.changed.setdefault((activity, block), {})[name] = value
