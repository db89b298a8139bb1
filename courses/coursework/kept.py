"""The periods of invitations to groups."""

from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from courses.coursework.models import CohortInvitation
from people import retention
from people.retention import Kind

State = CohortInvitation.State

CLOSED = timedelta(days=90)
UNANSWERED = timedelta(days=365)


def connect() -> None:
    """Called once, when Django is ready."""
    retention.register(
        Kind(
            "invitations_closed",
            _("Invitations to groups that were declined or revoked"),
            CLOSED,
            _("The group sees for some time why somebody is not in it; afterwards the address is of no use."),
            closed_invitations,
        )
    )
    retention.register(
        Kind(
            "invitations_unanswered",
            _("Invitations to groups that nobody answered"),
            UNANSWERED,
            _("A course takes up to a year, and so long somebody may still join."),
            unanswered_invitations,
        )
    )


def closed_invitations(now: datetime) -> QuerySet[CohortInvitation]:
    return CohortInvitation.objects.filter(state__in=(State.DECLINED, State.REVOKED), answered_at__lte=now - CLOSED)


def unanswered_invitations(now: datetime) -> QuerySet[CohortInvitation]:
    return CohortInvitation.objects.pending().filter(sent_at__lte=now - UNANSWERED)
