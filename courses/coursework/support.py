"""Who needs a trainer's support."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.coursework.cards import MemberCard
from courses.coursework.members import MemberProgress, members_progress
from courses.coursework.models import Cohort
from courses.coursework.task_states import TaskState, task_states

if TYPE_CHECKING:
    from people.models import User

IDLE_DAYS = 14
"""After so many days without an answer or a completion a learner is listed as needing support."""

MOST_SHOWN = 20


def needing_support(trainer: "User", request: HttpRequest) -> list[MemberCard]:
    """People of the running groups of ``trainer`` who are behind: first whose due date passed longest ago."""
    now = timezone.now()
    cohorts = list(Cohort.objects.led_by(trainer).running(timezone.localdate(now)))
    states = task_states(cohorts)
    found: list[tuple[int, int, MemberCard]] = []
    for person in members_progress(cohorts, request):
        missed = _most_overdue(states.of(person.cohort.pk, person.user.pk))
        idle = _idle_days(person, now)
        if missed is not None:
            found.append((-missed.late_days, -idle, person.as_card(reason=_late_reason(missed))))
        elif idle >= IDLE_DAYS:
            reason = ngettext("%(days)d day without activity", "%(days)d days without activity", idle) % {"days": idle}
            found.append((1, -idle, person.as_card(reason=reason)))
    found.sort(key=lambda entry: entry[:2])
    return [card for _late, _idle, card in found[:MOST_SHOWN]]


def _most_overdue(tasks: list[TaskState]) -> TaskState | None:
    """The task whose due date for this person passed first, or None."""
    overdue = [(task.due_at, task) for task in tasks if task.overdue and task.due_at is not None]
    return min(overdue, key=lambda pair: pair[0])[1] if overdue else None


def _late_reason(task: TaskState) -> str:
    days = task.late_days
    if not days:
        return _("The due date passed today: %(title)s") % {"title": task.assignment.name}
    return ngettext(
        "The due date passed %(days)d day ago: %(title)s", "The due date passed %(days)d days ago: %(title)s", days
    ) % {"days": days, "title": task.assignment.name}


def _idle_days(person: MemberProgress, now: datetime) -> int:
    """Days since anything was done in the courses; -1 when all are finished."""
    going = [item for item in person.courses if not item.finished]
    if not going:
        return -1
    active = max(item.enrolment.active_at for item in person.courses)
    return (timezone.localdate(now) - timezone.localdate(active)).days
