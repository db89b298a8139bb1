"""Projects and results as readers meet them."""

from datetime import date
from decimal import Decimal

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.test import Client

from publishing.models import PomostDocument
from resources.guidance.models import Guide
from resources.results.models import (
    GrantProgramme,
    Project,
    ProjectBeneficiaries,
    ProjectComponent,
    ProjectDocument,
    ProjectIndex,
    ProjectPart,
    ProjectPartner,
    ProjectRegion,
    ProjectSource,
    Result,
    ResultAddressee,
    ResultElement,
    ResultMaterial,
    Theme,
)
from resources.results.project_page import budget_of
from tests.builders import hide_other_pages, make_chapters

pytestmark = pytest.mark.django_db


def test_a_project_shows_its_parts_partners_files_and_sources(client: Client, base: ProjectIndex) -> None:
    document = PomostDocument.objects.create(title="Regulamin naboru", file=ContentFile(b"tekst", name="nabor.txt"))
    project = Project(title="Żuraw", slug="zuraw", number="D0001")
    project.partnership = [
        ProjectPartner(name="Fundacja Żuraw", role="leader", kind="ngo"),
        ProjectPartner(name="Gmina Ćma", kind="local_government"),
        ProjectPartner(name="Klub Łoś"),
    ]
    project.parts = [
        ProjectPart(title="Rekrutacja", text="<p>Nabór wiosną</p>", sort_order=0),
        ProjectPart(title="Ewaluacja", text="<p>Ankieta</p>", sort_order=1),
    ]
    project.components = [ProjectComponent(kind="priority", title="Priorytet badawczy", text="Diagnoza.")]
    project.documents = [ProjectDocument(document=document)]
    project.sources = [ProjectSource(title="Wniosek o dofinansowanie")]
    base.add_child(instance=project)
    response = client.get("/baza/zuraw/")
    html = response.content.decode()
    assert html.count("<h1") == 1
    assert [part.title for part in response.context["parts"]] == ["Rekrutacja", "Ewaluacja"]
    assert [heading["title"] for heading in response.context["headings"]] == ["Rekrutacja", "Ewaluacja"]
    assert [partner.name for partner in response.context["leaders"]] == ["Fundacja Żuraw"]
    assert [partner.name for partner in response.context["partners"]] == ["Gmina Ćma", "Klub Łoś"]
    assert [(file.title, file.url) for file in response.context["downloads"]] == [("Regulamin naboru", document.url)]
    for words in ("Nabór wiosną", "<dd>Klub Łoś</dd>", "Wniosek o\u00a0dofinansowanie", "D0001", "Priorytet badawczy"):
        assert words in html
    for part in response.context["parts"]:
        assert f'id="{part.anchor}"' in html


def test_a_project_says_for_how_many_it_is_and_where(client: Client, base: ProjectIndex) -> None:
    project = Project(title="Żuraw", slug="zuraw", theme=Theme.objects.create(code="D", name="Trzeci sektor"))
    project.beneficiaries = [
        ProjectBeneficiaries(number=250, precision="at_least", unit="organisations", kind="ngo", sort_order=0),
        ProjectBeneficiaries(number=1700, precision="about", description="mieszkańcy", sort_order=1),
        ProjectBeneficiaries(number=1, unit="local_governments", sort_order=2),
        ProjectBeneficiaries(kind="residents", sort_order=3),
    ]
    project.regions = [ProjectRegion(region="24", area="Subregion Zachodni"), ProjectRegion(area="powiat zgorzelecki")]
    base.add_child(instance=project)
    response = client.get("/baza/zuraw/")
    assert response.context["beneficiaries"] == [
        "co najmniej 250 organizacji: organizacje pozarządowe i\u00a0ich ludzie",
        "około 1\u00a0700 osób: mieszkańcy",
        "1 jednostka samorządu terytorialnego",
        "mieszkańcy",
    ]
    assert response.context["regions"] == ["śląskie (Subregion Zachodni)", "powiat zgorzelecki"]
    assert "D. Trzeci sektor" in response.content.decode()


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({}, ""),
        ({"total_cost": Decimal("393434.90")}, "393\u00a0434,90\u00a0zł"),
        (
            {"total_cost": Decimal("393434.90"), "cofinancing": Decimal("97.5")},
            "393\u00a0434,90\u00a0zł, dofinansowanie 97,5%",
        ),
        ({"total_cost": Decimal(1), "budget": "złotówka"}, "złotówka"),
    ],
)
def test_a_budget_is_said_in_words(fields: dict[str, object], said: str) -> None:
    assert budget_of(Project(**fields)) == said


