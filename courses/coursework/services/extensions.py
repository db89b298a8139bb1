"""Services of extensions: a later due date for one person."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from courses.coursework import rules
from courses.coursework.errors import InvalidAssignmentError, NotPermittedError, too_long
from courses.coursework.models import Assignment, Extension
from courses.coursework.services.assignments import check_due
from people.models import User

LONGEST_REASON = 500
"""Characters."""


@transaction.atomic
def give_extension(*, by: User, assignment: Assignment, user: User, due_at: datetime, reason: str = "") -> Extension:
    """Gives a member of the group a later due date, or changes the one that they have.

    Only a trainer of the group may. Raises ``NotPermittedError``, also for somebody who is not in the group, and
    ``InvalidAssignmentError`` for an assignment without a due date, for a ``due_at`` that is not later than it, that
    has passed or is too far away, and for a ``reason`` that is too long.
    """
    _check(by, assignment, user)
    known = Extension.objects.filter(assignment=assignment, user=user).first()
    if assignment.due_at is None:
        raise InvalidAssignmentError(_("This task has no due date, so there is nothing to extend."))
    if len(reason.strip()) > LONGEST_REASON:
        raise InvalidAssignmentError(too_long(LONGEST_REASON), field="reason")
    check_due(due_at, known.due_at if known else None)
    if due_at <= assignment.due_at:
        raise InvalidAssignmentError(
            _("This is not later than the due date for everyone. Give a later moment."), field="due_at"
        )
    made, _created = Extension.objects.update_or_create(
        assignment=assignment, user=user, defaults={"due_at": due_at, "reason": reason.strip(), "given_by": by}
    )
    return made


@transaction.atomic
def withdraw_extension(*, by: User, assignment: Assignment, user: User) -> None:
    """Takes an extension back; the due date for everyone holds again. Idempotent. Raises ``NotPermittedError``."""
    _check(by, assignment, user)
    Extension.objects.filter(assignment=assignment, user=user).delete()


def _check(by: User, assignment: Assignment, user: User) -> None:
    if not rules.trains(by, assignment.cohort) or not assignment.cohort.members.filter(user=user).exists():
        raise NotPermittedError
