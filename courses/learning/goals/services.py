"""Services of weekly goals."""

from typing import TYPE_CHECKING

from django.db import transaction

from courses.learning.models import WeeklyGoal

if TYPE_CHECKING:
    from people.models import User


@transaction.atomic
def set_goal(*, user: "User", unit: str, amount: int) -> WeeklyGoal:
    """Sets or changes what a user wants to do in a week. Raises ``ValueError`` for an unknown unit."""
    goal, _created = WeeklyGoal.objects.update_or_create(
        user=user, defaults={"unit": WeeklyGoal.Unit(unit), "amount": amount}
    )
    return goal


@transaction.atomic
def remove_goal(*, user: "User") -> None:
    """Removes the goal; does nothing where there is none."""
    WeeklyGoal.objects.filter(user=user).delete()
