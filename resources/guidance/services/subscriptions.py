"""E-mails about significant changes: asking for them, confirming, ending, and sending them."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext
from wagtail.models import Page

from people import emails
from people.tasks import send_email
from publishing.access import is_restricted
from resources.guidance.models import ChangeKind, ChangeSubscription, Guide, PublishedVersion
from resources.guidance.subscription_links import confirmation_url, unsubscribe_url

CONFIRM_WITHIN = timedelta(days=3)
"""How long an address that was not confirmed is kept, and how long the link in its e-mail works."""
LOST_AFTER = timedelta(minutes=10)
"""After this time a significant change that was not announced is taken up again."""


@transaction.atomic
def ask_for_changes(*, guide: Guide, email: str) -> None:
    """Sends an e-mail with a link to confirm; the same for an address that gets the changes already."""
    subscription, _created = ChangeSubscription.objects.get_or_create(
        guide=guide, email=email.lower(), defaults={"asked_at": timezone.now()}
    )
    if subscription.confirmed_at is None:
        subscription.asked_at = timezone.now()
        subscription.save(update_fields=["asked_at"])
    subject, body = emails.rendered(
        "guidance/emails/confirm_changes", {"guide": guide.title, "url": confirmation_url(subscription)}
    )
    send_email.enqueue(subject=subject, body=body, to=subscription.email)


@transaction.atomic
def confirm_changes(*, subscription: ChangeSubscription) -> None:
    """From now on the address gets e-mails. Does nothing where it does already."""
    row = ChangeSubscription.objects.select_for_update().get(pk=subscription.pk)
    if row.confirmed_at is None:
        row.confirmed_at = timezone.now()
        row.save(update_fields=["confirmed_at"])


@transaction.atomic
def end_changes(*, subscription: ChangeSubscription) -> None:
    """Deletes the address."""
    ChangeSubscription.objects.filter(pk=subscription.pk).delete()


@transaction.atomic
def announce(*, version_id: int) -> int:
    """Queues the e-mails about a significant change, all in one transaction and once. Returns their number.

    Nobody hears of a page that was taken off or restricted meanwhile.
    """
    version = PublishedVersion.objects.select_for_update(of=("self",)).select_related("page").get(pk=version_id)
    if version.announced_at is not None or version.kind != ChangeKind.SIGNIFICANT:
        return 0
    version.announced_at = timezone.now()
    version.save(update_fields=["announced_at"])
    page = version.page
    guide = Guide.objects.ancestor_of(page, inclusive=True).first()
    if guide is None or not page.live or not guide.live or is_restricted(page):
        return 0
    subscriptions = list(ChangeSubscription.objects.filter(guide=guide).confirmed().order_by("pk"))
    if not subscriptions:
        return 0
    subject, body = emails.rendered("guidance/emails/change", _change(version, page, guide))
    with translation.override(settings.LANGUAGE_CODE):
        reason = gettext("You asked for e-mails about significant changes of “%(guide)s”.") % {"guide": guide.title}
    for subscription in subscriptions:
        send_email.enqueue(
            subject=subject,
            body=body,
            to=subscription.email,
            unsubscribe=unsubscribe_url(subscription),
            reason=reason,
        )
    return len(subscriptions)


def _change(version: PublishedVersion, page: Page, guide: Guide) -> dict[str, str]:
    address = settings.WAGTAILADMIN_BASE_URL.rstrip("/") + (page.specific.get_url() or "/")
    return {
        "guide": guide.title,
        "chapter": version.title if page.pk != guide.pk else "",
        "note": version.note,
        "url": address,
        "compare_url": f"{address}historia/?od={version.number - 1}&do={version.number}",
    }


def take_up_lost_announcements() -> int:
    """Announces significant changes whose task was lost; returns the number of e-mails."""
    lost = PublishedVersion.objects.filter(
        kind=ChangeKind.SIGNIFICANT, announced_at=None, published_at__lt=timezone.now() - LOST_AFTER
    )
    return sum(announce(version_id=pk) for pk in lost.order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def delete_unconfirmed() -> int:
    """Deletes the addresses that were not confirmed in time; returns their number."""
    late = ChangeSubscription.objects.filter(confirmed_at=None, asked_at__lt=timezone.now() - CONFIRM_WITHIN)
    return late.delete()[0]
