"""Exercises as they stand in a page."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID, uuid4

from courses.activities.models import Node
from courses.activities.runtime import PomostRuntime, StateStore


def render_exercises(
    trees: Mapping[UUID, Node],
    *,
    order: Iterable[UUID],
    user_id: int | None,
    context: Mapping[str, Any],
    actions: Mapping[UUID, str],
    special: Mapping[UUID, dict[str, Any]] | None = None,
    store: StateStore | None = None,
) -> dict[UUID, str]:
    """The HTML of each exercise, by uuid, for a learner or for nobody.

    One query for everything the learner has in them. ``actions`` are the addresses to send answers to; ``special`` is
    what is different for one of them, such as an error. Each form carries a fresh idempotency key.
    """
    order = [activity for activity in order if activity in trees]
    if store is None:
        store = StateStore.load(user_id=user_id, activities=order)
    rendered = {}
    for number, activity in enumerate(order, start=1):
        runtime = PomostRuntime(activity=activity, tree=trees[activity], user_id=user_id, store=store)
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
                **((special or {}).get(activity) or {}),
            },
        )
        rendered[activity] = fragment.content
    return rendered
