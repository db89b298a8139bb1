"""A group as a CSV file for spreadsheets."""

from datetime import datetime

from django.http import HttpRequest
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from courses.coursework.members import MemberProgress, members_progress
from courses.coursework.models import Cohort
from courses.coursework.task_states import TaskState, task_states
from polish.folding import fold
from publishing.spreadsheets import csv_of


def file_name(cohort: Cohort) -> str:
    """As ``gmina-zalesie-jesien-2026-11-29.csv``, ASCII only."""
    name = slugify(fold(cohort.name))[:80] or "grupa"
    return f"{name}-{timezone.localdate():%Y-%m-%d}.csv"


def cohort_csv(cohort: Cohort, request: HttpRequest) -> str:
    """One row for each member: name, organisation, address, progress in each course, state and dates of each task.

    Constant number of queries. Dates are in Warsaw time, as ``2026-11-29 14:05``.
    """
    states = task_states([cohort])
    people = members_progress([cohort], request)
    assignments = states.assignments.get(cohort.pk, [])
    courses = list(dict.fromkeys(item.enrolment.course.title for person in people for item in person.courses))
    rows = [
        [
            _("First name"),
            _("Last name"),
            _("Organisation"),
            _("E-mail"),
            *(
                heading
                for title in courses
                for heading in (
                    _("%(course)s: lessons completed") % {"course": title},
                    _("%(course)s: lessons in all") % {"course": title},
                    _("%(course)s: finished") % {"course": title},
                )
            ),
            *(
                heading
                for item in assignments
                for heading in (
                    _("%(task)s: state") % {"task": item.name},
                    _("%(task)s: due") % {"task": item.name},
                    _("%(task)s: first done or handed in") % {"task": item.name},
                    _("%(task)s: days late") % {"task": item.name},
                )
            ),
        ]
    ]
    rows += [
        [
            person.user.first_name,
            person.user.last_name,
            person.user.organisation.name if person.user.organisation else "",
            person.user.email,
            *_progress_cells(person, courses),
            *(cell for task in states.of(cohort.pk, person.user.pk) for cell in _task_cells(task)),
        ]
        for person in people
    ]
    return csv_of(rows)


def _progress_cells(person: MemberProgress, courses: list[str]) -> list[str]:
    own = {item.enrolment.course.title: item for item in person.courses}
    cells: list[str] = []
    for title in courses:
        item = own.get(title)
        cells += (
            [str(item.progress.done), str(item.progress.total), _moment(item.finished_at)] if item else ["", "", ""]
        )
    return cells


def _task_cells(task: TaskState) -> list[str]:
    late = str(task.late_days) if task.late or task.overdue else ""
    return [task.label, _moment(task.due_at), _moment(task.first_moment), late]


def _moment(moment: datetime | None) -> str:
    return f"{timezone.localtime(moment):%Y-%m-%d %H:%M}" if moment else ""
