"""Publishing what is scheduled, and unpublishing what has expired."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import structlog
from django.apps import apps
from django.db import transaction
from django.db.models import Model
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from wagtail.models import DraftStateMixin, Page, Revision

from publishing.pipeline import lock_for_rendering

log = structlog.get_logger("publishing.schedule")

SCHEDULE_EVERY = timedelta(seconds=50)
"""The least time between two runs: with a beat of the worker, what is due waits at most a minute."""


def enqueue_schedule() -> bool:
    """Enqueues the run if something is due and the last one was not within ``SCHEDULE_EVERY``. Returns whether it did.

    What fails stays due and is tried again by the next run.
    """
    from publishing import tasks  # its task calls this module

    since = timezone.now() - SCHEDULE_EVERY
    if not _due_revisions() and not _expired():
        return False
    with transaction.atomic():
        if DBTaskResult.objects.filter(task_path=tasks.run_schedule.module_path, enqueued_at__gt=since).exists():
            return False
        tasks.run_schedule.enqueue()
    return True


def run_schedule() -> int:
    """Unpublishes what has expired and publishes what is due, each in a transaction of its own; returns the failures.

    A failure is logged and stops none of the others. Concurrent runs do nothing twice.
    """
    # Not Wagtail's publish_scheduled: it stops at the first failure and saves an expired page as a plain ``Page``, so
    # that caches and outlines go on with it.
    failed = [not _try(_unpublish, *key) for key in _expired()]
    failed += [not _try(_publish, pk) for pk in _due_revisions()]
    return sum(failed)


def _try(act: Callable[..., None], *key: Any) -> bool:
    try:
        with transaction.atomic():
            lock_for_rendering()  # before any row, in the order that rendering locks
            act(*key)
    except Exception:
        log.exception("schedule.failed", action=act.__name__.strip("_"), key=[str(part) for part in key])
        return False
    return True


def _due_revisions() -> list[int]:
    """The ids of the revisions to be published, in the order of their times."""
    due = Revision.objects.filter(approved_go_live_at__lt=timezone.now())
    return list(due.order_by("approved_go_live_at").values_list("pk", flat=True))


def _expired() -> list[tuple[type[Model], int]]:
    """The models and ids of what is live and has expired."""
    models = [model for model in apps.get_models() if issubclass(model, DraftStateMixin)]
    bases = [Page, *(model for model in models if not issubclass(model, Page))]
    return [
        (model, pk)
        for model in bases
        for pk in model._base_manager.filter(live=True, expire_at__lt=timezone.now())
        .order_by("expire_at")
        .values_list("pk", flat=True)
    ]


def _publish(pk: int) -> None:
    # Due no longer: another run, or an editor, was faster.
    due = Revision.objects.select_for_update().filter(pk=pk, approved_go_live_at__lt=timezone.now()).first()
    if due is not None:
        due.publish(log_action="wagtail.publish.scheduled")


def _unpublish(model: type[Model], pk: int) -> None:
    expired = model._base_manager.select_for_update()
    found: Any = expired.filter(pk=pk, live=True, expire_at__lt=timezone.now()).first()
    if found is not None:
        item = found.specific if isinstance(found, Page) else found
        item.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")
