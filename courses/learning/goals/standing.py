"""How a weekly goal stands: what a learner has done since Monday."""

from collections.abc import Iterable, Mapping
from datetime import datetime, time
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils import timezone

from courses.learning.goals.cards import GoalCard
from courses.learning.models import Completion, WeeklyGoal
from courses.learning.plans.schedule import monday_of

if TYPE_CHECKING:
    from courses.learning.dashboard import CourseProgress
    from people.models import User


def done_this_week(enrolments: Iterable[int]) -> dict[int, set[UUID]]:
    """The lessons done since Monday, by enrolment; those known beforehand took no time, so they are not among them."""
    monday = timezone.make_aware(datetime.combine(monday_of(timezone.localdate()), time.min))
    rows = Completion.objects.filter(enrolment__in=enrolments, completed_at__gte=monday)
    found: dict[int, set[UUID]] = {}
    for enrolment, lesson in rows.exclude(source=Completion.Source.KNOWN).values_list("enrolment", "lesson"):
        found.setdefault(enrolment, set()).add(lesson)
    return found


def goal_of(user: "User") -> WeeklyGoal | None:
    """The goal of a user, if they have set one; one query."""
    return WeeklyGoal.objects.filter(user=user).first()


def goal_card(goal: WeeklyGoal, items: Iterable["CourseProgress"]) -> GoalCard:
    """How a goal stands in these courses of its user; one query."""
    courses = {item.enrolment.pk: item for item in items}
    minutes = _minutes(courses, done_this_week(courses))
    return GoalCard(goal.unit == WeeklyGoal.Unit.HOURS, goal.amount, lessons=len(minutes), minutes=sum(minutes))


def _minutes(courses: Mapping[int, "CourseProgress"], done: Mapping[int, set[UUID]]) -> list[int]:
    """The minutes of each lesson done; 0 of one that is no longer there."""
    return [
        courses[enrolment].lessons[key].minutes if key in courses[enrolment].lessons else 0
        for enrolment, keys in done.items()
        for key in keys
    ]
