"""What changes state in activities."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

import orjson
from django.db import IntegrityError, transaction
from webob import Request

from courses.activities.extracts import ExerciseSource
from courses.activities.models import Activity, ActivityVersion, Answer, LearnerState, Node
from courses.activities.runtime import USER_STATE, Event, PomostRuntime, StateStore

if TYPE_CHECKING:
    from people.models import User
    from publishing.models import BasePage

AT_ONCE = 5
"""So many answers with one key may come at the same moment; each of them is recorded in the end."""


def digest(tree: Node) -> str:
    """SHA-256 of the tree in canonical JSON, in hexadecimal digits."""
    return hashlib.sha256(orjson.dumps(tree, option=orjson.OPT_SORT_KEYS)).hexdigest()


@transaction.atomic
def publish_exercises(*, container: UUID, exercises: Iterable[ExerciseSource]) -> None:
    """Stores versions of the exercises of a page: a new version where the content is new, the old one where it is old.

    An exercise that is gone from the page keeps its versions and its answers.
    """
    exercises = list(exercises)
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
    """``publish_exercises`` for ``publishing.pipeline``."""
    publish_exercises(container=page.key, exercises=exercises)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of an answer: the answer as recorded, whether it had been recorded before, how much of the activity
    is complete now (0 to 1, of its root block; 0 for a repeated answer), and all that the learner has now."""

    answer: Answer
    repeated: bool
    completion: float = 0.0
    store: StateStore | None = None


def submit_answer(
    *,
    user: "User",
    activity: Activity,
    form: list[tuple[str, str]],
    key: UUID,
    beside: Iterable[UUID] = (),
    new_key: bool = False,
) -> Outcome:
    """Records an answer to the current version of ``activity``, with its grade and completion, in one transaction.

    ``form`` is what was sent, as name and value. The same form with the same ``key`` again returns the answer that is
    recorded; another form with that key, as after going back in the browser, is a new answer. Raises
    ``InvalidAnswerError`` when the form is no answer; then nothing is recorded. Whether this person may answer is
    asked by the caller's service. ``beside`` are activities whose states the caller wants too, in the same query.
    ``new_key``: the caller has seen that no answer has this key (``ActivityQuerySet.to_answer``), which saves a query.
    """
    for _attempt in range(AT_ONCE):
        try:
            return _submit_once(user=user, activity=activity, form=form, key=key, beside=beside, new_key=new_key)
        except IntegrityError:
            # Another answer with this key was recorded at the same moment: the next look finds it.
            new_key = False
            if not Answer.objects.filter(user=user, key=key).exists():
                raise
    return _submit_once(user=user, activity=activity, form=form, key=key, beside=beside, new_key=False)


@transaction.atomic
def _submit_once(
    *,
    user: "User",
    activity: Activity,
    form: list[tuple[str, str]],
    key: UUID,
    beside: Iterable[UUID],
    new_key: bool,
) -> Outcome:
    response = [[name, value] for name, value in form]
    known = None if new_key else Answer.objects.filter(user=user, key=key).order_by("-repeat").first()
    if known is not None and known.activity_id == activity.pk and known.response == response:
        return Outcome(known, repeated=True)
    version = activity.current
    if version is None:
        raise ActivityVersion.DoesNotExist(activity.pk)
    store = StateStore.load(user_id=user.pk, activities={activity.pk, *beside}, lock=True)
    events = _submit_to(activity.pk, version, form, user_id=user.pk, store=store)
    root = version.tree["id"]
    grades = [event for event in events if event.type == "grade"]
    grade = grades[-1].data if grades else {}
    answer = Answer.objects.create(
        user=user,
        activity=activity,
        version=version,
        block=grades[-1].block if grades else root,
        key=key,
        repeat=known.repeat + 1 if known else 0,
        response=response,
        score=grade.get("value"),
        max_score=grade.get("max_value"),
    )
    completions = {event.block: event.data["completion"] for event in events if event.type == "completion"}
    _save_states(user_id=user.pk, store=store, activity=activity.pk, version=version, completions=completions)
    return Outcome(answer, repeated=False, completion=store.completions.get((activity.pk, root), 0.0), store=store)


def _submit_to(
    activity: UUID, version: ActivityVersion, form: list[tuple[str, str]], *, user_id: int | None, store: StateStore
) -> list[Event]:
    """Runs the ``submit`` handler of the root block, which changes ``store``; returns what was published."""
    runtime = PomostRuntime(activity=activity, tree=version.tree, user_id=user_id, store=store, read_only=False)
    block = runtime.root()
    runtime.handle(block, "submit", Request.blank("/", POST=form))
    block.save()
    return runtime.events


def try_answer(*, activity: Activity, form: list[tuple[str, str]]) -> StateStore:
    """What somebody would have after this answer to the current version as their first one. Nothing is recorded.

    Raises ``InvalidAnswerError`` when the form is no answer, and ``ActivityVersion.DoesNotExist``.
    """
    if activity.current is None:
        raise ActivityVersion.DoesNotExist(activity.pk)
    store = StateStore()
    _submit_to(activity.pk, activity.current, form, user_id=None, store=store)
    return store


def _save_states(
    *, user_id: int, store: StateStore, activity: UUID, version: ActivityVersion, completions: dict[str, float]
) -> None:
    """Writes the rows that changed and the root's, one upsert for all of them. They were locked when they were loaded.

    ``completions`` are what blocks have just published; a block that published none keeps the completion it had.
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
