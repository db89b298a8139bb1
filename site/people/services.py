"""The services of people: the only code that changes accounts and organisations."""

import structlog
from allauth.account.models import EmailAddress
from django.core.exceptions import PermissionDenied
from django.db import transaction

from people.errors import AdministratorAccountError
from people.models import Consent, Organisation, User, organisation_key

TERMS_WORDING = "2026-11-22"

log = structlog.get_logger("people")


@transaction.atomic
def record_signup(*, user: User, first_name: str, last_name: str) -> User:
    """Saves the name given at sign-up and the consent to the current wording of the terms."""
    user.first_name, user.last_name = first_name.strip(), last_name.strip()
    user.save(update_fields=["first_name", "last_name"])
    Consent.objects.get_or_create(user=user, subject=Consent.Subject.TERMS, wording=TERMS_WORDING)
    return user


@transaction.atomic
def change_profile(*, user: User, first_name: str, last_name: str, organisation: str, kind: str = "") -> User:
    """Changes a user's name and organisation.

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
    return user


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
    if not own and not by.has_perm("people.delete_user"):
        raise PermissionDenied
    if user.is_superuser and (own or not by.is_superuser):
        raise AdministratorAccountError
    log.info("people.account_erased", by=by.pk, user=user.pk)
    user.delete()
