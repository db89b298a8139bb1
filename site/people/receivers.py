"""Receivers of django-allauth's signals about e-mail addresses, and of the deletion of profiles."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.models import EmailAddress
from allauth.account.signals import email_added, email_removed
from django.contrib import messages
from django.db import transaction
from django.db.models.signals import post_delete
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from wagtail.users.models import UserProfile

from people import consents, retention
from people.models import User
from people.signals import signed_in
from publishing.signals import housekeeping


def connect() -> None:
    """Called once, when Django is ready."""
    email_added.connect(_address_added, dispatch_uid="people.address_added")
    email_removed.connect(_address_removed, dispatch_uid="people.address_removed")
    signed_in.connect(_signed_in, dispatch_uid="people.new_wording")
    housekeeping.connect(_purge, dispatch_uid="people.purge")
    post_delete.connect(_profile_deleted, sender=UserProfile, dispatch_uid="people.avatar")


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


def _signed_in(sender: Any, request: HttpRequest, user: User, **_kwargs: Any) -> None:
    """Asks once, on the page after signing in, for consent to a new wording; nothing is blocked meanwhile."""
    for purpose in consents.to_renew(user):
        text = _("There is a new version: %(purpose)s.") % {"purpose": purpose.label}
        link = format_html('<a href="{}">{}</a>', reverse("people:consents"), _("Read it and decide"))
        messages.info(request, format_html("{} {}", text, link))


def _purge(sender: Any, **_kwargs: Any) -> None:
    retention.purge()


def _profile_deleted(sender: type[UserProfile], instance: UserProfile, **_kwargs: Any) -> None:
    """Deletes the picture of an editor after the commit; Wagtail leaves the file."""
    if instance.avatar:
        storage, name = instance.avatar.storage, str(instance.avatar.name)
        transaction.on_commit(lambda: storage.delete(name), robust=True)
