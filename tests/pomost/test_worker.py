"""Tasks of lost workers, the schedule and the housekeeping."""

from datetime import timedelta
from threading import Event
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import OperationalError, connection
from django.test import Client
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult
from pytest_django import DjangoCaptureOnCommitCallbacks

from pomost import services, worker
from pomost.models import HomePage, Worker
from pomost.models.worker import BEAT, LOST_AFTER
from publishing.services.schedule import SCHEDULE_EVERY
from publishing.signals import housekeeping
from publishing.tasks import extract_text, run_schedule
from tests.builders import make_page

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_the_background(settings: Any) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


def running_task(*worker_ids: str) -> DBTaskResult:
    """A running task that was started by the last of these workers."""
    task = DBTaskResult.objects.get(pk=extract_text.enqueue(0).id)
    for worker_id in worker_ids:
        task.claim(worker_id)
    task.started_at = timezone.now() - timedelta(seconds=LOST_AFTER + 1)
    task.save()
    return task


def test_the_task_of_a_lost_worker_is_queued_again() -> None:
    task = running_task("killed")
    services.beat(worker_id="another")
    assert services.requeue_lost_tasks() == 1
    task.refresh_from_db()
    assert (task.status, task.started_at, task.worker_ids) == (TaskResultStatus.READY, None, ["killed"])
    assert DBTaskResult.objects.ready().get() == task


def test_the_task_of_a_worker_that_lives_is_left_alone() -> None:
    task = running_task("alive")
    services.beat(worker_id="alive")
    assert services.requeue_lost_tasks() == 0
    task.refresh_from_db()
    assert task.status == TaskResultStatus.RUNNING


def test_a_worker_without_a_sign_of_life_for_a_minute_is_lost() -> None:
    running_task("asleep")
    services.beat(worker_id="asleep")
    Worker.objects.update(seen_at=timezone.now() - timedelta(seconds=LOST_AFTER + 1))
    assert services.requeue_lost_tasks() == 1


def test_a_task_that_lost_three_workers_has_failed() -> None:
    task = running_task("one", "two", "three")
    assert services.requeue_lost_tasks() == 1
    task.refresh_from_db()
    assert (task.status, task.exception_class_path) == (TaskResultStatus.FAILED, "pomost.services.WorkerLostError")
    assert task.finished_at is not None
    assert services.requeue_lost_tasks() == 0


def test_rows_of_workers_gone_for_a_day_are_deleted() -> None:
    services.beat(worker_id="old")
    Worker.objects.update(seen_at=timezone.now() - timedelta(days=1, seconds=1))
    services.beat(worker_id="new")
    assert [row.worker_id for row in Worker.objects.all()] == ["new"]


def test_the_loop_begins_again_when_the_database_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "FIRST_PAUSE", 0.0)
    task_worker = worker.make(interval=1)
    ids = []

    def fail_twice() -> None:
        ids.append(task_worker.worker_id)
        if len(ids) < 3:
            raise OperationalError("server closed the connection unexpectedly")
        task_worker.running = False

    monkeypatch.setattr(task_worker, "run", fail_twice)
    # Otherwise the test's connection would be closed too.
    monkeypatch.setattr("pomost.worker.connections.close_all", lambda: None)
    worker.run_through_database_errors(task_worker)
    assert len(set(ids)) == 3, "What was under way belongs to a worker that is gone."


def test_a_beat_of_the_worker_publishes_a_page_that_is_due(
    client: Client,
    caching: None,
    home: HomePage,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    page = make_page(home, "Zaplanowana", live=False, show_in_menus=True)
    page.go_live_at = timezone.now() - timedelta(minutes=1)
    page.save_revision(approved_go_live_at=page.go_live_at)
    assert "Zaplanowana" not in client.get(home.full_url).text
    # Otherwise the test's connection would be closed.
    monkeypatch.setattr("pomost.worker.connections.close_all", lambda: None)
    monkeypatch.setattr("pomost.worker.close_old_connections", lambda: None)
    ended = Event()
    ended.set()
    worker.send_heartbeats(lambda: "worker", ended)
    tasks = DBTaskResult.objects.ready().filter(task_path=run_schedule.module_path)
    with django_capture_on_commit_callbacks(execute=True):
        worker.make(interval=1).run_task(tasks.get())
    assert client.get(page.full_url).status_code == 200
    assert "Zaplanowana" in client.get(home.full_url).text


def test_what_is_due_waits_for_a_minute_at_most() -> None:
    assert SCHEDULE_EVERY + timedelta(seconds=BEAT) <= timedelta(minutes=1)


def test_housekeeping_is_enqueued_once_in_ten_minutes() -> None:
    assert [services.enqueue_housekeeping() for _beat in range(3)] == [True, False, False]
    DBTaskResult.objects.update(enqueued_at=timezone.now() - services.HOUSEKEEPING_EVERY)
    assert services.enqueue_housekeeping()


def test_housekeeping_deletes_expired_entries_of_the_cache(settings: Any) -> None:
    from pomost.settings import base

    settings.CACHES = {**settings.CACHES, "default": base.CACHES["default"]}
    cache.set("kept", 1, 600)
    cache.set("expired", 1, -600)
    services.delete_expired_cache_entries()
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT cache_key FROM {base.CACHE_TABLE}")  # noqa: S608 - the name is a setting
        assert cursor.fetchall() == [(":1:kept",)]
    assert cache.get("kept") == 1


def test_housekeeping_deletes_what_is_out_of_date_and_one_app_that_fails_does_not_keep_the_others() -> None:
    Session.objects.create(session_key="old", session_data="", expire_date=timezone.now() - timedelta(days=1))
    Session.objects.create(session_key="new", session_data="", expire_date=timezone.now() + timedelta(days=1))
    heard = []

    def fails(**_kwargs: Any) -> None:
        raise RuntimeError

    def hears(**_kwargs: Any) -> None:
        heard.append(True)

    housekeeping.connect(fails)
    housekeeping.connect(hears)
    try:
        assert services.run_housekeeping() == 1
    finally:
        housekeeping.disconnect(fails)
        housekeeping.disconnect(hears)
    assert heard == [True]
    assert [session.session_key for session in Session.objects.filter(session_key__in=["old", "new"])] == ["new"]
