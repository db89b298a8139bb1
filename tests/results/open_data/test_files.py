"""The files of the open data: whole, filtered, safe to open, cheap for any number."""

import csv
import io
import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from publishing import limits
from resources.results.models import ProjectBeneficiaries, ProjectIndex, Record
from tests.results.builders import make_many, make_project, make_result

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_counts() -> None:
    limits.clear()


@pytest.fixture
def filled(base: ProjectIndex) -> ProjectIndex:
    project = make_project(
        base,
        "Żuraw",
        slug="zuraw",
        number="D0001",
        region="24",
        partners=(("Gmina Ćma", "local_government"), ("Klub Łoś", "")),
        starts=date(2013, 12, 2),
        ends=date(2015, 6, 30),
        total_cost=Decimal("393434.90"),
        cofinancing=Decimal(100),
    )
    project.beneficiaries = [
        ProjectBeneficiaries(number=80, kind="ngo", description="członkowie", sort_order=0),
        ProjectBeneficiaries(number=24, precision="at_least", unit="organisations", kind="ngo", sort_order=1),
    ]
    project.save()
    make_project(base, "=HYPERLINK(1)", slug="wzor", summary="-1+2", region="16")
    make_result(base, "Model", project, summary_en="A model.")
    return base


def text_of(client: Client, address: str) -> str:
    response = client.get(address)
    assert (response.status_code, response.streaming) == (200, True)
    return response.getvalue().decode()


def rows(client: Client, address: str) -> list[dict[str, str]]:
    text = text_of(client, address)
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text[1:]), delimiter=";"))


def test_the_csv_has_every_project_with_its_particulars(client: Client, filled: ProjectIndex) -> None:
    found = {row["tytuł"]: row for row in rows(client, "/otwarte-dane/projekty.csv")}
    row = found["Żuraw"]
    wanted = {
        "numer projektu": "D0001",
        "partnerzy": "Gmina Ćma (jednostka samorządu terytorialnego) | Klub Łoś",
        "początek": "2013-12-02",
        "koniec": "2015-06-30",
        "koszt całkowity (zł)": "393434.90",
        "dofinansowanie (%)": "100",
        "regiony": "śląskie",
        "odbiorcy": "80 osoby: członkowie | co najmniej 24 organizacje: organizacje pozarządowe i\u00a0ich ludzie",
        "rezultaty": "Model",
    }
    assert {name: row[name] for name in wanted} == wanted
    assert client.get(row["adres"].removeprefix("http://testserver"))["Location"] == "/baza/zuraw/"
    (result,) = rows(client, "/otwarte-dane/rezultaty.csv")
    assert (result["projekt"], result["streszczenie po angielsku"]) == ("Żuraw", "A model.")


def test_no_cell_is_a_formula(client: Client, filled: ProjectIndex) -> None:
    row = next(row for row in rows(client, "/otwarte-dane/projekty.csv") if "HYPERLINK" in row["tytuł"])
    assert (row["tytuł"], row["streszczenie"]) == ("'=HYPERLINK(1)", "'-1+2")


def test_the_json_has_the_same_and_more(client: Client, filled: ProjectIndex) -> None:
    held: dict[str, Any] = json.loads(text_of(client, "/otwarte-dane/projekty.json"))
    assert held["licence"] == "https://creativecommons.org/licenses/by/4.0/"
    project = next(record for record in held["records"] if record["title"] == "Żuraw")
    assert project["partnership"][0] == {"name": "Gmina Ćma", "role": "partner", "kind": "local_government"}
    assert project["total_cost"] == "393434.90"
    assert project["url"] == f"http://testserver/rekordy/{project['id']}/"
    assert client.get(f"/rekordy/{project['id']}.json").json() == project


@pytest.mark.parametrize("query", ["?region=24", "?q=cma", "?rok=2014", "?partner=local_government"])
def test_the_files_have_the_filters_of_the_list(client: Client, filled: ProjectIndex, query: str) -> None:
    assert [row["tytuł"] for row in rows(client, f"/otwarte-dane/projekty.csv{query}")] == ["Żuraw"]
    assert len(json.loads(text_of(client, f"/otwarte-dane/projekty.json{query}"))["records"]) == 1


def test_the_list_links_to_the_files_with_its_filters(client: Client, filled: ProjectIndex) -> None:
    page = BeautifulSoup(client.get("/baza/?region=24").content, "html.parser")
    files = [link["href"] for link in page.select("section[aria-labelledby=files-title] a")]
    assert files == [
        "/otwarte-dane/projekty.csv?region=24",
        "/otwarte-dane/projekty.json?region=24",
        "/otwarte-dane/rezultaty.csv?region=24",
        "/otwarte-dane/rezultaty.json?region=24",
        "/otwarte-dane/",
    ]


def test_an_empty_base_gives_empty_files(client: Client, base: ProjectIndex) -> None:
    assert rows(client, "/otwarte-dane/projekty.csv") == []
    assert json.loads(text_of(client, "/otwarte-dane/rezultaty.json"))["records"] == []


