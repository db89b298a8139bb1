"""What changes state in people."""

import structlog
from allauth.account.models import EmailAddress
from django.core.exceptions import PermissionDenied
from django.db import transaction

from people.errors import AccountKeptError
from people.models import Consent, Organisation, User, organisation_key

TERMS_WORDING = "2026-11-22"

log = structlog.get_logger("people")


@transaction.atomic
def record_signup(*, user: User, first_name: str, last_name: str) -> User:
    """Keeps the name given at sign-up and the consent to the terms in their present wording."""
    user.first_name, user.last_name = first_name.strip(), last_name.strip()
    user.save(update_fields=["first_name", "last_name"])
    Consent.objects.get_or_create(user=user, subject=Consent.Subject.TERMS, wording=TERMS_WORDING)
    return user


@transaction.atomic
def change_profile(*, user: User, first_name: str, last_name: str, organisation: str, kind: str = "") -> User:
    """Keeps a person's name and organisation.

    The organisation is the one already known by that name, however it is written, or a new one of this kind (a
    non-governmental one where no kind is given). An empty name means none.
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
    """Makes ``user.email`` the only address to sign in with, after somebody else changed it. Returns whether it did.

    The new one waits to be confirmed: the next sign-in sends a message to it.
    """
    if EmailAddress.objects.filter(user=user, email=user.email).exists():
        return False
    EmailAddress.objects.filter(user=user).delete()
    EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=False)
    return True


@transaction.atomic
def erase_account(*, by: User, user: User) -> None:
    """Deletes an account with everything that is this person's own; ``publishing.impact`` tells beforehand what it is.

    Apps above keep what belongs to others as well, without the name, and delete files once this is committed. One's own
    account needs no permission. Raises ``PermissionDenied``, and ``AccountKeptError`` for an administrator's account
    when another administrator has to do it.
    """
    own = by.pk == user.pk
    if not own and not by.has_perm("people.delete_user"):
        raise PermissionDenied
    if user.is_superuser and (own or not by.is_superuser):
        raise AccountKeptError
    log.info("people.account_erased", by=by.pk, user=user.pk)
    user.delete()
