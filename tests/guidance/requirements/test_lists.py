"""The lists of requirements: what they show, to whom, with how many queries."""

from collections.abc import Callable

import pytest
from bs4 import BeautifulSoup
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from wagtail.models import PageViewRestriction

from people.models import User
from pomost.models import HomePage
from resources.guidance.models import Chapter, ChecklistEntry, Guide, Requirement, RequirementList
from resources.guidance.requirements.services import tick
from tests.benchmarks.content import make_requirements

pytestmark = pytest.mark.django_db

WHOLE, OF_GUIDE = "/wymogi/", "/poradniki/poradnik/wymogi/"
ALL = ["Zawrzyj umowę", "Wpłać zaliczkę", "Wydaj świadectwo", "Policz godziny", "Zabezpiecz dane"]


def shown(client: Client, address: str) -> list[str]:
    groups = client.get(address).context["groups"]
    return [row.card.title for group in groups for section in group.sections for row in section.rows]


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("", ALL),
        ("?etat=nie", ["Wpłać zaliczkę", "Policz godziny", "Zabezpiecz dane"]),
        ("?etat=nie&umowy=nie&dotacje=nie", ["Zabezpiecz dane"]),
        ("?etat=tak&umowy=nie&dotacje=nie", ["Zawrzyj umowę", "Wpłać zaliczkę", "Wydaj świadectwo", "Zabezpiecz dane"]),
        ("?moc=prawne", ["Zawrzyj umowę"]),
        ("?moc=grantodawcy&etat=nie", ["Policz godziny"]),
        ("?moc=bzdura&temat=abc&stan=x&etat=moze", ALL),
        ("?stan=odhaczone", []),
        ("?temat=999999", []),
    ],
)
def test_answers_and_filters_leave_what_concerns(
    client: Client, whole_list: RequirementList, query: str, titles: list[str]
) -> None:
    assert shown(client, WHOLE + query) == titles


def test_a_theme_is_a_guide_or_a_chapter(client: Client, whole_list: RequirementList, chapters: list[Chapter]) -> None:
    guide = Guide.objects.get(slug="poradnik")
    assert shown(client, f"{WHOLE}?temat={guide.pk}") == ALL
    assert shown(client, f"{WHOLE}?temat={chapters[1].pk}") == ["Zabezpiecz dane"]


def test_the_list_of_a_guide_has_that_guide_only(
    client: Client, guide_list: RequirementList, home: HomePage, chapters: list[Chapter]
) -> None:
    other = home.add_child(instance=Guide(title="Drugi"))
    other.add_child(instance=Chapter(title="Rozdział", body=chapters[1].body))
    assert shown(client, OF_GUIDE) == ALL


def test_each_row_says_why_and_on_what_it_rests(client: Client, whole_list: RequirementList) -> None:
    page = BeautifulSoup(client.get(f"{WHOLE}?etat=tak").text, "lxml")
    texts = [" ".join(row.get_text(" ").split()).replace("\u00a0", " ") for row in page.select(".duty")]
    assert "Wymóg prawny" in texts[0]
    assert "Pokazujemy, bo: zatrudniacie na umowę o pracę." in texts[0]
    assert "art. 5 ustawy o mostach i kładkach" in texts[0]
    assert "co miesiąc, do 20 dnia" in texts[1]
    assert "w ciągu 7 dni od końca umowy" in texts[2]
    assert "Pokazujemy, bo nie wiemy, czy korzystacie z dotacji publicznych." in texts[3]
    assert "Pokazujemy, bo: dotyczy każdej organizacji." in texts[4]
    assert "co roku, do 31 stycznia" in texts[4]
    assert [link["href"] for link in page.select(".duty-group h4 a")] == [
        "/poradniki/poradnik/zatrudnianie/#umowa",
        "/poradniki/poradnik/zatrudnianie/#po-pracy",
    ]
    assert len(page.select("h1")) == 1


def test_the_link_to_the_text_leads_to_the_block(client: Client, whole_list: RequirementList) -> None:
    page = BeautifulSoup(client.get(WHOLE).text, "lxml")
    address, _hash, anchor = page.select_one('.duty a[href*="#wymog-"]')["href"].partition("#")  # type: ignore[index,union-attr]
    assert f'id="{anchor}"' in client.get(str(address)).text