def test_the_files_take_as_many_queries_for_300_as_for_10(client: Client, base: ProjectIndex) -> None:
    def taken() -> int:
        with CaptureQueriesContext(connection) as captured:
            text_of(client, "/otwarte-dane/projekty.csv")
            text_of(client, "/otwarte-dane/projekty.json")
        return len(captured)

    make_many(base, 10)
    taken()
    before = taken()
    make_many(base, 290)
    assert len(rows(client, "/otwarte-dane/projekty.csv")) == 300
    assert taken() == before


@pytest.mark.parametrize(
    "address",
    ["/otwarte-dane/", "/otwarte-dane/projekty.csv", "/otwarte-dane/katalog.jsonld", "/otwarte-dane/oai?verb=Identify"],
)
def test_without_a_base_there_is_no_data(client: Client, base: ProjectIndex, address: str) -> None:
    base.unpublish()
    assert client.get(address).status_code == 404


def test_somebody_who_takes_too_many_files_is_told(client: Client, base: ProjectIndex, settings: Any) -> None:
    settings.POMOST_RATE_LIMITS = {**settings.POMOST_RATE_LIMITS, "open_data": "1/m/ip", "oai": "1/m/ip"}
    assert [client.get("/otwarte-dane/projekty.csv").status_code for _time in range(2)] == [200, 429]
    answers = [client.get("/otwarte-dane/oai?verb=Identify") for _time in range(2)]
    assert [(answer.status_code, answer.get("Retry-After")) for answer in answers] == [(200, None), (503, "30")]


def test_a_record_that_is_gone_says_so(client: Client, filled: ProjectIndex) -> None:
    record = Record.objects.get(base=filled, data__title="Żuraw")
    assert record.page is not None
    record.page.specific.unpublish()
    assert client.get(f"/rekordy/{record.pk}/").status_code == 410
    assert client.get(f"/rekordy/{record.pk}.json").status_code == 410
    assert client.get("/rekordy/5f2f3c1e-0d5e-4a6e-9a0b-111111111111/").status_code == 404


def test_the_page_of_open_data_explains_them(client: Client, filled: ProjectIndex) -> None:
    response = client.get("/otwarte-dane/")
    page = BeautifulSoup(response.content, "html.parser")
    assert len(page.select("h1")) == 1
    links = {link["href"] for link in page.select("main a")}
    for address in ("/otwarte-dane/projekty.csv", "/otwarte-dane/rezultaty.json", "/baza/", "mailto:dane@example.org"):
        assert address in links
    assert "CC BY 4.0" in page.get_text()
    assert (response.context["projects"], response.context["results"]) == (2, 1)
    english = client.get("/en/otwarte-dane/").content.decode()
    assert "Open data" in english


def test_the_catalogue_is_dcat_ap(client: Client, filled: ProjectIndex) -> None:
    response = client.get("/otwarte-dane/katalog.jsonld")
    assert response["Content-Type"] == "application/ld+json"
    held = response.json()
    assert held["@type"] == "dcat:Catalog"
    # What DCAT-AP 3 asks for: of the catalogue, of each data set, of each distribution.
    assert {"dct:title", "dct:description", "dct:publisher", "dcat:dataset"} <= set(held)
    for dataset in held["dcat:dataset"]:
        assert {"dct:title", "dct:description", "dcat:distribution", "dct:publisher", "dcat:theme"} <= set(dataset)
        assert dataset["dcat:contactPoint"]["vcard:hasEmail"] == {"@id": "mailto:dane@example.org"}
        for distribution in dataset["dcat:distribution"]:
            address = distribution["dcat:accessURL"]["@id"]
            assert client.get(address.removeprefix("http://testserver")).status_code == 200
            assert distribution["dct:license"] == {"@id": "https://creativecommons.org/licenses/by/4.0/"}
    prefixes = set(held["@context"])
    assert {name.partition(":")[0] for name in _names(held) if ":" in name} <= prefixes


def _names(value: Any) -> set[str]:
    """Every key of the catalogue that is not one of JSON-LD."""
    if isinstance(value, list):
        return {name for item in value for name in _names(item)}
    if not isinstance(value, dict):
        return set()
    return {name for name in value if not name.startswith("@")} | {
        name for key, item in value.items() if key != "@context" for name in _names(item)
    }


def test_the_base_is_a_dataset_of_schema_org(client: Client, filled: ProjectIndex) -> None:
    page = BeautifulSoup(client.get("/baza/").content, "html.parser")
    data = json.loads(page.select("script[type='application/ld+json']")[0].get_text())
    assert (data["@type"], data["name"], data["license"]) == (
        "Dataset",
        "Baza rezultatów",
        "https://creativecommons.org/licenses/by/4.0/",
    )
    assert {item["encodingFormat"] for item in data["distribution"]} == {"text/csv", "application/json"}
    (link,) = page.select("link[rel=alternate][type='application/ld+json']")
    assert link["href"] == "/otwarte-dane/katalog.jsonld"
