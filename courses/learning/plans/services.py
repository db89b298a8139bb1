"""Services of plans."""

from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction

from courses.catalogue.models import Course
from courses.learning.errors import NotEnrolledError
from courses.learning.models import Enrolment, LearningPlan

if TYPE_CHECKING:
    from people.models import User


@transaction.atomic
def save_plan(*, user: "User", course: Course, hours_per_week: int, ends_on: date | None) -> LearningPlan:
    """Makes or changes the plan of an enrolled learner for a course. Raises ``NotEnrolledError``."""
    enrolment = Enrolment.objects.filter(user=user, course=course).first()
    if enrolment is None:
        raise NotEnrolledError
    plan, _created = LearningPlan.objects.update_or_create(
        enrolment=enrolment, defaults={"hours_per_week": hours_per_week, "ends_on": ends_on}
    )
    return plan


@transaction.atomic
def delete_plan(*, user: "User", course: Course) -> None:
    """Deletes the plan, and with it the address of its feed; does nothing where there is none."""
    LearningPlan.objects.filter(enrolment__user=user, enrolment__course=course).delete()
