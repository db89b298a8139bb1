"""What editors get of search in the admin: synonyms, promoted results, trying a query, the report of searches."""

import csv
import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from demo import people
from pomost.models import HomePage
from publishing.models import StandardPage
from resources.guidance.models import Chapter
from search.models import OpenedPlace, PromotedResult, SearchedQuery, SynonymGroup
from tests.builders import prose

pytestmark = pytest.mark.django_db

SYNONYMS, PROMOTED = "/admin/snippets/pomost_search/synonymgroup/", "/admin/snippets/pomost_search/promotedresult/"
TRY, TRIED, REPORT = "/admin/search-engine/try/", "/admin/search-engine/try/results/", "/admin/reports/searches/"
ClientOf = Callable[[people.Persona], Client]


@pytest.fixture
def editor(client_of: ClientOf) -> Client:
    return client_of(people.EDITOR)


def text_of(client: Client, address: str, **query: str) -> str:
    response = client.get(address, query)
    assert response.status_code == 200
    return " ".join(BeautifulSoup(response.content, "html.parser").get_text(" ").replace("\xa0", " ").split())


@pytest.mark.parametrize(
    ("persona", "status"),
    [
        (people.EDITOR, 200),
        (people.ADMINISTRATOR, 200),
        (people.REVIEWER, 302),
        (people.TRAINER, 302),
        (people.COORDINATOR, 302),
        (people.LEARNER, 302),
    ],
    ids=lambda value: value.role if isinstance(value, people.Persona) else "",
)
def test_who_may_open_the_pages(client_of: ClientOf, persona: people.Persona, status: int) -> None:
    client = client_of(persona)
    addresses = (SYNONYMS, f"{SYNONYMS}add/", PROMOTED, f"{PROMOTED}add/", TRY, TRIED, REPORT, f"{REPORT}?export=csv")
    assert {address: client.get(address).status_code for address in addresses} == dict.fromkeys(addresses, status)
    if persona is people.REVIEWER:
        home = client.get("/admin/").text
        assert [name for name in ("search-engine", "search-try", "/reports/searches/") if name in home] == []


def test_synonyms_that_an_editor_adds_count_at_once(editor: Client, home: HomePage) -> None:
    home.add_child(instance=StandardPage(title="Kładki", slug="k", body=prose("Kładka dla pieszych.")))
    assert editor.get("/szukaj/", {"q": "żyrafy"}).context["results"] == []
    refused = editor.post(f"{SYNONYMS}add/", {"terms": "żyrafa", "note": "z rozmowy"})
    assert "Wpisz co najmniej dwa słowa" in refused.text
    assert 'value="z rozmowy"' in refused.text
    assert editor.post(f"{SYNONYMS}add/", {"terms": "żyrafa\r\nkładka", "note": ""}).status_code == 302
    group = SynonymGroup.objects.get(terms__contains="żyrafa")
    (result,) = editor.get("/szukaj/", {"q": "żyrafy"}).context["results"]
    assert result.title == "Kładki"
    assert editor.post(f"{SYNONYMS}delete/{group.pk}/").status_code == 302
    assert editor.get("/szukaj/", {"q": "żyrafy"}).context["results"] == []


def test_an_editor_promotes_a_page(editor: Client, chapter: Chapter) -> None:
    fields = {"phrases": "żyrafa", "page": str(chapter.pk), "document": "", "reason": "O godzinach.", "until": ""}
    refused = editor.post(f"{PROMOTED}add/", {**fields, "page": ""})
    assert "Wybierz stronę albo dokument" in refused.text
    assert 'value="O godzinach."' in refused.text
    assert editor.post(f"{PROMOTED}add/", fields).status_code == 302
    assert [one.title for one in editor.get("/szukaj/", {"q": "żyrafy"}).context["promoted"]] == ["Czas pracy"]
    assert "żyrafa" in text_of(editor, PROMOTED)


def test_the_form_has_a_query_to_try(editor: Client) -> None:
    group = SynonymGroup.objects.create(terms="jeden\ndwa")
    for address in (f"{SYNONYMS}add/", f"{SYNONYMS}edit/{group.pk}/", f"{PROMOTED}add/"):
        page = BeautifulSoup(editor.get(address).content, "html.parser")
        (form,) = page.select(f'form[action="{TRY}"]')
        assert form.find_parent("form") is None
        assert form["data-w-swap-src-value"] == TRIED
        assert page.select_one("#search-tried") is not None


