"""Rendering of exercises for a page."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from uuid import UUID, uuid4

from courses.activities.cards import ExerciseChange, ExerciseFrame, QuestionFrame
from courses.activities.exercises import shows_current
from courses.activities.given import Given
from courses.activities.hosted.rendering import drawn
from courses.activities.models import VersionTree, version_trees
from courses.activities.runtime import PomostRuntime, StateStore
from courses.activities.runtime.allowed import is_our_own
from courses.activities.runtime.wider import keys_of
from reference.values import with_values

QUESTION_PREFIX = "q-"
"""Before the activity in the names of the fields of ``render_questions``."""


def render_exercises(
    trees: Mapping[UUID, VersionTree],
    *,
    order: Iterable[UUID],
    user_id: int | None,
    frame: ExerciseFrame,
    actions: Mapping[UUID, str],
    changes: Mapping[UUID, ExerciseChange] | None = None,
    store: StateStore | None = None,
    frame_urls: Mapping[UUID, str] | None = None,
) -> dict[UUID, str]:
    """The HTML of each exercise, by uuid, for a learner or without one.

    One query for everything the learner has in them. ``frame`` is what all of them share; ``actions`` are the addresses
    to send answers to, and ``changes`` what the request makes different. Each form has an idempotency key of its own.

    An exercise that was changed since it was answered is shown as the version that was answered, closed and marked as
    ``changed``; one more query reads all such versions. One of ``changes`` is shown as it is now, unanswered.

    Activities that are not our own are shown in frames, at ``frame_urls``, always as they are now.
    """
    changes = changes or {}
    order = [activity for activity in order if activity in trees]
    hosted = {activity for activity in order if not is_our_own(trees[activity].tree["type"])}
    if store is None:
        store = StateStore.load(user_id=user_id, activities=order)
    changed = {
        activity: answered
        for activity in order
        if activity not in hosted
        and (answered := store.versions.get(activity)) is not None
        and trees[activity].version not in (None, answered)
        and not shows_current(trees[activity].tree)
    }
    store.read_wider(
        key
        for activity in order
        if activity not in hosted
        for key in keys_of(trees[activity].tree, activity=activity, user_id=user_id)
    )
    answered_trees = version_trees(version for activity, version in changed.items() if activity not in changes)
    completed = store.completed() if hosted else set()
    rendered = {}
    for number, activity in enumerate(order, start=1):
        tree, states = trees[activity].tree, store
        placed = replace(
            frame,
            id=str(activity),
            number=number,
            total=len(order),
            anchor=f"cwiczenie-{number}",
            action=actions.get(activity, ""),
            key=str(uuid4()),
            change=changes.get(activity, ExerciseChange()),
        )
        if activity in hosted:
            rendered[activity] = drawn(
                trees[activity],
                frame=placed,
                src=(frame_urls or {}).get(activity, ""),
                completed=activity in completed,
            )
            continue
        if activity in changed and activity in changes:
            states = StateStore()
        elif activity in changed:
            tree, placed = answered_trees[changed[activity]], replace(placed, changed=True, can_answer=False)
        runtime = PomostRuntime(activity=activity, tree=tree, user_id=user_id, store=states)
        fragment = runtime.render(runtime.root(), "student_view", {"frame": placed})
        rendered[activity] = with_values(fragment.content)
    return rendered


def render_questions(
    trees: Mapping[UUID, VersionTree], *, order: Iterable[UUID], given: Mapping[UUID, Given]
) -> list[str]:
    """The HTML of exercises as questions of one form, unanswered, with what was answered in ``given``.

    The fields of an activity are called ``QUESTION_PREFIX`` and its uuid.
    """
    # Those in frames cannot be part of a form.
    order = [activity for activity in order if activity in trees and is_our_own(trees[activity].tree["type"])]
    rendered = []
    for number, activity in enumerate(order, start=1):
        frame = QuestionFrame(f"{QUESTION_PREFIX}{activity}", number, len(order), given.get(activity, Given()))
        runtime = PomostRuntime(activity=activity, tree=trees[activity].tree, user_id=None, store=StateStore())
        fragment = runtime.render(runtime.root(), "question_view", {"frame": frame})
        rendered.append(with_values(fragment.content))
    return rendered
