"""The consent of a guardian to the account of somebody under 16: asked for by e-mail, given by a link.

No date of birth is asked for or stored. In Poland 16 is the age from which somebody consents alone (GDPR, article 8).
"""

from datetime import timedelta

import structlog
from django.core import signing
from django.db import transaction
from django.utils import timezone

from people import emails
from people.models import GuardianConsent, User

LINK_WORKS = timedelta(days=14)
"""How long a guardian may answer; then the account is deleted (``people.retention``)."""

_signer = signing.TimestampSigner(salt="people.guardians")

log = structlog.get_logger("people")


def link_of(consent: GuardianConsent) -> str:
    """The URL of the page on which the guardian answers."""
    return emails.absolute_url("people:guardian", _signer.sign_object([consent.pk, consent.user_id]))


def consent_of(token: str) -> GuardianConsent:
    """What a link of ``link_of`` asks for.

    Raises ``signing.BadSignature``, also for links older than ``LINK_WORKS``, and ``GuardianConsent.DoesNotExist``.
    """
    pk, user_id = _signer.unsign_object(token, max_age=LINK_WORKS)
    return GuardianConsent.objects.select_related("user").get(pk=pk, user=user_id)


@transaction.atomic
def ask_guardian(*, user: User, email: str) -> GuardianConsent:
    """Switches a new account off until the guardian at ``email`` agrees, and asks them."""
    from people.tasks import send_email  # which calls the services

    user.is_active = False
    user.save(update_fields=["is_active"])
    consent = GuardianConsent.objects.create(user=user, email=email.lower())
    context = {"user": user, "url": link_of(consent), "days": LINK_WORKS.days}
    subject, body = emails.rendered("people/emails/guardian", context)
    send_email.enqueue(subject=subject, body=body, to=consent.email)
    return consent


@transaction.atomic
def agree(*, consent: GuardianConsent) -> bool:
    """Switches the account on and forgets the guardian's address. Returns False where they had agreed before."""
    known = GuardianConsent.objects.select_for_update().select_related("user").get(pk=consent.pk)
    if known.given_at is not None:
        return False
    known.email, known.given_at = "", timezone.now()
    known.save(update_fields=["email", "given_at"])
    known.user.is_active = True
    known.user.save(update_fields=["is_active"])
    log.info("people.guardian_agreed", user=known.user_id)
    return True


@transaction.atomic
def refuse(*, consent: GuardianConsent) -> bool:
    """Deletes the account, which was never used. Returns False where the guardian had agreed before."""
    known = GuardianConsent.objects.select_for_update().select_related("user").get(pk=consent.pk)
    if known.given_at is not None:
        return False
    log.info("people.guardian_refused", user=known.user_id)
    known.user.delete()
    return True
