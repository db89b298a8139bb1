"""E-mails are sent in the background, by the worker that production runs."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from people.models import User
from people.tasks import TRY_AGAIN_AFTER, send_email

pytestmark = pytest.mark.django_db

EMAIL: dict[str, Any] = {
    "subject": "Próba",
    "body": "Treść",
    "to": "ala@example.org",
}


@pytest.fixture(autouse=True)
def _queue(settings: Any) -> None:
    """The queue of production."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


class Silent(EmailBackend):
    """A mail server that does not answer."""

    def send_messages(self, messages: Any) -> int:
        raise TimeoutError


def run_due_tasks() -> None:
    """Runs the tasks that are due, as the worker does."""
    worker = Worker(
        queue_names=["*"],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id="probny",
        excluded_queue_names=[],
    )
    for due in list(DBTaskResult.objects.ready()):
        due.claim(worker.worker_id)
        worker.run_task(due)  # its loop would close the connection, and this test's transaction with it


def test_a_request_sends_nothing_itself_and_the_worker_does(client: Client, confirmed: User) -> None:
    client.post(reverse("account_reset_password"), {"email": confirmed.email})
    assert mail.outbox == []
    run_due_tasks()
    assert [message.to for message in mail.outbox] == [["jola@example.org"]]
    assert "/konto/password/reset/key/" in str(mail.outbox[0].body)


def test_an_email_of_a_change_that_was_rolled_back_is_not_sent() -> None:
    with transaction.atomic():
        send_email.enqueue(**EMAIL)
        transaction.set_rollback(True)
    assert not DBTaskResult.objects.exists()


def test_a_mail_server_that_does_not_answer_is_tried_again_and_then_given_up(settings: Any) -> None:
    settings.EMAIL_BACKEND = f"{__name__}.Silent"
    send_email.enqueue(**EMAIL)
    waited = []
    for _try in range(len(TRY_AGAIN_AFTER) + 1):
        run_due_tasks()
        later = DBTaskResult.objects.filter(status=TaskResultStatus.READY)
        waited += [round((row.run_after - timezone.now()) / timedelta(minutes=1)) for row in later]
        later.update(run_after=timezone.now() - timedelta(seconds=1))
    assert waited == [1, 10, 60]
    assert DBTaskResult.objects.filter(status=TaskResultStatus.FAILED).count() == 1
    assert not DBTaskResult.objects.filter(status=TaskResultStatus.READY).exists()
