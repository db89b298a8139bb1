"""Tells the search engine what has changed: queued in the transaction of the change, sent after its commit.

The order of changes of one object is that of ``PendingUpdate.version``, which the engine compares ("external_gte"), so
that two processes may send at once. What an object is like is read when it is sent.
"""

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import structlog
from django.apps import apps
from django.db import models, transaction
from django.db.models import F
from django.db.models.functions import Greatest
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult
from modelsearch.backends.base import get_model_root

from search.backends import chosen
from search.models import Action, IndexVersion, PendingUpdate

if TYPE_CHECKING:
    from search.backends.engine import EngineBackend

BATCH = 200
"""Objects in one request."""
MOST_CHARACTERS = 5_000_000
"""In one request, unless a single object has more: engines refuse more than 100 MB, and texts of documents are long."""
AT_ONCE_TIMEOUT, TIMEOUT = 2.0, 30.0
"""Seconds that one request may take: right after a commit, when somebody waits, and in the background."""
FIRST_PAUSE, LONGEST_PAUSE = 5, 60
"""Seconds until the background worker tries again; each pause is twice the one before."""
NEXT = "-next"
"""Ends the aliases of the indices that are being built."""
_A_MINUTE = 60_000_000

log = structlog.get_logger("search.updates")


@dataclass(frozen=True, slots=True)
class Sent:
    """``done``: how many objects the engine has now; ``left``: whether there are more to send."""

    done: int
    left: bool


class EngineNotReadyError(Exception):
    """The engine has no index yet, or refuses for the time being."""


def queue(*, model: type[models.Model], pks: Iterable[Any], action: Action) -> None:
    """Notes, in the transaction of the change, that objects have to be added or deleted. Without engine: nothing."""
    if not chosen.has_engine():
        return
    label = get_model_root(model)._meta.label_lower
    version = _microseconds()
    PendingUpdate.objects.bulk_create(
        [PendingUpdate(model=label, object_id=str(pk), action=action, version=version) for pk in dict.fromkeys(pks)],
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["model", "object_id"],
        update_fields=["action", "version", "refusals", "error"],
    )
    functions = [function for _savepoints, function, _robust in transaction.get_connection().run_on_commit]
    if not any(isinstance(function, _OnceAfterCommit) and not function.has_run for function in functions):
        transaction.on_commit(_OnceAfterCommit(), robust=True)


class _OnceAfterCommit:
    """One for all changes of a transaction."""

    has_run = False

    def __call__(self) -> None:
        self.has_run = True
        send_after_commit()


def send_after_commit() -> None:
    """Sends what is queued, so that it is found at once; what the engine does not take now the worker sends later."""
    from search.backends.engine import availability

    backend = chosen.engine()
    try:
        left = not availability.may_try() or send(most=1, timeout=AT_ONCE_TIMEOUT).left
    except (*backend.errors, EngineNotReadyError):
        left = True
    if left:
        send_later(tries=0)


def send_in_background(*, tries: int = 0) -> int:
    """Sends all that is queued, or tries again after a pause. Returns the number of objects that were sent."""
    if not chosen.has_engine():
        return 0
    try:
        sent = send(timeout=TIMEOUT)
    except (*chosen.engine().errors, EngineNotReadyError) as error:
        log.debug("search_engine.try_again", reason=type(error).__name__, tries=tries + 1)
        sent = Sent(0, left=True)
    if sent.left:
        send_later(tries=tries + 1)
    return sent.done


def send_later(*, tries: int) -> None:
    """Queues the task that sends, unless it is queued already. Housekeeping sends as well, should it be lost."""
    from search.tasks import send_updates

    if not send_updates.get_backend().supports_defer:
        return
    waiting = DBTaskResult.objects.filter(task_path=send_updates.module_path, status=TaskResultStatus.READY)
    if not waiting.exists():
        pause = min(FIRST_PAUSE * 2 ** min(tries - 1, 10), LONGEST_PAUSE) if tries else 0
        send_updates.using(run_after=timezone.now() + timedelta(seconds=pause)).enqueue(tries=tries)


def send(*, timeout: float, most: int | None = None) -> Sent:
    """Sends what is queued in batches, at most ``most`` of them.

    Raises the client's errors, and ``EngineNotReadyError``; what was not sent stays queued.
    """
    from search.backends.engine import availability

    backend: EngineBackend = chosen.engine()
    done = batches = 0
    for _once_more in range(2):  # for what changed while it was sent
        last = 0
        while rows := list(PendingUpdate.objects.sendable().filter(pk__gt=last)[:BATCH]):
            if most is not None and batches >= most:
                return Sent(done, left=True)
            last = rows[-1].pk
            try:
                done += _send(backend, rows, timeout)
            except backend.errors as error:
                availability.note(error)
                raise
            availability.note(None)
            batches += 1
    return Sent(done, left=PendingUpdate.objects.sendable().exists())


