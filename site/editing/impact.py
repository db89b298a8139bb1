"""Impact of deleting and anonymising accounts on approvals of pages."""

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from editing import services
from editing.models import PageApproval
from people import anonymising
from people.anonymising import Part
from people.models import User
from publishing import impact
from publishing.impact import Impact


def connect() -> None:
    """Called once, when Django is ready."""
    impact.register(User, _on_users)
    anonymising.register(_parts_of, lambda user: services.remove_reviewer_name(user=user))


def _on_users(users: QuerySet[User]) -> list[Impact]:
    number = PageApproval.objects.filter(reviewer__in=users).count()
    return [Impact(_approvals(number), number, kept=_("Readers see when a page was checked."))]


def _parts_of(user: User) -> list[Part]:
    number = PageApproval.objects.filter(reviewer=user).count()
    return [Part(_approvals(number), number, kept=True)]


def _approvals(number: int) -> str:
    return ngettext(
        "%(number)d approval of a page by this person, which stays without the name.",
        "%(number)d approvals of pages by this person, which stay without the name.",
        number,
    ) % {"number": number}