def test_a_result_and_its_project_link_to_each_other(client: Client, base: ProjectIndex) -> None:
    programme = GrantProgramme.objects.create(name="PIW EQUAL")
    project = base.add_child(instance=Project(title="Żuraw", slug="zuraw", grant_programme=programme))
    guide = Guide.objects.get(pk=make_chapters(base.get_parent(), "Pierwszy")[0].get_parent().pk)
    result = Result(title="Model wsparcia", slug="model", of_project=project, summary_en="A model.")
    result.elements = [ResultElement(title="Studia", text="Dwa semestry.")]
    result.addressees = [ResultAddressee(name="starostwa", kind="public")]
    result.materials = [ResultMaterial(page=guide)]
    base.add_child(instance=result)
    page = BeautifulSoup(client.get("/baza/zuraw/").content, "html.parser")
    assert [link["href"] for link in page.select("section[aria-labelledby=rezultaty] a")] == ["/baza/model/"]
    response = client.get("/baza/model/")
    page = BeautifulSoup(response.content, "html.parser")
    assert [link["href"] for link in page.select(".rail dd a")] == ["/baza/zuraw/"]
    assert [link["href"] for link in page.select("section[aria-labelledby=materialy] a")] == [guide.url]
    assert [text.get_text() for text in page.select("section[lang=en] p")] == ["A model."]
    page = BeautifulSoup(client.get(guide.url).content, "html.parser")
    assert [link["href"] for link in page.select(".summary-card a[href^='/baza/']")] == ["/baza/model/"]
    assert (response.context["programme"], response.context["addressees"]) == ("PIW EQUAL", ["starostwa"])
    for words in ("Studia", "Dwa semestry."):
        assert words in response.content.decode()


def test_a_page_says_how_to_cite_it(client: Client, base: ProjectIndex) -> None:
    base.publisher = "Fundacja Przystań"
    base.save()
    project = base.add_child(instance=Project(title="Żuraw", slug="zuraw"))
    project.save_revision().publish()
    citation = client.get("/baza/zuraw/").context["citation"]
    assert citation.text.startswith("Żuraw [online]. W: Baza rezultatów. Fundacja Przystań, ")
    assert citation.url == f"http://testserver/rekordy/{project.key}/"
    assert client.get(f"/rekordy/{project.key}/")["Location"] == "/baza/zuraw/"


def test_what_cannot_be_is_refused(base: ProjectIndex) -> None:
    base.add_child(instance=Project(title="Żuraw", slug="zuraw", number="D0001"))
    other = Project(title="Bocian", number="D0001", starts=date(2015, 1, 1), ends=date(2014, 1, 1))
    with pytest.raises(ValidationError) as refused:
        other.clean()
    assert set(refused.value.message_dict) == {"number", "ends"}


@pytest.mark.parametrize(
    ("words", "title", "address"),
    [
        ("poręczeniami", "Model wsparcia", "/baza/model/"),
        ("ćmą", "Żuraw", "/baza/zuraw/"),
        ("d0001", "Żuraw", "/baza/zuraw/"),
        ("naborem", "Żuraw", "/baza/zuraw/#rekrutacja"),
    ],
)
def test_the_search_of_the_site_finds_projects_and_results(
    client: Client, base: ProjectIndex, words: str, title: str, address: str
) -> None:
    hide_other_pages(base.get_parent().specific)
    project = Project(title="Żuraw", slug="zuraw", number="D0001")
    project.partnership = [ProjectPartner(name="Gmina Ćma")]
    project.parts = [ProjectPart(title="Rekrutacja", text="<p>Nabór wiosną</p>")]
    base.add_child(instance=project)
    result = Result(title="Model wsparcia", slug="model")
    result.elements = [ResultElement(title="Fundusz poręczeń")]
    base.add_child(instance=result)
    found = client.get("/szukaj/", {"q": words, "rodzaj": "projekty"}).context["results"]
    assert [(item.title, item.url) for item in found] == [(title, address)]
