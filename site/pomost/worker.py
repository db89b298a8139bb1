"""The background worker: that of django-tasks, which here survives database outages and recovers lost tasks.

The stock worker ends when the database is locked or restarted, and a task whose worker was killed stays "running" for
ever. Here the loop is restarted, each worker sends a heartbeat every few seconds, and the tasks of a worker without one
are queued again (``pomost.services``).
"""

import os
import signal
import threading
import time
from collections.abc import Callable
from types import FrameType

import structlog
from django.db import Error, InterfaceError, OperationalError, close_old_connections, connections
from django.utils.crypto import get_random_string
from django_tasks import task_backends
from django_tasks_db.backend import DatabaseBackend
from django_tasks_db.management.commands.db_worker import Worker as TaskWorker

from pomost import services
from pomost.models.worker import BEAT
from publishing.services import enqueue_schedule

log = structlog.get_logger("pomost.worker")

FIRST_PAUSE, LONGEST_PAUSE = 1.0, 30.0
"""Seconds between attempts while the database is unavailable; each pause is twice the one before."""
STEP = 0.2
"""The seconds after which a waiting worker looks whether it is asked to stop."""


class Worker(TaskWorker):
    """The worker of django-tasks, which here ends between two transactions when it is asked to stop.

    The stock worker leaves from within the signal handler. A signal that arrives while it waits for SQLite's lock is
    handled right after ``BEGIN``, so the open transaction would fail the one that deletes the worker's row.
    """

    def shutdown(self, signum: int, frame: FrameType | None) -> None:
        """Ends the loop after the task under way, or at once when called the second time."""
        if self.running:
            log.info("worker.stopping", signal=signal.strsignal(signum))
            self.running = False
        else:
            super().shutdown(signum, frame)

    def pause(self, seconds: float) -> None:
        """Waits, not longer than until it is asked to stop."""
        end = time.monotonic() + seconds
        while self.running and (left := end - time.monotonic()) > 0:
            time.sleep(min(left, STEP))


def runs_in_background() -> bool:
    """Whether tasks are queued in the database for a worker, not run at once."""
    return isinstance(task_backends["default"], DatabaseBackend)


def make(*, interval: float) -> Worker:
    """A worker of all queues that polls for tasks every ``interval`` seconds."""
    return Worker(
        queue_names=["*"],
        excluded_queue_names=[],
        interval=interval,
        batch=False,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=new_id(),
    )


def new_id() -> str:
    return get_random_string(32)


def run(worker: Worker) -> None:
    """Runs tasks until stopped by a signal, through outages of the database."""
    stop = threading.Event()
    pulse = threading.Thread(target=send_heartbeats, args=(lambda: worker.worker_id, stop), daemon=True)
    pulse.start()
    try:
        run_through_database_errors(worker)
    finally:
        stop.set()
        pulse.join(BEAT)
        services.delete_worker(worker_id=worker.worker_id)


def run_through_database_errors(worker: Worker) -> None:
    """Calls ``worker.run()`` again after each database error until the worker is stopped."""
    pause = FIRST_PAUSE
    while worker.running:
        started = time.monotonic()
        try:
            worker.run()
        except (OperationalError, InterfaceError) as error:
            if time.monotonic() - started > LONGEST_PAUSE:
                pause = FIRST_PAUSE
            log.warning("worker.database_failed", reason=type(error).__name__, seconds=pause)
            # With a new id, a task that was running belongs to a lost worker and will be queued again.
            worker.worker_id = new_id()
            connections.close_all()
            worker.pause(pause)
            pause = min(pause * 2, LONGEST_PAUSE)


def stop_when_stdin_closes() -> None:
    """Waits for the end of standard input, then asks this process to stop."""
    # Not through sys.stdin: a waiting thread would hold its lock, which aborts the interpreter at shutdown.
    while os.read(0, 1):
        pass
    os.kill(os.getpid(), signal.SIGTERM)


def send_heartbeats(worker_id: Callable[[], str], stop: threading.Event) -> None:
    """Every ``BEAT`` seconds until ``stop``: records a heartbeat and queues the tasks of lost workers again.

    Also enqueues the housekeeping and what is scheduled, when they are due.
    """
    while True:
        try:
            close_old_connections()
            services.beat(worker_id=worker_id())
            services.requeue_lost_tasks()
            services.enqueue_housekeeping()
            enqueue_schedule()
        except Error as error:
            log.warning("worker.no_sign_of_life", reason=type(error).__name__)
            connections.close_all()
        if stop.wait(BEAT):
            connections.close_all()
            return
