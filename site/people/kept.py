"""The periods of the app's own data: accounts that nobody uses or confirms, and the log of access."""

from datetime import datetime, timedelta
from typing import Any

from allauth.account.models import EmailAddress
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people import emails, guardians, retention
from people.models import GuardianConsent, PersonalDataAccess, User
from people.retention import Kind

UNCONFIRMED = timedelta(days=30)
INACTIVE = timedelta(days=3 * 365)
WARNED = timedelta(days=30)
"""How long before the end of an account that nobody uses the warning is sent."""
ACCESS = timedelta(days=2 * 365)


def connect() -> None:
    """Called once, when Django is ready."""
    for kind in (
        Kind(
            "unconfirmed",
            _("Accounts whose address was never confirmed"),
            UNCONFIRMED,
            _("Nobody can sign in with them, and the address may be somebody else’s."),
            unconfirmed,
            _delete_accounts,
        ),
        Kind(
            "guardians",
            _("Accounts that wait for a guardian’s consent"),
            guardians.LINK_WORKS,
            _("Without the consent they may not be used; the link in the e-mail works as long."),
            without_guardian,
            _delete_accounts,
        ),
        Kind(
            "inactive_warned",
            _("Warnings of the end of accounts that nobody uses"),
            INACTIVE - WARNED,
            _("Whoever still wants the account signs in within 30 days."),
            to_warn,
            warn,
        ),
        Kind(
            "inactive",
            _("Accounts that nobody uses"),
            INACTIVE,
            _("People come back for a later course and for proof of what they completed; longer they need neither."),
            inactive,
            _delete_accounts,
        ),
        Kind(
            "access",
            _("Log of access by staff"),
            ACCESS,
            _("People ask about it in the course of their studies and some time after."),
            old_accesses,
        ),
    ):
        retention.register(kind)


def _ordinary() -> QuerySet[User]:
    """Accounts that the site may delete by itself: of no staff, no administrators, and with somebody behind them."""
    return User.objects.filter(is_superuser=False, is_staff=False, groups=None, anonymised_at=None)


def _never_confirmed() -> Q:
    """Of somebody who signed up: accounts that an administrator made have no address to confirm yet."""
    addresses = EmailAddress.objects.filter(user=OuterRef("pk"))
    confirmed = Exists(addresses.filter(verified=True))
    return Q(Exists(addresses)) & ~Q(confirmed) & Q(last_login=None)


def _waiting() -> Q:
    return Q(Exists(GuardianConsent.objects.filter(user=OuterRef("pk"), given_at=None)))


def unconfirmed(now: datetime) -> QuerySet[User]:
    """Accounts of ``UNCONFIRMED`` age that nobody has confirmed or signed in with, but for those of a guardian."""
    return _ordinary().filter(_never_confirmed(), ~_waiting(), date_joined__lte=now - UNCONFIRMED)


def without_guardian(now: datetime) -> QuerySet[User]:
    """Accounts whose guardian has not answered while the link worked."""
    return _ordinary().filter(
        guardian_consent__given_at=None, guardian_consent__asked_at__lte=now - guardians.LINK_WORKS
    )


def _unused(since: datetime) -> QuerySet[User]:
    """Accounts not used since; those that an administrator switched off are left: nobody could keep them."""
    used = Coalesce("last_login", "date_joined")
    return _ordinary().alias(used=used).filter(~_never_confirmed(), ~_waiting(), is_active=True, used__lte=since)


def to_warn(now: datetime) -> QuerySet[User]:
    """Accounts unused for so long that they end in ``WARNED``, and not warned since they were used last."""
    used = Coalesce("last_login", "date_joined")
    return _unused(now - INACTIVE + WARNED).filter(Q(warned_at=None) | Q(warned_at__lt=used))


def inactive(now: datetime) -> QuerySet[User]:
    """Accounts unused for ``INACTIVE`` that were warned at least ``WARNED`` before, after they were used last."""
    used = Coalesce("last_login", "date_joined")
    return _unused(now - INACTIVE).filter(warned_at__lte=now - WARNED, warned_at__gte=used)


def old_accesses(now: datetime) -> QuerySet[PersonalDataAccess]:
    return PersonalDataAccess.objects.filter(day__lt=timezone.localdate(now - ACCESS))


def warn(users: QuerySet[Any]) -> None:
    """E-mails the owners of these accounts that they end in ``WARNED`` unless somebody signs in."""
    from people.tasks import send_email  # which calls the services

    for user in users.select_for_update():
        context = {"user": user, "days": WARNED.days, "url": emails.absolute_url("account_login")}
        subject, body = emails.rendered("people/emails/inactive", context)
        send_email.enqueue(subject=subject, body=body, to=user.email)
    users.update(warned_at=timezone.now())


def _delete_accounts(users: QuerySet[Any]) -> None:
    from people import services  # which imports what registers here

    for user in users:
        services.delete_unused(user=user)
