"""Lateness, as every page counts it."""

from datetime import datetime

from django.utils import timezone


def is_late(moment: datetime, due_at: datetime | None) -> bool:
    """Whether ``moment`` is after the due date; without one nothing is late."""
    return due_at is not None and moment > due_at


def days_late(moment: datetime, due_at: datetime | None) -> int:
    """Days between the due date and ``moment`` as the calendar in Warsaw counts them; 0 on the due day or before."""
    if due_at is None or moment <= due_at:
        return 0
    return (timezone.localdate(moment) - timezone.localdate(due_at)).days
