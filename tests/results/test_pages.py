"""Projects as readers meet them."""

from datetime import date

import pytest
from django.core.files.base import ContentFile
from django.test import Client

from pomost.models import HomePage
from publishing.models import PomostDocument
from resources.results.cards import Period, ProjectEntry
from resources.results.models import Project, ProjectDocument, ProjectIndex, ProjectPart, ProjectSource

pytestmark = pytest.mark.django_db


@pytest.fixture
def index(home: HomePage) -> ProjectIndex:
    """The index of a site of its own, with nothing in it."""
    made: ProjectIndex = home.add_child(instance=ProjectIndex(title="Projekty", slug="przedsiewziecia"))
    return made


def test_the_list_has_what_is_live_in_the_order_of_the_tree(client: Client, index: ProjectIndex) -> None:
    index.add_child(instance=Project(title="Żuraw", slug="zuraw", starts=date(2014, 1, 1), ends=date(2015, 4, 30)))
    index.add_child(instance=Project(title="Szkic", slug="szkic", live=False))
    index.add_child(instance=Project(title="Bocian", slug="bocian", summary="Gniazda.", period="wiosną 2016"))
    response = client.get("/przedsiewziecia/")
    assert response.context["projects"] == [
        ProjectEntry("Żuraw", "/przedsiewziecia/zuraw/", "", Period("", date(2014, 1, 1), date(2015, 4, 30))),
        ProjectEntry("Bocian", "/przedsiewziecia/bocian/", "Gniazda.", Period("wiosną 2016", None, None)),
    ]
    html = response.content.decode()
    assert "1\u00a0stycznia 2014 – 30\u00a0kwietnia 2015" in html
    assert "wiosną 2016" in html


def test_an_empty_list_says_so(client: Client, index: ProjectIndex) -> None:
    assert "Nie ma jeszcze żadnego projektu" in client.get("/przedsiewziecia/").content.decode()


def test_a_project_shows_its_parts_partners_files_and_sources(client: Client, index: ProjectIndex) -> None:
    document = PomostDocument.objects.create(title="Regulamin naboru", file=ContentFile(b"tekst", name="nabor.txt"))
    project = Project(title="Żuraw", slug="zuraw", partners="Gmina Ćma\n\n  Klub Łoś ")
    project.parts = [
        ProjectPart(title="Rekrutacja", text="<p>Nabór wiosną</p>", sort_order=0),
        ProjectPart(title="Ewaluacja", text="<p>Ankieta</p>", sort_order=1),
    ]
    project.documents = [ProjectDocument(document=document)]
    project.sources = [ProjectSource(title="Wniosek o dofinansowanie")]
    index.add_child(instance=project)
    response = client.get("/przedsiewziecia/zuraw/")
    html = response.content.decode()
    assert html.count("<h1") == 1
    assert [part.title for part in response.context["parts"]] == ["Rekrutacja", "Ewaluacja"]
    assert [heading["title"] for heading in response.context["headings"]] == ["Rekrutacja", "Ewaluacja"]
    assert project.partner_list == ["Gmina Ćma", "Klub Łoś"]
    assert [(file.title, file.url) for file in response.context["downloads"]] == [("Regulamin naboru", document.url)]
    for words in ("Nabór wiosną", "<dd>Klub Łoś</dd>", "Wniosek o\u00a0dofinansowanie"):
        assert words in html
    for part in response.context["parts"]:
        assert f'id="{part.anchor}"' in html
