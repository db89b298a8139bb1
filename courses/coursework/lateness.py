"""Whether a submission was handed in after its due date, and by how many days."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone


@dataclass(frozen=True, slots=True)
class Lateness:
    """``late`` with 0 ``days`` means late on the due day itself."""

    late: bool
    days: int


def of(*, due_at: datetime | None, first_submitted_at: datetime) -> Lateness:
    """Compares the first round with the due date, both as ``SubmissionQuerySet.with_lateness`` annotates them.

    Days are those of the calendar in Warsaw. A correction of a submission that was in time is not late.
    """
    if due_at is None or first_submitted_at <= due_at:
        return Lateness(late=False, days=0)
    return Lateness(late=True, days=(timezone.localdate(first_submitted_at) - timezone.localdate(due_at)).days)
