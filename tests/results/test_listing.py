"""The list of the base: order, filters in the address, counts, words, and what it costs."""

from datetime import date

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction

from resources.results.models import GrantProgramme, Project, ProjectIndex, Record, Theme
from tests.results.builders import make_many, make_project, make_result

pytestmark = pytest.mark.django_db


@pytest.fixture
def filled(base: ProjectIndex) -> ProjectIndex:
    """Two projects with different particulars, and a result of the first."""
    theme = Theme.objects.create(code="D", name="Trzeci sektor")
    equal = GrantProgramme.objects.create(name="PIW EQUAL")
    crane = make_project(
        base,
        "Żuraw",
        slug="zuraw",
        theme=theme,
        grant_programme=equal,
        region="24",
        partners=(("Gmina Ćma", "local_government"),),
        starts=date(2013, 12, 2),
        ends=date(2015, 6, 30),
        summary="Partnerstwo gmin.",
    )
    make_project(base, "Bocian", slug="bocian", region="16", period="wiosną 2016")
    make_result(base, "Łódź ratunkowa", crane)
    return base


def titles(client: Client, query: str = "") -> list[str]:
    return [entry.title for entry in client.get(f"/baza/{query}").context["entries"]]


def counts(client: Client, query: str = "") -> dict[str, dict[str, int]]:
    facets = client.get(f"/baza/{query}").context["facets"]
    return {facet.title: {link.label: link.count for link in (*facet.links, *facet.more)} for facet in facets}


def test_the_list_has_what_is_live_projects_first_each_by_title(client: Client, filled: ProjectIndex) -> None:
    make_project(filled, "Szkic", live=False)
    make_project(filled, "Ława")
    make_project(filled, "Luneta")
    response = client.get("/baza/")
    shown = [(entry.kind, entry.title, entry.belongs_to) for entry in response.context["entries"]]
    assert shown == [
        ("project", "Bocian", ""),
        ("project", "Luneta", ""),
        ("project", "Ława", ""),
        ("project", "Żuraw", ""),
        ("result", "Łódź ratunkowa", "Żuraw"),
    ]
    html = response.content.decode()
    assert "2\u00a0grudnia 2013 – 30\u00a0czerwca 2015" in html
    assert "wiosną 2016" in html


def test_an_empty_base_says_so(client: Client, base: ProjectIndex) -> None:
    assert "Nie ma jeszcze żadnego projektu" in client.get("/baza/").content.decode()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?rodzaj=rezultaty", ["Łódź ratunkowa"]),
        ("?region=24", ["Żuraw", "Łódź ratunkowa"]),
        ("?region=24&rodzaj=projekty", ["Żuraw"]),
        ("?partner=local_government&rodzaj=projekty", ["Żuraw"]),
        ("?rok=2014&rodzaj=projekty", ["Żuraw"]),
        ("?rok=2016", []),
        ("?q=partnerstwem", ["Żuraw"]),
        ("?q=ŁODZI+ratunkowej", ["Żuraw", "Łódź ratunkowa"]),
        ("?q=cma", ["Żuraw"]),
        ("?q=cma+bocian", []),
        ("?region=nie-ma", []),
        (f"?region={'x' * 100}", ["Bocian", "Żuraw", "Łódź ratunkowa"]),
        ("?nieznane=1&strona=abc", ["Bocian", "Żuraw", "Łódź ratunkowa"]),
    ],
)
def test_filters_are_in_the_address(client: Client, filled: ProjectIndex, query: str, found: list[str]) -> None:
    assert titles(client, query) == found


def test_a_result_has_the_theme_and_programme_of_its_project(client: Client, filled: ProjectIndex) -> None:
    record = Record.objects.get(kind="project", data__title="Żuraw")
    for parameter, key in (("temat", record.data["theme"]["key"]), ("program", record.data["programme"]["key"])):
        assert titles(client, f"?{parameter}={key}") == ["Żuraw", "Łódź ratunkowa"]


def test_what_can_be_chosen_has_counts_and_leads_there(client: Client, filled: ProjectIndex) -> None:
    assert counts(client) == {
        "Projekty czy rezultaty": {"Projekty": 2, "Rezultaty": 1},
        "Temat": {"D. Trzeci sektor": 2},
        "Program": {"PIW EQUAL": 2},
        "Region": {"śląskie": 2, "opolskie": 1},
        "Rodzaj partnera": {"jednostka samorządu terytorialnego": 2},
        "Rok": {"2015": 2, "2014": 2, "2013": 2},
    }
    assert list(counts(client, "?region=24")) == ["Projekty czy rezultaty"]  # everything else is alike
    page = BeautifulSoup(client.get("/baza/?region=24").content, "html.parser")
    assert [link["href"] for link in page.select(".facets-desk a")] == [
        "?rodzaj=projekty&region=24",
        "?rodzaj=rezultaty&region=24",
    ]
    assert [link["href"] for link in page.select(".chosen a")] == ["?"]
    assert [field["value"] for field in page.select(".theme-form input[type=hidden]")] == ["24"]


def test_words_and_filters_are_kept_together(client: Client, filled: ProjectIndex) -> None:
    response = client.get("/baza/?region=24&q=gminy")
    assert [entry.title for entry in response.context["entries"]] == ["Żuraw"]
    assert [(link.label, link.url) for link in response.context["chosen"]] == [
        ("gminy", "?region=24"),
        ("śląskie", "?q=gminy"),
    ]
    assert response.context["data_query"] == "?q=gminy&region=24"


def test_nothing_found_offers_the_way_back(client: Client, filled: ProjectIndex) -> None:
    page = BeautifulSoup(client.get("/baza/?q=hipopotam").content, "html.parser")
    assert [link["href"] for link in page.select(".empty a")] == ["/baza/"]


def test_a_list_has_pages(client: Client, base: ProjectIndex) -> None:
    make_many(base, 27)
    assert [len(titles(client, query)) for query in ("", "?strona=2", "?strona=99")] == [25, 2, 2]
    assert titles(client, "?strona=2") == titles(client, "?strona=99")
    assert client.get("/baza/").context["next_url"] == "?strona=2"


def test_a_closed_project_is_in_no_list(
    client: Client, filled: ProjectIndex, django_capture_on_commit_callbacks
) -> None:
    project = Project.objects.child_of(filled).get(slug="zuraw")
    with django_capture_on_commit_callbacks(execute=True):
        restriction = PageViewRestriction.objects.create(page=project, restriction_type=PageViewRestriction.LOGIN)
    assert titles(client) == ["Bocian", "Łódź ratunkowa"]
    assert client.get("/baza/?rodzaj=rezultaty").context["entries"][0].belongs_to == ""
    with django_capture_on_commit_callbacks(execute=True):
        restriction.delete()
    assert titles(client) == ["Bocian", "Żuraw", "Łódź ratunkowa"]


def test_the_list_takes_as_many_queries_for_300_as_for_30(client: Client, base: ProjectIndex) -> None:
    def taken() -> list[int]:
        counts = []
        for query in ("", "?region=24&q=projekt", "?strona=2"):
            with CaptureQueriesContext(connection) as captured:
                assert client.get(f"/baza/{query}").status_code == 200
            counts.append(len(captured))
        return counts

    make_many(base, 30)
    taken()
    before = taken()
    make_many(base, 270)
    assert client.get("/baza/").context["total"] == 300
    assert taken() == before
