"""Rendering of exercises for a page."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID, uuid4

from courses.activities.models import VersionTree, version_trees
from courses.activities.runtime import PomostRuntime, StateStore


def render_exercises(
    trees: Mapping[UUID, VersionTree],
    *,
    order: Iterable[UUID],
    user_id: int | None,
    context: Mapping[str, Any],
    actions: Mapping[UUID, str],
    special: Mapping[UUID, dict[str, Any]] | None = None,
    store: StateStore | None = None,
) -> dict[UUID, str]:
    """The HTML of each exercise, by uuid, for a learner or without one.

    One query for everything the learner has in them. ``actions`` are the addresses to send answers to; ``special`` is
    what is different for one of them, such as an error. Each form carries a fresh idempotency key.

    An exercise that was changed since it was answered is shown as the version that was answered, closed and marked as
    ``changed``; one more query reads all such versions. With anything ``special`` it is shown as it is now, unanswered.
    """
    special = special or {}
    order = [activity for activity in order if activity in trees]
    if store is None:
        store = StateStore.load(user_id=user_id, activities=order)
    changed = {
        activity: answered
        for activity in order
        if (answered := store.versions.get(activity)) is not None and trees[activity].version not in (None, answered)
    }
    answered_trees = version_trees(version for activity, version in changed.items() if activity not in special)
    rendered = {}
    for number, activity in enumerate(order, start=1):
        tree, states, differs = trees[activity].tree, store, dict(special.get(activity) or {})
        if activity in changed and activity in special:
            states = StateStore()
        elif activity in changed:
            tree, differs = answered_trees[changed[activity]], {"changed": True, "can_answer": False}
        runtime = PomostRuntime(activity=activity, tree=tree, user_id=user_id, store=states)
        fragment = runtime.render(
            runtime.root(),
            "student_view",
            {
                **context,
                "id": str(activity),
                "number": number,
                "total": len(order),
                "action": actions.get(activity, ""),
                "key": str(uuid4()),
                "anchor": f"cwiczenie-{number}",
                **differs,
            },
        )
        rendered[activity] = fragment.content
    return rendered
