"""The services of people: the only code that changes accounts and organisations."""

from collections.abc import Collection, Mapping
from typing import IO
from uuid import uuid4

import structlog
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone, translation
from wagtail.log_actions import log as log_action
from wagtail.models import ModelLogEntry, PageSubscription
from wagtail.users.models import UserProfile

from people import anonymising, consents, registry_numbers
from people.archive import write_archive
from people.errors import AdministratorAccountError, OutdatedWordingError, RequiredConsentError
from people.models import (
    Consent,
    EmailOptOut,
    GuardianConsent,
    Organisation,
    PersonalDataAccess,
    StatedNumbers,
    User,
    organisation_key,
)

REMOVE = "people.delete_user"
"""The permission to delete or anonymise other people's accounts."""
ANONYMOUS_DOMAIN = "anonymised.invalid"
"""The domain of the addresses of anonymised accounts; RFC 2606 reserves ``.invalid``, so no e-mail is delivered."""

log = structlog.get_logger("people")


@transaction.atomic
def record_signup(*, user: User, first_name: str, last_name: str) -> User:
    """Saves the name given at sign-up and the consent to the current wording of the terms."""
    user.first_name, user.last_name = first_name.strip(), last_name.strip()
    user.save(update_fields=["first_name", "last_name"])
    give_consent(by=user, purpose=consents.TERMS.name, wording=consents.TERMS.current.version)
    return user


@transaction.atomic
def give_consent(*, by: User, purpose: str, wording: str) -> Consent:
    """Records the consent of ``by`` to the current wording; repeating it changes nothing.

    Raises ``KeyError`` for an unknown purpose, and ``OutdatedWordingError`` for another wording than the current one.
    """
    if wording != consents.purpose_named(purpose).current.version:
        raise OutdatedWordingError
    consent, _made = Consent.objects.get_or_create(user=by, subject=purpose, wording=wording, withdrawn_at=None)
    return consent


@transaction.atomic
def withdraw_consent(*, by: User, purpose: str) -> int:
    """Withdraws all consents of ``by`` for a purpose; the rows stay. Returns how many.

    Raises ``KeyError`` for an unknown purpose, and ``RequiredConsentError`` where there is no account without it.
    """
    if consents.purpose_named(purpose).required:
        raise RequiredConsentError
    return Consent.objects.in_force().filter(user=by, subject=purpose).update(withdrawn_at=timezone.now())


@transaction.atomic
def change_profile(
    *,
    user: User,
    first_name: str,
    last_name: str,
    organisation: str,
    kind: str = "",
    nip: str = "",
    regon: str = "",
    krs: str = "",
) -> User:
    """Changes a user's name and organisation, and the normal numbers that they state of it.

    The organisation is an existing one with the same ``organisation_key``, or a new one of ``kind``, by default a
    non-governmental one. An empty name means none.
    """
    user.first_name, user.last_name = first_name.strip(), last_name.strip()
    name = " ".join(organisation.split())
    user.organisation = (
        Organisation.objects.get_or_create(
            name_key=organisation_key(name), defaults={"name": name, "kind": kind or Organisation.Kind.NGO}
        )[0]
        if name
        else None
    )
    user.save(update_fields=["first_name", "last_name", "organisation"])
    _state_numbers(user, {"nip": nip, "regon": regon, "krs": krs} if user.organisation else {})
    return user


def _state_numbers(user: User, numbers: Mapping[str, str]) -> None:
    """Stores what ``user`` states. The organisation gets a number that it lacks if nobody else names it or the number.

    What happens to the organisation is not shown to the user: it would tell whether the number is known.
    """
    before = StatedNumbers.objects.filter(user=user).first()
    stated = {name: numbers.get(name) or None for name in registry_numbers.NAMES}
    if not any(stated.values()):
        StatedNumbers.objects.filter(user=user).delete()
    else:
        StatedNumbers.objects.update_or_create(user=user, defaults=stated)
    shared = user.organisation
    if shared is None or shared.people.exclude(pk=user.pk).exists():
        return
    changed = []
    for name, number in stated.items():
        own = getattr(shared, name) in {None, getattr(before, name, None)}
        if own and not (number and Organisation.objects.exclude(pk=shared.pk).filter(**{name: number}).exists()):
            setattr(shared, name, number)
            changed.append(name)
    shared.save(update_fields=changed)


def export_own_data(*, by: User) -> IO[bytes]:
    """Returns the archive with everything that the site holds of ``by``, which is written to the log."""
    log.info("people.data_exported", user=by.pk)
    return write_archive(by)


@transaction.atomic
def choose_emails(*, user: User, wanted: Collection[str], offered: Collection[str]) -> None:
    """Turns the e-mails of each kind ``offered`` on where it is ``wanted``, otherwise off; other kinds stay."""
    off = set(offered) - set(wanted)
    EmailOptOut.objects.filter(user=user, kind__in=set(wanted) & set(offered)).delete()
    EmailOptOut.objects.bulk_create([EmailOptOut(user=user, kind=kind) for kind in sorted(off)], ignore_conflicts=True)


