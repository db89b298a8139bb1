"""Services of activities."""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

import orjson
from django.db import IntegrityError, transaction
from webob import Request
from xblock.core import XBlock

from courses.activities.answer_time import MADE_AT
from courses.activities.errors import InvalidAnswerError
from courses.activities.extracts import ExerciseSource
from courses.activities.given import ANSWER
from courses.activities.models import Activity, ActivityVersion, Answer, Node
from courses.activities.runtime import Event, PomostRuntime, StateStore
from courses.activities.runtime.saving import save_states
from courses.activities.runtime.wider import keys_of

if TYPE_CHECKING:
    from people.models import User
    from publishing.models import BasePage

AT_ONCE = 5
"""The most concurrent answers with one key that are all recorded."""


def digest(tree: Node) -> str:
    """SHA-256 of the tree in canonical JSON, in hexadecimal digits."""
    return hashlib.sha256(orjson.dumps(tree, option=orjson.OPT_SORT_KEYS)).hexdigest()


@transaction.atomic
def publish_exercises(*, container: UUID | None, exercises: Iterable[ExerciseSource]) -> None:
    """Stores a new version of each exercise of a page whose content has changed; known content keeps its version.

    An exercise that is no longer on the page keeps its versions and answers. Those of the bank and the library have no
    ``container``; a page that shows one does not publish it.
    """
    exercises = [item for item in exercises if not item.shared]
    known = {
        activity.pk: activity
        for activity in Activity.objects.filter(pk__in=[item.uuid for item in exercises]).select_related("current")
    }
    for item in exercises:
        activity = known.get(item.uuid)
        fingerprint = digest(item.tree)
        title = item.title[:300]
        if activity is None:
            activity = Activity.objects.create(uuid=item.uuid, container=container, title=title)
        elif (
            activity.current is not None
            and activity.current.digest == fingerprint
            and activity.container == container
            and activity.title == title
        ):
            continue
        version = activity.versions.filter(digest=fingerprint).first()
        if version is None:
            number = activity.versions.count() + 1
            version = activity.versions.create(number=number, tree=item.tree, digest=fingerprint)
        activity.current, activity.container, activity.title = version, container, title
        activity.save()


