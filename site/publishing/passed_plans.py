"""Plans of publication and expiry whose time has passed, in words for editors."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from wagtail.models import Page, Revision

PUNCTUAL = timedelta(minutes=5)
"""How late a plan may be carried out before it is called overdue; the worker does it each minute."""


@dataclass(frozen=True, slots=True)
class PassedPlan:
    """``field`` is the field of the form that holds the time; ``message`` says what happened and what to do."""

    field: str
    message: str


def passed_plans(page: Page) -> list[PassedPlan]:
    """The plans of a page, as its form shows it, that came to nothing; two queries for a stored page.

    ``BasePage.passed_plans`` remembers them for the form and the panel of the state.
    """
    stored = Page.objects.filter(pk=page.pk).first() if page.pk else None
    found = {"go_live_at": _publication(page, stored), "expire_at": _expiry(page, stored)}
    return [PassedPlan(field, message) for field, message in found.items() if message]


def _publication(page: Page, stored: Page | None) -> str:
    now = timezone.now()
    planned: datetime | None = page.go_live_at
    due = (
        Revision.objects.for_instance(stored).filter(approved_go_live_at__lt=now) if stored else Revision.objects.none()
    )
    missed = due.values_list("approved_go_live_at", flat=True).first()
    if missed is not None:
        if missed > now - PUNCTUAL:
            return ""
        return _(
            "The page was to be published %(date)s and is not. The site tries again each minute. If it stays so, "
            "publish the page yourself and tell the administrators."
        ) % {"date": _moment(missed)}
    if planned is None or planned > now:
        return ""
    if stored is not None and stored.last_published_at is not None and stored.go_live_at == planned:
        return ""  # published by this plan
    return _(
        "The planned time of publication, %(date)s, has passed and the plan was not confirmed before. "
        "Set a later time, or remove it and publish the page now."
    ) % {"date": _moment(planned)}


def _expiry(page: Page, stored: Page | None) -> str:
    now = timezone.now()
    if stored is not None and stored.live and stored.expire_at is not None and stored.expire_at < now - PUNCTUAL:
        return _(
            "The page was to be taken off the site %(date)s and is still there. Unpublish it yourself and tell the "
            "administrators."
        ) % {"date": _moment(stored.expire_at)}
    if page.expire_at is None or page.expire_at > now:
        return ""
    return _(
        "The planned time of expiry, %(date)s, has passed. "
        "Set a later time or remove it: with this one the page cannot be saved."
    ) % {"date": _moment(page.expire_at)}


def _moment(value: datetime) -> str:
    return date_format(timezone.localtime(value), "DATETIME_FORMAT")