def test_the_answers_stay_in_the_form_and_in_the_links(client: Client, whole_list: RequirementList) -> None:
    response = client.get(f"{WHOLE}?etat=tak&dzieci=nie&moc=prawne")
    page = BeautifulSoup(response.text, "lxml")
    checked = {str(box["name"]): box["value"] for box in page.select("input[type=radio][checked]")}
    assert {name: value for name, value in checked.items() if value} == {"etat": "tak", "dzieci": "nie"}
    assert response.context["calendar_url"] == "/wymogi/kalendarz/?etat=tak&dzieci=nie"
    assert response.context["unfiltered_url"] == f"{WHOLE}?etat=tak&dzieci=nie"


def test_a_restricted_chapter_shows_its_requirements_to_nobody_who_may_not_read_it(
    client: Client, whole_list: RequirementList, chapters: list[Chapter]
) -> None:
    PageViewRestriction.objects.create(page=chapters[0], restriction_type=PageViewRestriction.LOGIN)
    assert shown(client, WHOLE) == ["Zabezpiecz dane"]
    hidden = Requirement.objects.get(what="Zawrzyj umowę.")
    assert client.post("/wymogi/odhaczanie/", {"odhacz": hidden.pk, "powrot": WHOLE}).status_code == 404


def test_a_page_outside_guides_stands_in_the_list_without_a_guide(
    client: Client, whole_list: RequirementList, chapters: list[Chapter]
) -> None:
    Requirement.objects.update(guide=None)
    groups = client.get(WHOLE).context["groups"]
    assert [group.page.guide for group in groups] == [None, None]
    assert [group.label for group in client.get(WHOLE).context["themes"]] == ["Poza poradnikami"]


def test_an_empty_list_says_where_to_go(client: Client, home: HomePage) -> None:
    home.add_child(instance=RequirementList(title="Wymogi", slug="wymogi"))
    assert "Nie ma tu jeszcze wymogów" in client.get(WHOLE).text


def test_pages_that_lead_to_the_lists(
    client: Client, whole_list: RequirementList, guide_list: RequirementList, chapters: list[Chapter]
) -> None:
    assert f'href="{OF_GUIDE}"' in client.get("/poradniki/poradnik/").text
    assert f'href="{OF_GUIDE}?temat={chapters[0].pk}"' in client.get("/poradniki/poradnik/zatrudnianie/").text
    assert f'href="{WHOLE}"' in client.get("/").text
    guide_list.unpublish()
    guide = Guide.objects.get(slug="poradnik")
    assert f'href="{WHOLE}?temat={guide.pk}"' in client.get("/poradniki/poradnik/").text
    assert f'href="{WHOLE}?temat={chapters[0].pk}"' in client.get("/poradniki/poradnik/zatrudnianie/").text


def test_a_thousand_requirements_take_four_queries(
    client: Client,
    whole_list: RequirementList,
    chapters: list[Chapter],
    caching: None,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    make_requirements(chapters[0], 1_000)
    client.get("/poradniki/poradnik/wolontariat/")  # the frame of the site
    ContentType.objects.clear_cache()  # as in a process that has just started
    with django_assert_num_queries(4):  # the page: where it is and what it is; requirements and their basis
        response = client.get(WHOLE)
    assert response.context["shown"] == 1_005
    with django_assert_num_queries(0):
        client.get(f"{WHOLE}?etat=nie")


def test_of_five_queries_for_a_user_one_is_the_lists_own(
    whole_list: RequirementList,
    chapters: list[Chapter],
    person: Callable[[str], User],
    caching: None,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    make_requirements(chapters[0], 1_000)
    user, client = person("anna"), Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    tick(user=user, requirement=Requirement.objects.get(what="Sprawdź dokument numer 7."), ticked=True)
    client.get(WHOLE)
    with django_assert_num_queries(5):  # of every page: session, user, permissions (two); and the entries
        response = client.get(WHOLE)
    assert (response.context["ticked"], ChecklistEntry.objects.count()) == (1, 1)


def test_no_cache_may_store_the_list(client: Client, whole_list: RequirementList) -> None:
    assert "no-store" in client.get(WHOLE).headers["Cache-Control"]
