"""The e-mails of a review, in place of Wagtail's: to the reviewers of a task, and to whoever sent the page.

Who gets them is Wagtail's decision (members of the task's group; never the one who acted; nobody who turned them off in
their account of the admin). They are rendered in the site's main language and sent by the background worker.
"""

from collections.abc import Iterable
from typing import Any

from django.dispatch import Signal
from wagtail.admin.mail import (
    GroupApprovalTaskStateSubmissionEmailNotifier,
    Notifier,
    WorkflowStateApprovalEmailNotifier,
    WorkflowStateRejectionEmailNotifier,
)
from wagtail.admin.utils import get_latest_str
from wagtail.models import TaskState, WorkflowState
from wagtail.signals import task_submitted, workflow_approved, workflow_rejected

from people.emails import absolute_url, rendered
from people.models import User, deleted_person
from people.tasks import send_email


class QueuedEmails:
    """Sends e-mails of a notifier as tasks of the worker, as text and HTML in the site's frame."""

    template_directory = "editing/emails/"

    def send_emails(
        self, template_set: dict[str, str], context: dict[str, Any], recipients: Iterable[User], **_kwargs: Any
    ) -> bool:
        subject, body = rendered(template_set["text"].removesuffix(".txt"), context)
        for recipient in sorted(recipients, key=lambda user: user.pk):
            send_email.enqueue(subject=subject, body=body, to=recipient.email)
        return True


class SentForReview(QueuedEmails, GroupApprovalTaskStateSubmissionEmailNotifier):
    """To the reviewers, with the address of the page of the review."""

    def get_context(self, task_state: TaskState, **kwargs: Any) -> dict[str, Any]:
        sender = task_state.workflow_state.requested_by
        return {
            "title": get_latest_str(task_state.workflow_state.content_object),
            "person": sender.display_name if sender else deleted_person(),
            "url": absolute_url("editing_review", task_state.pk),
        }


def _decision(workflow_state: WorkflowState) -> dict[str, Any]:
    state = workflow_state.current_task_state
    page = workflow_state.content_object
    page.refresh_from_db()  # the approval may have published it
    return {
        "title": get_latest_str(page),
        "person": state.finished_by.display_name if state.finished_by else deleted_person(),
        "comment": state.comment,
        "published": page.live and not page.has_unpublished_changes,
        "planned": page.approved_schedule,
        "url": absolute_url("wagtailadmin_pages:edit", page.pk),
    }


class Approved(QueuedEmails, WorkflowStateApprovalEmailNotifier):
    """To whoever sent the page, with the address of its edit form."""

    def get_context(self, workflow_state: WorkflowState, **kwargs: Any) -> dict[str, Any]:
        return _decision(workflow_state)


class SentBack(QueuedEmails, WorkflowStateRejectionEmailNotifier):
    """To whoever sent the page, with the reviewer's comment and the address of its edit form."""

    def get_context(self, workflow_state: WorkflowState, **kwargs: Any) -> dict[str, Any]:
        return _decision(workflow_state)


# Signals keep weak references, so the notifiers must be somebody's.
_NOTIFIERS: tuple[tuple[Signal, Notifier, type, str], ...] = (
    (task_submitted, SentForReview(), TaskState, "group_approval_task_submitted_email_notification"),
    (workflow_approved, Approved(), WorkflowState, "workflow_state_approved_email_notification"),
    (workflow_rejected, SentBack(), WorkflowState, "workflow_state_rejected_email_notification"),
)


def connect() -> None:
    """Replaces Wagtail's notifiers; called once, when Django is ready.

    Theirs have the same ids, so that only one of each is connected, whichever app is ready first.
    """
    for signal, notifier, sender, uid in _NOTIFIERS:
        signal.disconnect(sender=sender, dispatch_uid=uid)
        signal.connect(notifier, sender=sender, dispatch_uid=uid)
