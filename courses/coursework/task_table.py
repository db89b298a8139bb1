"""The table of the tasks and people of a group."""

from typing import TYPE_CHECKING

from django.core.paginator import Paginator
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from courses.coursework import rules
from courses.coursework.cards import FilterLink, TaskCell, TaskColumn, TaskRow, TaskTable
from courses.coursework.models import Assignment, Cohort
from courses.coursework.paging import paging, with_query
from courses.coursework.states import TODO, State
from courses.coursework.task_states import TaskState, task_states

if TYPE_CHECKING:
    from people.models import User

A_PAGE = 50

ALL, WAITING, LATE, UNDONE = "", "do-sprawdzenia", "po-terminie", "niezrobione"
FILTERS: dict[str, Promise | str] = {
    ALL: pgettext_lazy("people", "All"),
    WAITING: pgettext_lazy("people", "With work to review"),
    LATE: pgettext_lazy("people", "Late"),
    UNDONE: pgettext_lazy("people", "With something to do"),
}
NAME, FEWEST = "", "najmniej"
ORDERS: dict[str, Promise | str] = {
    NAME: pgettext_lazy("order", "By name"),
    FEWEST: pgettext_lazy("order", "Fewest tasks done first"),
}


def is_shown(tasks: list[TaskState], shown: str) -> bool:
    """Whether a person with these tasks is listed under a filter."""
    if shown == WAITING:
        return any(task.state == State.SUBMITTED for task in tasks)
    if shown == LATE:
        return any(task.late or task.overdue for task in tasks)
    if shown == UNDONE:
        return any(task.state in {TODO, State.RETURNED} for task in tasks)
    return True


def task_table(cohort: Cohort, reader: "User", *, shown: str = ALL, order: str = NAME, page: str = "1") -> TaskTable:
    """A page of the table for ``reader``, filtered by one of ``FILTERS``, in one of ``ORDERS``.

    A trainer of the group gets links to the submissions. Constant number of queries.
    """
    shown, order = shown if shown in FILTERS else ALL, order if order in ORDERS else NAME
    trains = rules.trains(reader, cohort)
    states = task_states([cohort])
    people = list(cohort.members.values_list("user", flat=True))
    tasks = {user: states.of(cohort.pk, user) for user in people}
    chosen = [user for user in people if is_shown(tasks[user], shown)]
    if order == FEWEST:
        chosen.sort(key=lambda user: sum(task.done for task in tasks[user]))
    listed = Paginator(chosen, A_PAGE).get_page(page)
    members = {
        member.user_id: member.user
        for member in cohort.members.filter(user__in=list(listed)).select_related("user__organisation")
    }
    url = reverse("coursework:cohort_tasks", args=[cohort.pk])
    return TaskTable(
        filters=[
            FilterLink(
                label,
                with_query(url, pokaz=name, kolejnosc=order),
                sum(is_shown(items, name) for items in tasks.values()),
                current=name == shown,
            )
            for name, label in FILTERS.items()
        ],
        orders=[
            FilterLink(label, with_query(url, pokaz=shown, kolejnosc=name), 0, current=name == order)
            for name, label in ORDERS.items()
        ],
        columns=_columns(cohort, list(tasks.values()), states.assignments.get(cohort.pk, []), trains=trains),
        rows=[_row(cohort, members[user], tasks[user], trains=trains) for user in listed],
        members_count=len(people),
        paging=paging(listed, lambda number: with_query(url, pokaz=shown, kolejnosc=order, strona=number)),
    )


def _columns(
    cohort: Cohort, people: list[list[TaskState]], assignments: list[Assignment], *, trains: bool
) -> list[TaskColumn]:
    return [
        TaskColumn(
            assignment=item,
            url=reverse("coursework:assignment_edit", args=[cohort.pk, item.pk]) if trains else "",
            done_count=sum(tasks[place].done for tasks in people),
            late_count=sum(tasks[place].late or tasks[place].overdue for tasks in people),
        )
        for place, item in enumerate(assignments)
    ]


def _row(cohort: Cohort, user: "User", tasks: list[TaskState], *, trains: bool) -> TaskRow:
    return TaskRow(
        user=user,
        url=reverse("coursework:member", args=[cohort.pk, user.pk]),
        cells=tuple(TaskCell(task, submission_url(task) if trains else "") for task in tasks),
        done_count=sum(task.done for task in tasks),
    )


def submission_url(task: TaskState) -> str:
    """The page where a trainer reads the submission; empty where nothing was handed in."""
    return reverse("coursework:review", args=[task.submission_id]) if task.submission_id else ""