def store_exercises(page: "BasePage", exercises: Sequence[ExerciseSource]) -> None:
    """Calls ``publish_exercises`` for ``publishing.pipeline``."""
    publish_exercises(container=page.key, exercises=exercises)


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result of an answer: the recorded answer, whether it had been recorded before, the completion of the
    activity's root block (0 to 1; 0 for a repeated answer), the learner's state, and whether that shows a later answer,
    because this one waited for a connection."""

    answer: Answer
    repeated: bool
    completion: float = 0.0
    store: StateStore | None = None
    superseded: bool = False


def submit_answer(
    *,
    user: "User",
    activity: Activity,
    form: list[tuple[str, str]],
    key: UUID,
    beside: Iterable[UUID] = (),
    made_at: datetime | None = None,
) -> Outcome:
    """Records an answer to the current version of ``activity``, with its grade and completion, in one transaction.

    ``form`` are the posted names and values. The same form with the same ``key`` returns the recorded answer; a
    different form with that key, as after going back in the browser, is a new answer. Raises ``InvalidAnswerError``
    for an invalid form; then nothing is recorded. The caller checks the permission. ``beside`` are further activities
    whose state the caller needs, read in the same query. ``made_at`` is when the answer was given, by the learner's
    clock, if it is not new; it decides only which of two answers is shown as the last one.
    """
    submit = partial(_submit_once, user=user, activity=activity, form=form, key=key, beside=beside, made_at=made_at)
    known: Answer | None = None
    for _attempt in range(AT_ONCE):
        try:
            return submit(repeat=known.repeat + 1 if known else 0)
        except (IntegrityError, InvalidAnswerError):
            # Most keys are new, so that of an answer is looked up only when it cannot be recorded: it may have been
            # recorded before, or concurrently. The exercise may take no further answer then.
            latest = Answer.objects.filter(user=user, key=key).order_by("-repeat").first()
            if latest is None or latest == known:
                raise
            known = latest
            if known.activity_id == activity.pk and known.response == _response(form):
                return Outcome(known, repeated=True)
    return submit(repeat=known.repeat + 1 if known else 0)


def _response(form: list[tuple[str, str]]) -> list[list[str]]:
    return [[name, value] for name, value in form]


@transaction.atomic
def _submit_once(
    *,
    user: "User",
    activity: Activity,
    form: list[tuple[str, str]],
    key: UUID,
    beside: Iterable[UUID],
    repeat: int,
    made_at: datetime | None,
) -> Outcome:
    version = activity.current
    if version is None:
        raise ActivityVersion.DoesNotExist(activity.pk)
    store = StateStore.load(
        user_id=user.pk,
        activities={activity.pk, *beside},
        lock=True,
        wider=keys_of(version.tree, activity=activity.pk, user_id=user.pk),
    )
    events, superseded = _submit_to(activity.pk, version, form, user_id=user.pk, store=store, made_at=made_at)
    root = version.tree["id"]
    grades = [event for event in events if event.type == "grade"]
    grade = grades[-1].data if grades else {}
    answer = Answer.objects.create(
        user=user,
        activity=activity,
        version=version,
        block=grades[-1].block if grades else root,
        key=key,
        repeat=repeat,
        response=_response(form),
        score=grade.get("value"),
        max_score=grade.get("max_value"),
    )
    # Nothing is less complete than it was, such as when a new version takes more attempts than those that were used up.
    completions = {
        event.block: max(event.data["completion"], store.completions.get((activity.pk, event.block), 0.0))
        for event in events
        if event.type == "completion"
    }
    save_states(user_id=user.pk, store=store, activity=activity.pk, version=version, completions=completions)
    completion = store.completions.get((activity.pk, root), 0.0)
    return Outcome(answer, repeated=False, completion=completion, store=store, superseded=superseded)


def _submit_to(
    activity: UUID,
    version: ActivityVersion,
    form: list[tuple[str, str]],
    *,
    user_id: int | None,
    store: StateStore,
    made_at: datetime | None = None,
) -> tuple[list[Event], bool]:
    """Runs the ``submit`` handler of the root block, which changes ``store``.

    Returns the published events, and whether the block goes on showing a later answer.
    """
    runtime = PomostRuntime(activity=activity, tree=version.tree, user_id=user_id, store=store, read_only=False)
    block = runtime.root()
    headers = {MADE_AT: made_at.isoformat()} if made_at else {}
    response = runtime.handle(block, "submit", Request.blank("/", POST=form, headers=headers))
    block.save()
    told = response.json if response.content_type == "application/json" else {}
    return runtime.events, bool(told.get("superseded"))


@transaction.atomic
def record_result(
    *,
    user: "User",
    version: ActivityVersion,
    key: UUID,
    response: str,
    change: Callable[[XBlock], None],
    beside: Iterable[UUID] = (),
) -> Outcome:
    """Records a result that the server has computed, such as that of a quiz, as an answer to ``version``.

    ``change`` tells the root block, which publishes its grade and completion; ``response`` says the result in words.
    The caller calls it once for a ``key``.
    """
    store, events = _changed(user=user, version=version, change=change, beside=beside)
    grade = [event for event in events if event.type == "grade"][-1].data
    answer = Answer.objects.create(
        user=user,
        activity=version.activity,
        version=version,
        block=version.tree["id"],
        key=key,
        response=[[ANSWER, response]],
        score=grade["value"],
        max_score=grade["max_value"],
    )
    completion = store.completions.get((version.activity_id, version.tree["id"]), 0.0)
    return Outcome(answer, repeated=False, completion=completion, store=store)


@transaction.atomic
def change_state(*, user: "User", version: ActivityVersion, change: Callable[[XBlock], None]) -> None:
    """Has the root block change the learner's state, without an answer."""
    _changed(user=user, version=version, change=change, beside=())


def _changed(
    *, user: "User", version: ActivityVersion, change: Callable[[XBlock], None], beside: Iterable[UUID]
) -> tuple[StateStore, list[Event]]:
    activity = version.activity_id
    store = StateStore.load(user_id=user.pk, activities={activity, *beside}, lock=True)
    runtime = PomostRuntime(activity=activity, tree=version.tree, user_id=user.pk, store=store, read_only=False)
    block = runtime.root()
    change(block)
    block.save()
    completions = {event.block: event.data["completion"] for event in runtime.events if event.type == "completion"}
    save_states(user_id=user.pk, store=store, activity=activity, version=version, completions=completions)
    return store, runtime.events


def try_answer(*, activity: Activity, form: list[tuple[str, str]]) -> StateStore:
    """The state after this answer as a first answer to the current version. Nothing is recorded.

    Raises ``InvalidAnswerError`` for an invalid form, and ``ActivityVersion.DoesNotExist``.
    """
    if activity.current is None:
        raise ActivityVersion.DoesNotExist(activity.pk)
    store = _nobodys(activity.current)
    _submit_to(activity.pk, activity.current, form, user_id=None, store=store)
    return store


def _nobodys(version: ActivityVersion) -> StateStore:
    """The state of whoever has none, with what all learners share."""
    return StateStore.load(
        user_id=None, activities=(), wider=keys_of(version.tree, activity=version.activity_id, user_id=None)
    )


def is_solved_by(*, activity: Activity, form: list[tuple[str, str]]) -> bool:
    """Whether this answer, as a first one, completes the current version. Nothing is recorded.

    Raises as ``try_answer``.
    """
    if activity.current is None:
        raise ActivityVersion.DoesNotExist(activity.pk)
    version = activity.current
    events, _superseded = _submit_to(activity.pk, version, form, user_id=None, store=_nobodys(version))
    root = version.tree["id"]
    return any(
        event.type == "completion" and event.block == root and event.data["completion"] >= 1.0 for event in events
    )
