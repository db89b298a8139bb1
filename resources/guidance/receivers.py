"""Receivers of the signals of lower layers."""

from typing import Any

from publishing.signals import housekeeping
from resources.guidance import services


def connect() -> None:
    """Called once, when Django is ready."""
    housekeeping.connect(_keep_subscriptions, dispatch_uid="guidance.housekeeping")


def _keep_subscriptions(**_kwargs: Any) -> None:
    services.delete_unconfirmed()
    services.take_up_lost_announcements()