@transaction.atomic
def opt_out(*, user: User, kind: str) -> None:
    """Turns e-mails of one kind off; repeating it changes nothing."""
    EmailOptOut.objects.get_or_create(user=user, kind=kind)


@transaction.atomic
def follow_address(*, user: User) -> bool:
    """Makes ``user.email`` the only address to sign in with, after an administrator changed it.

    The new address has to be confirmed: the next sign-in sends an e-mail to it. Returns False where nothing changed.
    """
    if EmailAddress.objects.filter(user=user, email=user.email).exists():
        return False
    EmailAddress.objects.filter(user=user).delete()
    EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=False)
    return True


@transaction.atomic
def erase_account(*, by: User, user: User) -> None:
    """Deletes an account with the user's own data, which ``publishing.impact`` lists beforehand.

    Higher layers keep shared records without the name, and delete files after the commit. Users need no permission for
    their own account. Raises ``PermissionDenied``, and ``AdministratorAccountError`` for an administrator's account
    unless another administrator deletes it.
    """
    own = by.pk == user.pk
    if not own and not by.has_perm(REMOVE):
        raise PermissionDenied
    if user.is_superuser and (own or not by.is_superuser):
        raise AdministratorAccountError
    log.info("people.account_erased", by=by.pk, user=user.pk)
    _delete_sessions_later(user)
    user.delete()


@transaction.atomic
def delete_unused(*, user: User) -> None:
    """Deletes an account whose time is over (``people.retention``), as ``erase_account`` does."""
    log.info("people.account_expired", user=user.pk)
    _delete_sessions_later(user)
    user.delete()


def check_may_anonymise(*, by: User, user: User) -> None:
    """Raises ``PermissionDenied`` unless ``by`` may anonymise ``user``; nobody may anonymise their own account.

    Raises ``AdministratorAccountError`` for an administrator's account unless ``by`` is an administrator, so that one
    always remains.
    """
    if by.pk == user.pk or not by.has_perm(REMOVE):
        raise PermissionDenied
    if user.is_superuser and not by.is_superuser:
        raise AdministratorAccountError


@transaction.atomic
def anonymise_account(*, by: User, user: User) -> None:
    """Replaces everything that identifies a user and makes the account unusable, for good; the row stays.

    What other apps store of the user is removed or kept by the functions registered with ``people.anonymising``, which
    also list it beforehand. Repeating it changes nothing. Raises as ``check_may_anonymise``.
    """
    check_may_anonymise(by=by, user=user)
    account = User.objects.select_for_update().get(pk=user.pk)
    if account.anonymised_at is not None:
        return
    anonymising.anonymise(account)
    _delete_personal_rows(account)
    account.email = f"{uuid4().hex}@{ANONYMOUS_DOMAIN}"
    account.first_name = account.last_name = ""
    account.organisation = account.last_login = None
    account.is_active = account.is_staff = account.is_superuser = False
    account.anonymised_at = timezone.now()
    account.set_unusable_password()  # every session ends with the password
    account.save()
    account.groups.clear()
    account.user_permissions.clear()
    with translation.override(settings.LANGUAGE_CODE):
        history = ModelLogEntry.objects.filter(
            content_type=ContentType.objects.get_for_model(User), object_id=str(account.pk)
        )
        history.update(label=str(account))
        log_action(instance=account, action="people.anonymise", user=by)
    _delete_sessions_later(account)
    log.info("people.account_anonymised", by=by.pk, user=account.pk)


def _delete_personal_rows(user: User) -> None:
    """Deletes what accounts consist of besides the user; the picture of the profile goes after the commit."""
    EmailAddress.objects.filter(user=user).delete()
    Authenticator.objects.filter(user=user).delete()
    UserProfile.objects.filter(user=user).delete()
    PageSubscription.objects.filter(user=user).delete()
    Consent.objects.filter(user=user).delete()
    EmailOptOut.objects.filter(user=user).delete()
    GuardianConsent.objects.filter(user=user).delete()
    PersonalDataAccess.objects.filter(whose=user).delete()
    StatedNumbers.objects.filter(user=user).delete()


def _delete_sessions_later(user: User) -> None:
    from people import tasks  # which calls the services

    tasks.delete_sessions.enqueue(user.pk)


@transaction.atomic
def delete_sessions(*, user_id: int) -> int:
    """Deletes the stored sessions of a user, which contain their e-mail address; returns how many.

    A session names its user only in its encoded data, so all are read, at about 30 microseconds each.
    """
    sessions = Session.objects.iterator()
    own = [session.pk for session in sessions if session.get_decoded().get(SESSION_KEY) == str(user_id)]
    Session.objects.filter(pk__in=own).delete()
    return len(own)
