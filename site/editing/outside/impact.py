"""Reviews from outside of pages that are to be deleted, and by users whose account goes."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import Page

from editing.outside import services
from editing.outside.models import OutsideComment, ReviewInvitation
from people import anonymising
from people.anonymising import Part
from people.models import User
from publishing import impact
from publishing.impact import Impact
from publishing.signals import housekeeping


def connect() -> None:
    """Called once, when Django is ready."""
    impact.register(Page, _on_pages)
    impact.register(User, _on_users)
    anonymising.register(_parts_of)
    housekeeping.connect(_housekeeping, dispatch_uid="editing.outside.housekeeping")


def _on_pages(pages: QuerySet[Page]) -> list[Impact]:
    number = OutsideComment.objects.filter(invitation__page__in=pages.values("pk")).count()
    text = ngettext("%(number)d comment from outside.", "%(number)d comments from outside.", number)
    return [Impact(text % {"number": number}, number)]


def _on_users(users: QuerySet[User]) -> list[Impact]:
    number = ReviewInvitation.objects.filter(invited_by__in=users).count()
    return [Impact(_invitations(number), number, kept=_("The comments that were asked for belong to the page."))]


def _parts_of(user: User) -> list[Part]:
    number = ReviewInvitation.objects.filter(invited_by=user).count()
    return [Part(_invitations(number), number, kept=True)]


def _invitations(number: int) -> str:
    return ngettext(
        "%(number)d invitation to a review from outside by this person, which stays without the name.",
        "%(number)d invitations to reviews from outside by this person, which stay without the name.",
        number,
    ) % {"number": number}


def _housekeeping(**_kwargs: Any) -> None:
    services.remove_old_names()