def _send(backend: "EngineBackend", rows: Sequence[PendingUpdate], timeout: float) -> int:
    """Sends one batch to the indices, and to those being built. Returns how many rows are done and deleted."""
    # Read before the objects: a rebuild that begins later reads them after this.
    is_building = IndexVersion.objects.filter(backend=backend.engine).exclude(building="").exists()
    documents = _documents(backend, rows)
    actions: list[list[dict[str, Any]]] = []
    owners: list[PendingUpdate] = []
    for row in rows:
        name = backend.index_name(apps.get_model(row.model))
        document = documents.get((row.model, row.object_id))
        for index in (name, name + NEXT) if is_building else (name,):
            actions.append(action(index, row.object_id, document, version=row.version))
            owners.append(row)
    results = bulk(backend, actions, timeout=timeout, refresh="true")
    failed: dict[int, dict[str, Any]] = {}
    for row, result in zip(owners, results, strict=True):
        is_next = is_building and result["_index"].endswith(NEXT) and result["status"] == 404
        if result["status"] >= 300 and not is_next and "error" in result:
            failed[row.pk] = result
    _settle(rows, failed)
    return len(rows) - len(failed)


def bulk(
    backend: "EngineBackend", actions: Iterable[list[dict[str, Any]]], *, timeout: float, **parameters: str
) -> list[dict[str, Any]]:
    """Performs actions in as many requests as their size needs. Returns the result of each.

    They go to aliases only, because an engine would make an index that is not there, without its fields.
    """
    requests: list[list[dict[str, Any]]] = []
    size = MOST_CHARACTERS
    for lines in actions:
        length = sum(len(str(line)) for line in lines)
        if size + length > MOST_CHARACTERS:
            requests.append([])
            size = 0
        requests[-1] += lines
        size += length
    results: list[dict[str, Any]] = []
    for lines in requests:
        answer = backend.perform("POST", "/_bulk", lines, timeout=timeout, require_alias="true", **parameters)
        results += [next(iter(item.values())) for item in answer["items"]]
    return results


def _microseconds() -> int:
    return time.time_ns() // 1000


def action(index: str, pk: str, document: dict[str, Any] | None, *, version: int) -> list[dict[str, Any]]:
    """The lines of a bulk request that add a document, or delete it if there is none."""
    what = {"_index": index, "_id": pk, "version": version, "version_type": "external_gte"}
    return [{"delete": what}] if document is None else [{"index": what}, document]


def _documents(backend: "EngineBackend", rows: Iterable[PendingUpdate]) -> dict[tuple[str, str], dict[str, Any]]:
    """The documents of the objects that are to be added and are there."""
    wanted: dict[str, list[str]] = {}
    for row in rows:
        if row.action == Action.ADD:
            wanted.setdefault(row.model, []).append(row.object_id)
    found = {}
    for label, pks in wanted.items():
        roots = apps.get_model(label)._default_manager.filter(pk__in=pks)
        for model in {getattr(root, "specific_class", None) or type(root) for root in roots}:
            mapping = backend.mapping_class(model)
            for obj in model.get_indexed_objects().filter(pk__in=pks):
                found[label, str(obj.pk)] = mapping.get_document(obj)
    return found


def _settle(rows: Sequence[PendingUpdate], failed: dict[int, dict[str, Any]]) -> None:
    """Deletes the rows that are done, unless their object has changed meanwhile, and notes what failed."""
    done = [row for row in rows if row.pk not in failed]
    # Versions are times in microseconds, so no other change has one of these.
    same = PendingUpdate.objects.filter(pk__in=[row.pk for row in done], version__in={row.version for row in done})
    with transaction.atomic():
        # A row that a transaction is about to change stays: waiting for it could deadlock.
        same.filter(pk__in=list(same.select_for_update(skip_locked=True).values_list("pk", flat=True))).delete()
    not_ready, now = None, _microseconds()
    for row in rows:
        if row.pk not in failed:
            continue
        current = PendingUpdate.objects.filter(pk=row.pk, version=row.version)
        status, error = failed[row.pk]["status"], failed[row.pk]["error"]
        reason = f"{error.get('type')}: {error.get('reason')}"[:500]
        if status == 409:
            # The engine has a later version. If the row is still here, that clock was ahead of this one.
            current.update(version=Greatest(F("version"), now) + _A_MINUTE)
        elif status == 404 or status == 429 or status >= 500:
            not_ready = reason
        else:
            current.update(refusals=F("refusals") + 1, error=reason)
            log.error("search_engine.refused", model=row.model, object=row.object_id, reason=reason)
    if not_ready:
        raise EngineNotReadyError(not_ready)