def test_trying_a_query_tells_how_it_is_understood(editor: Client, home: HomePage) -> None:
    SynonymGroup.objects.all().delete()
    SynonymGroup.objects.create(terms="umowa\nkontrakt społeczny")
    home.add_child(
        instance=StandardPage(
            title="Żółte umowy", slug="z", body=prose("Konsultacje. Konsultować umowę. Wolontariusz.")
        )
    )
    terms = {term.typed: term for term in editor.get(TRIED, {"q": "umowy w zolte konsultacje"}).context["terms"]}
    assert list(terms) == ["umowy", "w", "zolte", "konsultacje"]
    assert (terms["umowy"].forms, terms["umowy"].synonyms) == (("umowa",), ("kontrakt społeczny",))
    assert terms["w"].is_left_out
    assert terms["zolte"].restored == ("żółty",)
    assert terms["konsultacje"].family == ("konsultować",)
    tried = editor.get(TRIED, {"q": "wolontaryusz"}).context
    (term,) = tried["terms"]
    assert (term.typed, term.corrected, term.forms + term.restored) == ("wolontariusz", True, ("wolontariusz",))
    assert tried["corrected"] == "wolontariusz"
    text = text_of(editor, TRY, q="zolta umowa")
    for words in ("1 wynik", "kontrakt społeczny", "żółty z polskimi literami", "Żółte umowy"):
        assert words in text


def test_trying_finds_what_a_visitor_finds_and_is_not_counted(editor: Client, home: HomePage, chapter: Chapter) -> None:
    closed = home.add_child(instance=StandardPage(title="Zamknięta", slug="z", body=prose("Ewidencja.")))
    closed.view_restrictions.create(restriction_type="login")
    promotion = PromotedResult.objects.create(phrases="ewidencja", page=closed, reason="x")
    assert [one.title for one in editor.get("/szukaj/", {"q": "ewidencja"}).context["promoted"]] == ["Zamknięta"]
    found = editor.get(TRIED, {"q": "ewidencja"}).context["found"]
    assert (found.promoted, [result.title for result in found.results]) == ((), ["Czas pracy"])
    promotion.page = chapter
    promotion.save()
    found = editor.get(TRIED, {"q": "ewidencje"}).context["found"]
    assert ([one.title for one in found.promoted], found.results, found.total) == (["Czas pracy"], [], 1)


@pytest.mark.parametrize("query", ["", "?!", "\x00", '"', "<script>", "x" * 5000, "🙂", "NOT", "'; DROP TABLE"])
def test_any_text_can_be_tried(editor: Client, chapter: Chapter, query: str) -> None:
    for address in (TRY, TRIED):
        response = editor.get(address, {"q": query})
        assert response.status_code == 200
        assert "<script>alert" not in response.text


def searched(query: str, searches: int = 1, days: int = 0, **numbers: int) -> None:
    day = timezone.localdate() - timedelta(days=days)
    SearchedQuery.objects.create(query=query, day=day, searches=searches, **numbers)


def reported(client: Client, **query: str) -> list[tuple[Any, ...]]:
    response = client.get(REPORT, query)
    assert response.status_code == 200
    rows = BeautifulSoup(response.content, "html.parser").select("#listing-results table.listing")[:1]
    return [tuple(cell.get_text(strip=True) for cell in row.select("td")) for row in rows[0].select("tbody tr")]


@pytest.fixture
def some_searches() -> None:
    searched("statut", 5, opened=2, opened_places=5)
    searched("statut", 4, days=8, opened=1, opened_places=1)
    searched("żyrafa", 6, without_results=6)
    searched("polisa na delegację", 3, with_some_words=3)
    searched("dawno", 9, days=40, without_results=1)
    searched("tylko otwarte", 0, opened=1, opened_places=1)


def test_the_report_has_queries_by_period_and_by_what_came_of_them(editor: Client, some_searches: None) -> None:
    statut = ("statut", "9", "0", "0", "3", "2,0")
    giraffe, policy = ("żyrafa", "6", "6", "0", "0", ""), ("polisa na delegację", "3", "0", "3", "0", "")
    assert reported(editor) == [statut, giraffe, policy]
    assert reported(editor, okres="7") == [giraffe, ("statut", "5", "0", "0", "2", "2,5"), policy]
    assert [row[0] for row in reported(editor, okres="365")] == ["dawno", "statut", "żyrafa", "polisa na delegację"]
    assert reported(editor, pokaz="bez-wynikow") == [giraffe]
    assert [row[0] for row in reported(editor, pokaz="bez-wynikow", okres="365")] == ["żyrafa", "dawno"]
    assert reported(editor, pokaz="czesc-slow") == [policy]
    assert reported(editor, pokaz="nieotwierane") == [policy]
    assert reported(editor, okres="x", pokaz="x") == reported(editor)
    text = text_of(editor, REPORT)
    assert "18 wyszukiwań , 6 bez wyników" in text.replace("wyszukiwań,", "wyszukiwań ,")


