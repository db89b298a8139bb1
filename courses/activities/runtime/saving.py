"""Writes a learner's state after a handler."""

from collections.abc import Mapping
from uuid import UUID

from courses.activities.models import ActivityVersion, LearnerState
from courses.activities.runtime.store import USER_STATE, StateStore


def save_states(
    *, user_id: int, store: StateStore, activity: UUID, version: ActivityVersion, completions: Mapping[str, float]
) -> None:
    """Writes the changed rows and that of the root in one upsert, and what changed in wider scopes.

    The rows were locked when they were loaded. ``completions`` are those just published, by block; a block that
    published none keeps its completion.
    """
    root = version.tree["id"]
    store.completions.update({(activity, block): completion for block, completion in completions.items()})
    store.roots[activity], store.versions[activity] = root, version.pk
    touched = dict.fromkeys([*store.changed, *((activity, block) for block in (*completions, root))])
    LearnerState.objects.bulk_create(
        [
            LearnerState(
                user_id=user_id,
                activity_id=activity_id,
                block=block,
                scope=USER_STATE,
                fields=store.rows.get((activity_id, block), {}),
                completion=store.completions.get((activity_id, block), 0.0),
                root=block == root,
                version=version if block == root else None,
            )
            for activity_id, block in touched
        ],
        update_conflicts=True,
        unique_fields=["user", "activity", "block", "scope"],
        update_fields=["fields", "completion", "root", "version", "updated_at"],
    )
    store.wider.save()
