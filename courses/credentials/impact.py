"""What becomes of certificates when an account is deleted or anonymised."""

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.credentials import services
from courses.credentials.models import Certificate
from people import anonymising
from people.anonymising import Part
from people.models import User
from publishing import impact
from publishing.impact import Impact


def connect() -> None:
    """Called once, when Django is ready."""
    impact.register(User, _on_users)
    anonymising.register(_parts_of, _anonymise)


def relies_on(user: User, course_id: int) -> bool:
    """Whether a certificate of ``user`` that stands is for this course, or for a programme that has it."""
    of_course = Q(course=course_id) | Q(programme__courses__course=course_id)
    return Certificate.objects.of(user).filter(of_course, revoked_at=None).exists()


def _sentence(number: int) -> str:
    return ngettext(
        "%(number)d certificate, whose number can still be checked: it keeps of the name only what others may see.",
        "%(number)d certificates, whose numbers can still be checked: they keep of the name only what others may see.",
        number,
    ) % {"number": number}


def _on_users(users: QuerySet[User]) -> list[Impact]:
    number = Certificate.objects.filter(user__in=users).count()
    reason = _("Whoever was shown the number has to be able to check it.")
    return [Impact(_sentence(number), number, kept=reason)]


def _parts_of(user: User) -> list[Part]:
    number = Certificate.objects.filter(user=user).count()
    return [Part(_sentence(number), number, kept=True)]


def _anonymise(user: User) -> None:
    services.strip_names(user=user)
