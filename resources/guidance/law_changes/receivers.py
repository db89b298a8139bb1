"""What changes of the law do when pages are published, and with accounts that go."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import Page

from people import anonymising
from people.anonymising import Part
from people.models import User
from publishing import impact
from publishing.impact import Impact
from publishing.models import BasePage
from publishing.signals import public_page_changed
from resources.guidance.law_changes import services
from resources.guidance.law_changes.models import SectionToCheck


def connect() -> None:
    """Called once, when Django is ready."""
    public_page_changed.connect(_page_changed, dispatch_uid="guidance.law_changes.changed")
    impact.register(User, _on_users)
    anonymising.register(_parts_of)


def _page_changed(sender: type[Page], page: Page, **_kwargs: Any) -> None:
    if isinstance(page, BasePage) and page.live:
        services.follow_page(page=page)


def _on_users(users: QuerySet[User]) -> list[Impact]:
    number = SectionToCheck.objects.filter(checked_by__in=users).count()
    return [Impact(_checks(number), number, kept=_("They show what was checked after a change of the law."))]


def _parts_of(user: User) -> list[Part]:
    number = SectionToCheck.objects.filter(checked_by=user).count()
    return [Part(_checks(number), number, kept=True)]


def _checks(number: int) -> str:
    return ngettext(
        "%(number)d section checked after a change of the law, which stays without the name.",
        "%(number)d sections checked after a change of the law, which stay without the name.",
        number,
    ) % {"number": number}
