"""The calculator as readers meet it, with the rates of the demo."""

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from resources.guidance.models import Chapter

pytestmark = pytest.mark.django_db


@pytest.fixture
def here(chapters: list[Chapter]) -> str:
    page = chapters[0]
    block_id = str(uuid4())
    value = {"title": "Ile kosztuje etat?", "intro": ""}
    page.body = [{"type": "employment_cost", "id": block_id, "value": value}]
    page.save()
    return f"{page.get_url()}kalkulator/{block_id}/"


def result(client: Client, here: str, **given: str) -> Any:
    return client.get(here, {"miesiac": "2026-03", **given}).context["result"]


def plain(text: str) -> str:
    return text.replace("\xa0", " ")


def test_every_line_has_its_formula_its_basis_and_the_day_of_its_rate(client: Client, here: str) -> None:
    shown = result(client, here, ppk="nie")
    pension = shown.employer[0]
    assert plain(pension.formula) == "4 806,00 zł × 9,76% = 469,07 zł"
    assert (pension.source_url, pension.since.isoformat()) == ("https://eli.gov.pl/eli/DU/1998/887/ogl", "1999-01-01")
    assert [plain(text) for text in (shown.gross, shown.total, shown.net, shown.year)] == [
        "4 806,00 zł",
        "5 785,47 zł",
        "3 605,85 zł",
        "69 425,64 zł",
    ]


def test_an_amount_is_read_as_people_write_it_and_the_wage_of_the_part_is_the_least(client: Client, here: str) -> None:
    assert plain(result(client, here, brutto="6 000,00 zł", ppk="tak").total) == "7 312,80 zł"
    assert plain(result(client, here, etat="1/2").gross) == "2 403,00 zł"
    refused = client.get(here, {"miesiac": "03.2026", "etat": "1/2", "brutto": "2000"})
    assert refused.status_code == 422
    assert "co najmniej 2 403,00 zł" in plain(refused.context["form"].errors["brutto"][0])
    assert 'value="2000"' in refused.text


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"brutto": "dużo"}, "brutto"),
        ({"brutto": "1e5"}, "brutto"),
        ({"miesiac": "luty"}, "miesiac"),
        ({"ppk": "może"}, "ppk"),
    ],
)
def test_what_cannot_be_read_is_said_at_its_field(client: Client, here: str, given: dict[str, str], field: str) -> None:
    response = client.get(here, {"miesiac": "2026-03", **given})
    assert (response.status_code, list(response.context["form"].errors)) == (422, [field])


def test_the_rates_are_those_of_the_month_and_what_is_not_known_is_said(client: Client, here: str) -> None:
    assert plain(result(client, here, miesiac="2025-05").gross) == "4 666,00 zł"
    before = client.get(here, {"miesiac": "2011-05", "brutto": "3000"})
    assert before.status_code == 422
    assert "składka rentowa, po stronie pracodawcy" in before.context["form"].errors["miesiac"][0]


def test_an_accident_rate_of_ones_own_says_so_and_the_fund_below_the_minimum_is_doubted(
    client: Client, here: str
) -> None:
    own = result(client, here, wypadkowa="0,93", etat="1/2")
    assert plain(own.employer[2].formula) == "2 403,00 zł × 0,93% = 22,35 zł"
    assert own.employer[2].since is None
    assert any("Fundusz Pracy" in note for note in own.notes)
