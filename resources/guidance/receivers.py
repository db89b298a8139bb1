"""Receivers of the signals of lower layers."""

from typing import Any

from django.db.models.signals import post_save

from editing.models import PageApproval
from publishing.signals import housekeeping
from resources.guidance import services


def connect() -> None:
    """Called once, when Django is ready."""
    housekeeping.connect(_keep_subscriptions, dispatch_uid="guidance.housekeeping")
    post_save.connect(_approved, sender=PageApproval, dispatch_uid="guidance.approved")


def _keep_subscriptions(**_kwargs: Any) -> None:
    services.delete_unconfirmed()
    services.take_up_lost_announcements()


def _approved(
    sender: type[PageApproval], instance: PageApproval, created: bool, raw: bool = False, **_kwargs: Any
) -> None:
    if created and not raw:
        services.stamp_with(approval=instance)
