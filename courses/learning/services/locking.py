"""The row of an enrolment, locked for a change in one course."""

from functools import cache
from typing import TYPE_CHECKING, Any
from uuid import UUID

from courses.catalogue.models import Course
from courses.learning.errors import NotEnrolledError
from courses.learning.models import Enrolment, EnrolmentQuerySet
from courses.learning.services.events import pseudonym_of

if TYPE_CHECKING:
    from people.models import User


def lock_enrolment(user: "User", course: Course) -> Enrolment:
    """The enrolment of ``user`` in ``course``, locked so that a user's changes in one course are serialised.

    The course and the user need not be read again; the pseudonym that events need is read with it. Raises
    ``NotEnrolledError``.
    """
    try:
        enrolment = _enrolments_to_lock().get(user=user, course=course)
    except Enrolment.DoesNotExist:
        raise NotEnrolledError from None
    enrolment.user, enrolment.course = user, course
    return enrolment


@cache
def _enrolments_to_lock() -> EnrolmentQuerySet:
    """Built once, because building it takes Django longer than the database takes to answer it.

    The data of an outline, which grows with the course, is read only where the process does not have it yet.
    """
    rows = Enrolment.objects.select_related("outline").defer("outline__data")
    return rows.with_actor().select_for_update(of=("self",))


def actor_of(enrolment: Enrolment) -> UUID:
    """What learning events call the learner of a locked enrolment."""
    known: UUID | None = getattr(enrolment, "actor", None)
    return known or pseudonym_of(enrolment.user)


def completed_lessons(enrolment: Enrolment) -> frozenset[UUID]:
    """The keys of the completed lessons, in one query."""
    return frozenset(enrolment.completions.values_list("lesson", flat=True))


def change_enrolment(enrolment: Enrolment, changes: dict[str, Any]) -> None:
    """Changes these columns of a locked enrolment, in one UPDATE, and the instance."""
    for name, value in changes.items():
        setattr(enrolment, name, value)
    Enrolment.objects.filter(pk=enrolment.pk).update(**changes)
