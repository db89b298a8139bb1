"""The JSON API of search."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client
from wagtail.models import Page

from pomost.models import HomePage
from publishing import limits
from resources.guidance.models import Chapter
from search.models import Section
from tests.builders import make_page
from tests.prepared import prepared
from tests.search.odd import QUERIES

pytestmark = pytest.mark.django_db

ADDRESS = "/api/szukaj/"
Make = Callable[..., Any]


@pytest.fixture(autouse=True)
@prepared
def home(home: HomePage) -> HomePage:
    """Without the sections of other pages."""
    Section.objects.all().delete()
    return home


@pytest.fixture(autouse=True)
def _limits() -> Iterator[None]:
    limits.clear()
    yield
    limits.clear()


def read(response: Any) -> Any:
    """The answer, with plain spaces for those that hold the words of a Polish label together."""
    return json.loads(response.content.decode().replace("\\u00a0", " "))


def test_an_answer_holds_what_the_page_shows(client: Client, chapter: Chapter) -> None:
    response = client.get(ADDRESS, {"q": "wspolpraca"})
    assert response["Content-Type"] == "application/json"
    assert read(response) == {
        "query": "wspolpraca",
        "corrected": None,
        "total": 1,
        "total_is_least": False,
        "results": [
            {
                "title": "Czas pracy",
                "url": "http://testserver/poradniki/praca/czas-pracy/",
                "kind": "Rozdział",
                "breadcrumb": "Poradniki › Praca a trzeci sektor",
                "section": "",
                "excerpt_html": (
                    "Pracodawca prowadzi ewidencję czasu pracy. Łódzka <mark>współpraca</mark> &amp; „kłopoty”."
                ),
                "has_all_words": True,
                "sections": [],
            }
        ],
        "facets": {
            "rodzaj": [
                {"value": "poradniki", "label": "Poradniki i metodologia", "count": 1, "chosen": False},
            ],
            "temat": [
                {"value": "ewidencja-czasu-pracy", "label": "ewidencja czasu pracy", "count": 1, "chosen": False},
            ],
            "w": [
                {
                    "value": str(chapter.get_parent().pk),
                    "label": "Praca a trzeci sektor",
                    "count": 1,
                    "chosen": False,
                }
            ],
        },
        "next": None,
    }


def walk(client: Client, following: str) -> Iterator[dict[str, Any]]:
    """The answers from an address on."""
    while following:
        answer = client.get(following).json()
        yield answer
        following = answer["next"]


def titles(answer: dict[str, Any]) -> list[str]:
    return [result["title"] for result in answer["results"]]


def test_cursors_lead_through_all_results_in_the_order_of_the_page(client: Client, make_pages: Make) -> None:
    make_pages(45)
    answers = list(walk(client, f"{ADDRESS}?q=regulamin&rodzaj=inne"))
    assert [len(titles(answer)) for answer in answers] == [20, 20, 5]
    shown = [
        result.title
        for number in "123"
        for result in client.get("/szukaj/", {"q": "regulamin", "strona": number}).context["results"]
    ]
    assert [title for answer in answers for title in titles(answer)] == shown


def test_a_page_that_goes_between_two_requests_skips_nothing(client: Client, make_pages: Make) -> None:
    make_pages(30)
    whole = [title for answer in walk(client, f"{ADDRESS}?q=regulamin") for title in titles(answer)]
    first = client.get(ADDRESS, {"q": "regulamin"}).json()
    for gone in (whole[3], whole[19]):  # one of the first page, and the last one, which the cursor names
        Page.objects.get(title=gone).specific.unpublish()
        assert titles(client.get(first["next"]).json()) == whole[20:]
    assert first["total"] == 30


def test_a_cursor_of_another_search_or_of_another_hand_is_refused(client: Client, make_pages: Make) -> None:
    make_pages(21)
    following = client.get(ADDRESS, {"q": "regulamin"}).json()["next"]
    cursor = following.partition("&po=")[2]
    assert client.get(ADDRESS, {"q": "regulamin", "po": cursor}).status_code == 200
    for query, given in (("strona", cursor), ("regulamin", cursor[:-1]), ("regulamin", "x" * 5_000), ("regulamin", "")):
        response = client.get(ADDRESS, {"q": query, "po": given})
        assert response.status_code == 400
        assert read(response) == {
            "error": "Kursor jest uszkodzony albo pochodzi z innego wyszukiwania.",
            "parameter": "po",
        }


@pytest.mark.parametrize(
    ("parameters", "wrong"),
    [
        ({}, "q"),
        ({"q": "?!"}, "q"),
        ({"q": "umowa", "rodzaj": "guide"}, "rodzaj"),
        ({"q": "umowa", "w": "x"}, "w"),
        ({"q": "umowa", "rok": "99999"}, "rok"),
        ({"q": "umowa", "dla": "a\x00"}, "dla"),
        ({"q": "umowa", "plik": "../x"}, "plik"),
    ],
)
def test_errors_name_the_parameter_in_both_languages(
    client: Client, home: HomePage, parameters: dict[str, str], wrong: str
) -> None:
    polish, english = (client.get(f"{prefix}{ADDRESS}", parameters) for prefix in ("", "/en"))
    assert (polish.status_code, english.status_code) == (400, 400)
    assert polish.json()["parameter"] == english.json()["parameter"] == wrong
    assert polish.json()["error"] != english.json()["error"]
    assert "no-store" in polish["Cache-Control"]


@pytest.mark.parametrize("query", QUERIES)
def test_odd_input_never_errors(client: Client, chapter: Chapter, query: str) -> None:
    assert client.get(ADDRESS, {"q": query}).status_code in (200, 400)


def test_only_answers_without_a_session_are_kept(client: Client, chapter: Chapter, django_user_model: Any) -> None:
    response = client.get(ADDRESS, {"q": "czas"})
    assert response["Cache-Control"] in ("private, max-age=60", "max-age=60, private")
    assert "Cookie" in response["Vary"].split(", ")
    client.force_login(django_user_model.objects.create_user("ola@example.org"))
    assert "no-store" in client.get(ADDRESS, {"q": "czas"})["Cache-Control"]


def test_one_address_asks_only_so_often(client: Client, home: HomePage, settings: Any) -> None:
    make_page(home, "Czas")
    settings.POMOST_RATE_LIMITS = {"search_api": "2/m/ip"}
    answers = [client.get(ADDRESS, {"q": "czas"}) for _time in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert "Odczekaj minutę" in read(answers[-1])["error"]
    assert client.post(ADDRESS).status_code == 405
