"""Signed addresses in e-mails about changes. They hold the id of a subscription, not the e-mail address."""

from datetime import timedelta

from django.core import signing
from django.http import Http404

from people.emails import absolute_url
from resources.guidance.models import ChangeSubscription

_CONFIRM = signing.TimestampSigner(salt="guidance.confirm_changes")
# No time is signed: the link does not expire, and is the same in every e-mail.
_END = signing.Signer(salt="guidance.end_changes")


def confirmation_url(subscription: ChangeSubscription) -> str:
    return absolute_url("guidance:confirm_changes", _CONFIRM.sign_object(subscription.pk))


def unsubscribe_url(subscription: ChangeSubscription) -> str:
    return absolute_url("guidance:end_changes", _END.sign_object(subscription.pk))


def to_confirm(token: str, *, within: timedelta) -> ChangeSubscription | None:
    """The subscription of a link to confirm; None where it is too old or the row is gone.

    Raises ``Http404`` for a link that we did not make.
    """
    try:
        pk = _CONFIRM.unsign_object(token, max_age=within)
    except signing.SignatureExpired:
        return None
    except signing.BadSignature:
        raise Http404 from None
    return ChangeSubscription.objects.filter(pk=pk).select_related("guide").first()


def to_end(token: str) -> ChangeSubscription | None:
    """The subscription of a link to end it; None where that was done. Raises ``Http404`` for a bad link."""
    try:
        pk = _END.unsign_object(token)
    except signing.BadSignature:
        raise Http404 from None
    return ChangeSubscription.objects.filter(pk=pk).select_related("guide").first()
