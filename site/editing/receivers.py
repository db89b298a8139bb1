"""Receivers of the signals of Wagtail and of lower layers."""

from typing import Any

from django.db.models.signals import pre_delete
from wagtail.models import TaskState
from wagtail.signals import task_approved

from editing import services
from people.models import User


def connect() -> None:
    """Called once, when Django is ready."""
    task_approved.connect(_approved, dispatch_uid="editing.approved")
    pre_delete.connect(_user_about_to_be_deleted, sender=User, dispatch_uid="editing.reviewer")


def _approved(sender: Any, instance: TaskState, user: Any = None, **_kwargs: Any) -> None:
    """Wagtail sends the signal in the transaction of the approval."""
    services.record_approval(by=user if isinstance(user, User) else None, task_state=instance)


def _user_about_to_be_deleted(sender: type[User], instance: User, **_kwargs: Any) -> None:
    services.remove_reviewer_name(user=instance)
