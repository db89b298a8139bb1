"""Receivers of django-allauth's signals about e-mail addresses."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.models import EmailAddress
from allauth.account.signals import email_added, email_removed

from people.models import User


def connect() -> None:
    """Called once, when Django is ready."""
    email_added.connect(_address_added, dispatch_uid="people.address_added")
    email_removed.connect(_address_removed, dispatch_uid="people.address_removed")


def _address_added(sender: type[EmailAddress], user: User, email_address: EmailAddress, **_kwargs: Any) -> None:
    """Notifies the main address: allauth writes to the new one only, which could then ask for a new password."""
    get_adapter().send_notification_mail("account/email/email_added", user, {"added_email": email_address.email})


def _address_removed(sender: type[EmailAddress], user: User, email_address: EmailAddress, **_kwargs: Any) -> None:
    """Notifies the removed address: allauth writes to the main one only, which an attacker may have just added."""
    if email_address.verified:
        get_adapter().send_notification_mail(
            "account/email/email_deleted",
            user,
            {"deleted_email": email_address.email},
            email=email_address.email,
        )
