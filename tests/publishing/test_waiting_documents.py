"""Documents whose extraction was lost with its worker."""

from typing import Any

import pytest
from django.core.files.base import ContentFile
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from publishing import services
from publishing.extraction import Reason
from publishing.models import PomostDocument
from publishing.signals import housekeeping

pytestmark = pytest.mark.django_db

Extraction = PomostDocument.Extraction


@pytest.fixture
def waiting(settings: Any) -> PomostDocument:
    """A document that waits for extraction without a task."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    document: PomostDocument = PomostDocument.objects.create(
        title="Notatka", file=ContentFile("Treść".encode(), name="notatka.txt")
    )
    DBTaskResult.objects.all().delete()
    return document


def test_a_document_without_a_task_is_read_after_all(waiting: PomostDocument) -> None:
    housekeeping.send(sender=None)
    task = DBTaskResult.objects.get(task_path="publishing.tasks.extract_text")
    assert task.args_kwargs == {"args": [waiting.pk], "kwargs": {}}
    task.task.call(*task.args_kwargs["args"])
    waiting.refresh_from_db()
    assert (waiting.extraction, waiting.extracted_text) == (Extraction.DONE, "Treść")


def test_nothing_is_enqueued_twice(waiting: PomostDocument) -> None:
    assert [services.take_up_waiting_documents() for _time in range(3)] == [1, 0, 0]
    assert DBTaskResult.objects.count() == 1


def test_a_document_whose_task_has_failed_does_not_wait_for_ever(waiting: PomostDocument) -> None:
    services.take_up_waiting_documents()
    DBTaskResult.objects.update(status=TaskResultStatus.FAILED)
    assert services.take_up_waiting_documents() == 1
    waiting.refresh_from_db()
    assert (waiting.extraction, waiting.extraction_note) == (Extraction.FAILED, Reason.NOT_READ)
    assert services.take_up_waiting_documents() == 0
