"""What users have of requirements on pages to be deleted, and what goes with an account."""

from django.db.models import QuerySet
from django.utils.translation import ngettext
from wagtail.models import Page

from people import anonymising
from people.anonymising import Part
from people.models import User
from publishing import impact
from publishing.impact import Impact
from resources.guidance.requirements import services
from resources.guidance.requirements.models import ChecklistEntry, ChecklistShare


def connect() -> None:
    """Called once, when Django is ready."""
    impact.register(Page, _on_pages)
    impact.register(User, _on_users)
    anonymising.register(_parts_of, lambda user: services.remove_checklist(user=user))


def _on_pages(pages: QuerySet[Page]) -> list[Impact]:
    """Deleting pages deletes what was ticked on them; it is no record that others rely on."""
    return [_entries(ChecklistEntry.objects.on_pages(pages).count())]


def _on_users(users: QuerySet[User]) -> list[Impact]:
    return [
        _entries(ChecklistEntry.objects.filter(user__in=users).count()),
        _shares(ChecklistShare.objects.filter(user__in=users).count()),
    ]


def _parts_of(user: User) -> list[Part]:
    return [Part(item.text, item.count, kept=False) for item in _on_users(User.objects.filter(pk=user.pk))]


def _entries(number: int) -> Impact:
    text = ngettext(
        "%(number)d requirement ticked off or noted in a checklist.",
        "%(number)d requirements ticked off or noted in checklists.",
        number,
    )
    return Impact(text % {"number": number}, number)


def _shares(number: int) -> Impact:
    text = ngettext("%(number)d link to a checklist.", "%(number)d links to checklists.", number)
    return Impact(text % {"number": number}, number)
