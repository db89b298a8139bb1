"""Services for background work: heartbeats, lost tasks, housekeeping."""

from datetime import timedelta

import structlog
from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from pomost.models import Worker
from pomost.models.worker import LOST_AFTER
from publishing.signals import housekeeping

log = structlog.get_logger("pomost.services")

MOST_ATTEMPTS = 3
"""The number of times that a task may lose its worker before it fails, because it may be what kills the worker."""

HOUSEKEEPING_EVERY = timedelta(minutes=10)


@transaction.atomic
def beat(*, worker_id: str) -> None:
    """Records a heartbeat of a worker. Deletes the rows of workers without one for a day."""
    now = timezone.now()
    Worker.objects.update_or_create(worker_id=worker_id, defaults={"seen_at": now})
    Worker.objects.filter(seen_at__lt=now - timedelta(days=1)).delete()


@transaction.atomic
def delete_worker(*, worker_id: str) -> None:
    """Deletes the row of a worker that has ended."""
    Worker.objects.filter(worker_id=worker_id).delete()


@transaction.atomic
def requeue_lost_tasks() -> int:
    """Queues each running task of a lost worker again, or fails it the third time. Returns the number of lost tasks."""
    before = timezone.now() - timedelta(seconds=LOST_AFTER)
    running = DBTaskResult.objects.running().filter(started_at__lt=before).select_for_update(skip_locked=True)
    alive = set(Worker.objects.alive().values_list("worker_id", flat=True))
    lost = [task for task in running if not task.worker_ids or task.worker_ids[-1] not in alive]
    for task in lost:
        if len(task.worker_ids) < MOST_ATTEMPTS:
            task.status, task.started_at = TaskResultStatus.READY, None
        else:
            task.status, task.finished_at = TaskResultStatus.FAILED, timezone.now()
            task.exception_class_path = "pomost.services.WorkerLostError"
            task.traceback = f"Its worker was lost {MOST_ATTEMPTS} times while it ran."
        task.save(update_fields=["status", "started_at", "finished_at", "exception_class_path", "traceback"])
        log.warning("task.lost", task=task.task_path, task_id=str(task.id), attempts=len(task.worker_ids))
    return len(lost)


class WorkerLostError(Exception):
    """The error recorded with a task that has lost its worker too often."""


def enqueue_housekeeping() -> bool:
    """Enqueues the housekeeping unless the last one was within ``HOUSEKEEPING_EVERY``. Returns whether it did."""
    from pomost import tasks  # its task calls this module

    since = timezone.now() - HOUSEKEEPING_EVERY
    path = tasks.run_housekeeping.module_path
    with transaction.atomic():
        if DBTaskResult.objects.filter(task_path=path, enqueued_at__gt=since).exists():
            return False
        tasks.run_housekeeping.enqueue()
    return True


def delete_expired_cache_entries() -> None:
    """Deletes expired rows of the cache table: Django counts them at every write and deletes only when it is full."""
    table = connection.ops.quote_name(settings.CACHE_TABLE)
    now = connection.ops.adapt_datetimefield_value(timezone.now().replace(microsecond=0))
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table} WHERE expires < %s", [now])  # noqa: S608 - the name is a setting


def run_housekeeping() -> int:
    """Deletes expired sessions, task results and cache entries, and sends ``publishing.signals.housekeeping``.

    A failing receiver is logged and does not stop the others. Returns the number of failures.
    """
    delete_expired_cache_entries()
    call_command("clearsessions")
    # Tasks contain e-mails with keys to set a password, so results are stored only as long as failures are examined.
    call_command("prune_db_task_results", queue_name="*", min_age_days=1, failed_min_age_days=14, verbosity=0)
    failed = [answer for _receiver, answer in housekeeping.send_robust(sender=None) if isinstance(answer, Exception)]
    for error in failed:
        log.error("housekeeping.failed", exc_info=error)
    return len(failed)
