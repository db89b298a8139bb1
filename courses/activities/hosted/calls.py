"""Calls of handlers and views of hosted activities, with what is kept of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from django.db import transaction
from webob import Response

from courses.activities.hosted.modes import Call, ChangedError, Done, RefusedError
from courses.activities.hosted.tokens import Grant
from courses.activities.models import Activity, ActivityVersion, Answer, LearnerState
from courses.activities.runtime import USER_STATE, PomostRuntime, StateStore
from courses.activities.runtime.allowed import block_class
from courses.activities.runtime.completion import completes_when_seen, of_containers, published, used_up
from courses.activities.runtime.nodes import Nodes
from courses.activities.runtime.saving import save_states
from courses.activities.runtime.wider import keys_of
from courses.activities.services import Outcome

if TYPE_CHECKING:
    from uuid import UUID

    from people.models import User


@dataclass(frozen=True, slots=True)
class Called:
    """The response of a call, the learner's state after it and, where a block gave a grade, the recorded answer."""

    response: Any
    completion: float
    store: StateStore
    outcome: Outcome | None = None

    @property
    def done(self) -> Done:
        return Done(self.response, self.completion)


def version_of(grant: Grant) -> ActivityVersion:
    """The version that a grant is for. Raises ``ChangedError`` once another is current, ``RefusedError`` for none."""
    activity = Activity.objects.select_related("current").filter(pk=grant.activity).first()
    if activity is None or activity.current is None:
        raise RefusedError
    if activity.current.pk != grant.version:
        raise ChangedError
    if grant.block not in Nodes(activity.current.tree):
        raise RefusedError
    activity.current.activity = activity
    return activity.current


@transaction.atomic(savepoint=False)
def run(*, user: "User", version: ActivityVersion, call: Call, beside: Iterable["UUID"] = ()) -> Called:
    """Runs a call for a learner and keeps what it did: the changed fields, completions and, for a grade, an answer.

    ``beside`` are further activities whose state the caller needs. The caller checks the permission. An error response
    of a handler (a status of 400 or more) keeps nothing.
    """
    activity, tree = version.activity_id, version.tree
    root = tree["id"]
    store = _locked(user, version, beside)
    if (activity, root) not in store.rows:
        _make_rows(user, version)
        store = _locked(user, version, beside)
    runtime = PomostRuntime(
        activity=activity, tree=tree, user_id=user.pk, store=store, read_only=False, address=call.address
    )
    response = call.run(runtime)
    if isinstance(response, Response) and response.status_code >= 400:
        return Called(response, store.completions.get((activity, root), 0.0), store)
    completions = _completions(runtime, call)
    save_states(user_id=user.pk, store=store, activity=activity, version=version, completions=completions)
    completion = store.completions[(activity, root)] = store.completions.get((activity, root), 0.0)
    return Called(response, completion, store, _answer(user, version, runtime, completion))


def _locked(user: "User", version: ActivityVersion, beside: Iterable["UUID"]) -> StateStore:
    activity = version.activity_id
    wider = keys_of(version.tree, activity=activity, user_id=user.pk)
    return StateStore.load(user_id=user.pk, activities={activity, *beside}, lock=True, wider=wider)


def _make_rows(user: "User", version: ActivityVersion) -> None:
    """The learner's rows, so that of two first calls from two lessons one waits for the other."""
    rows = [
        LearnerState(
            user=user,
            activity_id=version.activity_id,
            block=node["id"],
            scope=USER_STATE,
            root=node["id"] == version.tree["id"],
        )
        for node in Nodes(version.tree)
    ]
    LearnerState.objects.bulk_create(rows, ignore_conflicts=True)


def _completions(runtime: PomostRuntime, call: Call) -> dict[str, float]:
    """What the call changes, by block; nothing is less complete for having been seen again."""
    activity, nodes, store = runtime.activity, runtime.nodes, runtime.store
    kinds = {node["id"]: block_class(node["type"]) for node in nodes}
    changed = published(runtime.events, kinds)
    if call.shows:
        changed |= {block: 1.0 for block, kind in kinds.items() if completes_when_seen(kind)}
    limited = (block for block, kind in kinds.items() if "max_attempts" in kind.fields)
    changed |= {block: 1.0 for block in limited if used_up(runtime.get_block(block))}
    known = {block: store.completions.get((activity, block), 0.0) for block in kinds}
    return changed | of_containers(nodes, kinds, known | changed)


def _answer(user: "User", version: ActivityVersion, runtime: PomostRuntime, completion: float) -> Outcome | None:
    grades = [event for event in runtime.events if event.type == "grade"]
    if not grades:
        return None
    grade = grades[-1]
    answer = Answer.objects.create(
        user=user,
        activity=version.activity,
        version=version,
        block=grade.block,
        key=uuid4(),
        response=[],  # what was sent is in the block's own fields, in its own terms
        score=grade.data["value"],
        max_score=grade.data["max_value"],
    )
    return Outcome(answer, repeated=False, completion=completion, store=runtime.store)
