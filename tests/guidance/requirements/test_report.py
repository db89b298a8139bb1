"""The report of requirements in the admin."""

from collections.abc import Callable
from io import BytesIO

import pytest
from django.test import Client
from openpyxl import load_workbook

from demo.people import EDITOR, TRAINER, Persona
from resources.guidance.models import Chapter, Requirement

pytestmark = pytest.mark.django_db

REPORT = "/admin/reports/requirements/"


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("force=legal", ["Zawrzyj umowę."]),
        ("condition=grants", ["Policz godziny."]),
        ("condition=none", ["Zabezpiecz dane."]),
        ("repeat=monthly", ["Wpłać zaliczkę."]),
        ("repeat=none&force=grantor", ["Policz godziny."]),
    ],
)
def test_the_report_is_filtered(
    client_of: Callable[[Persona], Client], chapters: list[Chapter], query: str, titles: list[str]
) -> None:
    Requirement.objects.exclude(page__in=[chapter.pk for chapter in chapters]).delete()
    response = client_of(EDITOR).get(f"{REPORT}?{query}")
    assert [row.what for row in response.context["object_list"]] == titles


def test_the_export_says_conditions_dates_and_basis_in_words(
    client_of: Callable[[Persona], Client], chapters: list[Chapter]
) -> None:
    guide = chapters[0].get_parent().pk
    lines = client_of(EDITOR).get(f"{REPORT}?guide={guide}&export=csv").text.replace("\u00a0", " ").splitlines()
    assert len(lines) == 6
    assert lines[1] == (
        "Zawrzyj umowę.;Wymóg prawny;zatrudnia na umowę o pracę;;art. 5 ustawy o mostach i kładkach;Zatrudnianie"
    )
    assert lines[5] == "Zabezpiecz dane.;Dobra praktyka;każdej organizacji;co roku, do 31 stycznia;;Wolontariat"


def test_the_xlsx_file_has_the_same_cells(client_of: Callable[[Persona], Client], chapters: list[Chapter]) -> None:
    client, guide = client_of(EDITOR), chapters[0].get_parent().pk
    lines = client.get(f"{REPORT}?guide={guide}&export=csv").text.removeprefix("\ufeff").splitlines()
    book = load_workbook(BytesIO(client.get(f"{REPORT}?guide={guide}&export=xlsx").getvalue()))
    assert [[cell.value or "" for cell in row] for row in book.active.rows] == [line.split(";") for line in lines]


def test_who_edits_nothing_gets_no_report(client_of: Callable[[Persona], Client], chapters: list[Chapter]) -> None:
    assert client_of(TRAINER).get(REPORT).status_code == 302
