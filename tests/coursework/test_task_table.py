"""The table of tasks and people, with the numbers of the other pages."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from courses.coursework import services
from courses.coursework.states import Decision
from courses.coursework.task_states import task_states
from courses.coursework.task_table import A_PAGE, task_table
from courses.learning.services import mark_completed
from tests.courses_tree import lessons_of
from tests.coursework import factories
from tests.coursework.factories import handed_in, overdue

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(lead, cohort, written):
    """A lesson due yesterday and a written task without a date; four people in four states."""
    lesson = lessons_of(cohort.course)[0]
    task = services.set_assignment(by=lead, cohort=cohort, lesson=lesson)
    overdue(task, timezone.now() - timedelta(days=1))
    people = [
        factories.member(cohort, factories.UserFactory.create(last_name=name)) for name in ("Ada", "Bak", "Cis", "Dąb")
    ]
    mark_completed(user=people[0], lesson=lesson)
    services.review(by=lead, round=handed_in(written, people[0]), decision=Decision.ACCEPTED)
    handed_in(written, people[1])
    services.review(by=lead, round=handed_in(written, people[2]), decision=Decision.RETURNED, comment="Popraw.")
    services.save_draft(by=people[3], assignment=written, text="Szkic")
    return people


def states_of(table):
    return {row.user.last_name: tuple(cell.task.state for cell in row.cells) for row in table.rows}


def test_each_task_of_each_person(lead, cohort, world):
    table = task_table(cohort, lead)
    assert [column.assignment.kind for column in table.columns] == ["lesson", "written"]
    assert states_of(table) == {
        "Ada": ("done", "accepted"),
        "Bak": ("todo", "submitted"),
        "Cis": ("todo", "returned"),
        "Dąb": ("todo", "todo"),
    }
    assert [(column.done_count, column.late_count) for column in table.columns] == [(1, 4), (3, 0)]


@pytest.mark.parametrize(
    ("shown", "names"),
    [
        ("do-sprawdzenia", ["Bak"]),
        ("po-terminie", ["Ada", "Bak", "Cis", "Dąb"]),
        ("niezrobione", ["Bak", "Cis", "Dąb"]),
        ("inne", ["Ada", "Bak", "Cis", "Dąb"]),
    ],
)
def test_filters_and_their_numbers(lead, cohort, world, shown, names):
    table = task_table(cohort, lead, shown=shown)
    assert [row.user.last_name for row in table.rows] == names
    assert [item.count for item in table.filters] == [4, 1, 4, 3]


def test_the_order(lead, cohort, world):
    table = task_table(cohort, lead, order="najmniej")
    assert [row.user.last_name for row in table.rows] == ["Dąb", "Bak", "Cis", "Ada"]


def test_the_same_numbers_on_the_page_of_the_group_and_of_a_person(client, lead, cohort, world):
    client.force_login(lead)
    group = client.get(reverse("coursework:cohort", args=[cohort.pk]))
    table = client.get(reverse("coursework:cohort_tasks", args=[cohort.pk]))
    assert [card.done_count for card in group.context["assignments"]] == [
        column.done_count for column in table.context["columns"]
    ]
    for row, user in zip(table.context["rows"], world, strict=True):
        person = client.get(reverse("coursework:member", args=[cohort.pk, user.pk]))
        assert [record.task for record in person.context["tasks"]] == [cell.task for cell in row.cells]


def test_only_trainers_get_links_to_works(lead, cohort, world):
    links = [cell.url for row in task_table(cohort, lead).rows for cell in row.cells if cell.url]
    assert len(links) == 3
    table = task_table(cohort, factories.coordinator())
    assert [cell.url for row in table.rows for cell in row.cells if cell.url] == []
    assert [column.url for column in table.columns] == ["", ""]


def test_a_lesson_withdrawn_is_closed_and_its_completion_stays(cohort, world):
    lessons_of(cohort.course)[0].unpublish()
    states = task_states([cohort])
    assert [states.of(cohort.pk, user.pk)[0].state for user in world] == ["done", "closed", "closed", "closed"]


def test_pages_of_people(client, lead, cohort, written):
    for _number in range(A_PAGE + 1):
        factories.member(cohort)
    client.force_login(lead)
    address = reverse("coursework:cohort_tasks", args=[cohort.pk])
    assert len(client.get(address).context["rows"]) == A_PAGE
    assert len(client.get(address, {"strona": "2"}).context["rows"]) == 1
    group = reverse("coursework:cohort", args=[cohort.pk])
    assert len(client.get(group, {"strona": "2"}).context["members"]) == 1


def test_an_empty_group_and_a_group_without_tasks(client, lead, cohort):
    client.force_login(lead)
    address = reverse("coursework:cohort_tasks", args=[cohort.pk])
    assert "Gdy będą zadania" in client.get(address).text
    services.set_assignment(by=lead, cohort=cohort, title="Praca")
    assert "nie ma jeszcze nikogo" in client.get(address).text.replace("\xa0", " ")
