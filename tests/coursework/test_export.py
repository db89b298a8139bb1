"""The CSV file of a group."""

import csv
import io
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from courses.coursework import services
from courses.coursework.export import file_name
from courses.learning.services import mark_completed
from publishing.spreadsheets import safe
from tests.courses_tree import lessons_of
from tests.coursework import factories
from tests.coursework.factories import handed_in, overdue

pytestmark = pytest.mark.django_db


def rows_of(response):
    text = response.content.decode("utf-8")
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text[1:]), delimiter=";"))


@pytest.mark.parametrize("value", ["=1+1", "+48 22", "-2", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "＝1"])
def test_no_cell_is_a_formula(value):
    assert safe(value) == f"'{value}"


def test_other_cells_stay_as_they_are():
    assert [safe(value) for value in ("", "Anna", "a=b", "2026-11-29")] == ["", "Anna", "a=b", "2026-11-29"]


def test_names_of_files(cohort):
    cohort.name = 'Żółw "\r\n/../ łódź'
    day = f"{timezone.localdate():%Y-%m-%d}"
    assert file_name(cohort) == f"zow-lodz-{day}.csv" or file_name(cohort) == f"zolw-lodz-{day}.csv"
    cohort.name = "???"
    assert file_name(cohort) == f"grupa-{day}.csv"


def test_people_progress_and_tasks(client, lead, cohort, written):
    organisation = factories.OrganisationFactory.create(name="=HYPERLINK(1)")
    user = factories.member(
        cohort, factories.UserFactory.create(first_name="@Jan", last_name='Kos; "Ptak"', organisation=organisation)
    )
    due_at = timezone.now() - timedelta(days=2)
    overdue(written, due_at)
    lesson = lessons_of(cohort.course)[0]
    services.set_assignment(by=lead, cohort=cohort, lesson=lesson)
    mark_completed(user=user, lesson=lesson)
    handed_in(written, user, text="Tajne")
    client.force_login(lead)
    response = client.get(reverse("coursework:cohort_export", args=[cohort.pk]))
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert response.headers["Content-Disposition"] == f'attachment; filename="{file_name(cohort)}"'
    assert "Tajne" not in response.text
    now = f"{timezone.localtime():%Y-%m-%d}"
    (row,) = rows_of(response)
    course, task = cohort.course.title, written.title
    moments = {name: value[:10] for name, value in row.items() if "data" in name or "termin" in name.split(": ")[-1]}
    assert (row["Imię"], row["Nazwisko"], row["Organizacja"]) == ("'@Jan", 'Kos; "Ptak"', "'=HYPERLINK(1)")
    assert (row[f"{course}: ukończone lekcje"], row[f"{course}: wszystkie lekcje"]) == ("1", "3")
    assert (row[f"{task}: stan"], row[f"{task}: dni po terminie"]) == ("oddana", "2")
    assert row[f"{lesson.title}: stan"] == "ukończona"
    assert moments[f"{task}: data ukończenia albo pierwszego oddania"] == now
    assert moments[f"{task}: termin"] == f"{timezone.localtime(due_at):%Y-%m-%d}"
