"""Services of attendance, which a trainer confirms for a certificate."""

import structlog
from django.db import transaction
from django.utils import timezone

from courses.coursework import rules
from courses.coursework.errors import NotPermittedError
from courses.coursework.models import Cohort, CohortMember
from people.models import User

log = structlog.get_logger("coursework")


@transaction.atomic
def confirm_attendance(*, by: User, cohort: Cohort, user: User, confirmed: bool) -> CohortMember:
    """Confirms the attendance of a member, or takes the confirmation back. Repeating it changes nothing.

    Only a trainer of the group may, and not of themselves: raises ``NotPermittedError``. A certificate that was issued
    stays. Raises ``CohortMember.DoesNotExist`` for whoever is not in the group.
    """
    if not rules.trains(by, cohort) or by.pk == user.pk:
        raise NotPermittedError
    member = CohortMember.objects.select_for_update().get(cohort=cohort, user=user)
    if (member.attended_at is not None) == confirmed:
        return member
    member.attended_at, member.attended_by = (timezone.now(), by) if confirmed else (None, None)
    member.save(update_fields=["attended_at", "attended_by"])
    log.info("coursework.attendance", user_id=by.pk, member_id=member.pk, confirmed=confirmed)
    return member
