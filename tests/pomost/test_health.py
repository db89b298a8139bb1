from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError
from django.test import Client
from django.utils import timezone

from pomost import logs, services, views
from pomost.models import Worker
from pomost.models.worker import LOST_AFTER

READY = {
    "database": "ok",
    "migrations": "ok",
    "cache": "ok",
    "search": "ok",
    "search_index": "ok",
    "cache_version": "ok",
    "log": "ok",
    "worker": "ok",
}


def test_the_process_answers_without_the_database(client: Client) -> None:
    response = client.get("/healthz")
    assert (response.status_code, response.json()) == (200, {"status": "ok"})
    assert "no-store" in response["Cache-Control"]


@pytest.mark.django_db
def test_ready_when_every_part_is(client: Client) -> None:
    response = client.get("/readyz")
    assert (response.status_code, response.json()) == (200, {"status": "ok", "checks": READY})
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_health_is_read_only(client: Client, path: str) -> None:
    assert client.post(path).status_code == 405


@pytest.mark.django_db
@pytest.mark.parametrize("part", ["database", "migrations", "cache", "search", "cache_version", "worker"])
def test_each_part_that_fails_makes_it_unready(client: Client, monkeypatch: pytest.MonkeyPatch, part: str) -> None:
    def broken() -> bool:
        raise DatabaseError("secret address of the server")

    monkeypatch.setattr(views, f"_{part}", broken)
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json() == {"status": "failed", "checks": {**READY, part: "failed: DatabaseError"}}
    assert "secret" not in response.text


@pytest.mark.django_db
def test_a_migration_that_waits_makes_it_unready(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "django.db.migrations.executor.MigrationExecutor.migration_plan", lambda *_args: [("pomost.0200", False)]
    )
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json()["checks"] == {**READY, "migrations": "failed"}


@pytest.mark.django_db
def test_a_migration_not_applied_is_seen() -> None:
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor
    from django.db.migrations.recorder import MigrationRecorder

    assert views._migrations()
    (last,) = MigrationExecutor(connection).loader.graph.leaf_nodes("pomost")
    MigrationRecorder(connection).record_unapplied(*last)
    assert not views._migrations()


@pytest.mark.django_db
def test_a_database_that_is_gone_makes_it_unready(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(*_args: Any, **_kwargs: Any) -> Any:
        raise DatabaseError

    monkeypatch.setattr("django.db.backends.utils.CursorWrapper.execute", gone)
    response = client.get("/readyz")
    assert response.status_code == 503
    checks = response.json()["checks"]
    assert checks["database"] == checks["search"] == "failed: DatabaseError"


@pytest.mark.django_db
def test_a_cache_that_forgets_makes_it_unready(client: Client, settings: Any) -> None:
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
    response = client.get("/readyz")
    assert (response.status_code, response.json()["checks"]["cache"]) == (503, "failed")


@pytest.mark.django_db
def test_a_generation_file_that_cannot_be_replaced_makes_it_unready(
    client: Client, settings: Any, tmp_path: Path
) -> None:
    settings.POMOST_CACHE_VERSION_FILE = tmp_path  # a folder
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json()["checks"] == {**READY, "cache_version": "failed: IsADirectoryError"}


@pytest.mark.django_db
def test_a_log_that_cannot_be_written_makes_it_unready(client: Client) -> None:
    def full(_line: bytes) -> None:
        raise OSError(28, "No space left on device")

    logs.write_line(full, {"event": "request"})
    assert client.get("/readyz").json()["checks"] == {**READY, "log": "failed"}
    logs.write_line(lambda _line: None, {"event": "request"})
    assert client.get("/readyz").json()["checks"] == READY


@pytest.mark.django_db
def test_a_worker_that_is_not_there_makes_it_unready(client: Client, settings: Any) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    assert client.get("/readyz").json()["checks"] == {**READY, "worker": "failed"}
    services.beat(worker_id="abc")
    assert client.get("/readyz").json()["checks"] == READY
    Worker.objects.update(seen_at=timezone.now() - timedelta(seconds=LOST_AFTER + 1))
    assert client.get("/readyz").json()["checks"] == {**READY, "worker": "failed"}
