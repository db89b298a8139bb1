"""Services of messages to people of a group."""

from collections.abc import Collection
from uuid import UUID

import structlog
from django.db import transaction
from django.utils.translation import gettext as _

from courses.coursework import emails, rules
from courses.coursework.errors import InvalidMessageError, NotPermittedError, too_long
from courses.coursework.models import Cohort, CohortMessage
from people.models import User

log = structlog.get_logger("coursework")

LONGEST_SUBJECT = 150
"""Characters."""

LONGEST_MESSAGE = 10_000
"""Characters."""


@transaction.atomic
def send_message(
    *, by: User, cohort: Cohort, recipients: Collection[int], subject: str, text: str, key: UUID
) -> CohortMessage:
    """Sends one e-mail to each of the members with these ids, and stores the message with its recipients.

    Nobody sees who else got it; answers go to the address of ``by``. Idempotent: the same ``key`` sends nothing again.
    Trainers of the group and coordinators may. Raises ``NotPermittedError``, and ``InvalidMessageError`` without a
    subject or a text, for texts that are too long, and when none of the recipients is an active member any more.
    """
    if not rules.may_organise(by, cohort):
        raise NotPermittedError
    subject, text = " ".join(subject.split()), text.replace("\r\n", "\n").replace("\x00", "").strip()
    _check_texts(subject, text)
    # Two identical forms sent at the same time wait for each other here.
    Cohort.objects.select_for_update().get(pk=cohort.pk)
    known = CohortMessage.objects.filter(key=key).first()
    if known is not None:
        if known.cohort_id != cohort.pk or known.sender_id != by.pk:
            raise NotPermittedError
        return known
    people = list(User.objects.filter(cohort_memberships__cohort=cohort, pk__in=recipients, is_active=True))
    if not people:
        raise InvalidMessageError(_("Nobody whom you chose is in the group any more. Choose people again."))
    made = CohortMessage.objects.create(
        cohort=cohort, sender=by, subject=subject, text=text, key=key, recipients_count=len(people)
    )
    made.recipients.add(*people)
    emails.send(
        "cohort_message",
        to=people,
        kind=emails.MESSAGES,
        reply_to=by.email,
        cohort=cohort,
        sender=by.display_name,
        message=made,
    )
    log.info("coursework.message_sent", by=by.pk, cohort=cohort.pk, recipients=len(people))
    return made


def _check_texts(subject: str, text: str) -> None:
    if not subject:
        raise InvalidMessageError(_("Write a subject."), field="subject")
    if len(subject) > LONGEST_SUBJECT:
        raise InvalidMessageError(too_long(LONGEST_SUBJECT), field="subject")
    if not text:
        raise InvalidMessageError(_("Write the message."), field="text")
    if len(text) > LONGEST_MESSAGE:
        raise InvalidMessageError(too_long(LONGEST_MESSAGE), field="text")