def test_a_row_of_the_report_leads_to_what_the_query_finds(editor: Client, some_searches: None) -> None:
    page = BeautifulSoup(editor.get(REPORT, {"pokaz": "czesc-slow"}).content, "html.parser")
    (link,) = page.select("#listing-results td a")
    assert link["href"] == f"{TRY}?q=polisa+na+delegacj%C4%99"
    current = [link.get_text().replace("\xa0", " ") for link in page.select(".searches-choices [aria-current]")]
    assert current == ["30 dni", "Z częścią słów"]


def test_an_empty_report_says_so(editor: Client) -> None:
    assert "W tym okresie nie było takich wyszukiwań." in text_of(editor, REPORT)


def test_the_report_has_the_places_that_are_opened(editor: Client, some_searches: None) -> None:
    today = timezone.localdate()
    for place, times, days in ((0, 1, 0), (1, 6, 0), (1, 100, 31), (3, 2, 29), (21, 1, 0), (40, 0, 1)):
        OpenedPlace.objects.create(day=today - timedelta(days=days), place=place, times=times)
    places = editor.get(REPORT).context["places"]
    assert [(row.place, row.times, row.share) for row in places] == [
        (0, 1, 10),
        (1, 6, 60),
        (2, 0, 0),
        (3, 2, 20),
        (21, 1, 10),
    ]
    assert places[-1].is_last


def test_the_report_as_a_file(editor: Client, some_searches: None) -> None:
    searched("=1+1", 50)
    response = editor.get(REPORT, {"export": "csv", "okres": "30"})
    assert response["Content-Disposition"] == f'attachment; filename="wyszukiwania-{timezone.localdate()}.csv"'
    text = response.content.decode("utf-8-sig").replace("\xa0", " ")
    rows = list(csv.reader(io.StringIO(text), delimiter=";"))
    assert rows[0] == [
        "Zapytanie",
        "Wyszukiwania",
        "Bez wyników",
        "Z częścią słów",
        "Otwarte wyniki",
        "Średnie miejsce",
    ]
    assert rows[1:3] == [["'=1+1", "50", "0", "0", "0", ""], ["statut", "9", "0", "0", "3", "2,0"]]
    book = editor.get(REPORT, {"export": "xlsx"})
    sheet = load_workbook(io.BytesIO(book.getvalue())).active
    assert (sheet["A2"].value, sheet["A2"].data_type) == ("=1+1", "s")


def test_a_long_report_takes_as_many_queries_as_a_short_one(editor: Client) -> None:
    def count(address: str) -> int:
        editor.get(address)
        with CaptureQueriesContext(connection) as queries:
            assert editor.get(address).status_code == 200
        return len(queries)

    addresses = (REPORT, f"{REPORT}?export=csv", "/admin/waiting/searches/", "/admin/")
    made, counts = 0, []
    for rows in (3, 300):
        for number in range(made, rows):
            searched(f"pytanie {number}", 3, without_results=3)
        made = rows
        counts.append([count(address) for address in addresses])
    assert counts[0] == counts[1]
    assert len(reported(editor)) == 50
    assert len(reported(editor, p="6")) == 50


def test_the_home_page_has_what_is_searched_in_vain(editor: Client, client_of: ClientOf) -> None:
    searched("żyrafa", 2, without_results=2)
    searched("żyrafa", 2, days=6, without_results=1)
    searched("rzadkie", 2, without_results=2)
    searched("dawne", 5, days=7, without_results=5)
    page = BeautifulSoup(editor.get("/admin/").content, "html.parser")
    rows = page.select("[aria-labelledby=waiting-searches] .home-row")
    assert [row.get_text(" ", strip=True) for row in rows] == ["żyrafa szukano na próżno 3 razy"]
    assert rows[0].select("a")[0]["href"] == f"{reverse('search_try')}?q=%C5%BCyrafa"
    assert "żyrafa" not in client_of(people.REVIEWER).get("/admin/").text
    assert client_of(people.REVIEWER).get("/admin/waiting/searches/").status_code == 302
