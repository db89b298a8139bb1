from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail.models import Collection, CollectionViewRestriction, PageViewRestriction

from courses.catalogue.models import Lesson
from pomost.models import HomePage
from publishing import public_cache
from publishing.models import StandardPage
from publishing.views import CACHEABLE
from resources.guidance.models import Chapter
from search.finder import FEW, MOST_SECTIONS
from search.models import Section
from tests.builders import prose

pytestmark = pytest.mark.django_db

Make = Callable[..., Any]


def titles(client: Client, query: str, **more: str) -> list[str]:
    response = client.get("/szukaj/", {"q": query, **more})
    assert response.status_code == 200
    return [result.title for result in response.context["results"]]


@pytest.mark.parametrize(
    "query", ["ewidencję czasu", "EWIDENCJĘ", "ewidencje czasu", "Ewidencje", "lodzka wspolpraca", "ŁÓDZKA", "Łódzka"]
)
def test_case_and_polish_letters_do_not_matter(client: Client, chapter: Chapter, query: str) -> None:
    assert titles(client, query) == ["Czas pracy"]


def test_what_holds_every_word_comes_first(client: Client, home: HomePage, chapter: Chapter) -> None:
    home.add_child(instance=StandardPage(title="Bieg", slug="b", body=prose("Pracodawca biega.")))
    results = client.get("/szukaj/", {"q": "pracodawca prowadzi"}).context["results"]
    assert [(result.title, result.is_full) for result in results] == [("Czas pracy", True), ("Bieg", False)]
    assert titles(client, "pracodawca biega") == ["Bieg", "Czas pracy"]


def test_a_result_says_what_and_where_it_is(client: Client, chapter: Chapter) -> None:
    response = client.get("/szukaj/", {"q": "wspolpraca"})
    (result,) = response.context["results"]
    assert result.url == "/poradniki/praca/czas-pracy/"
    assert result.kind in ("Rozdział", "Chapter")
    assert result.breadcrumb == "Poradniki › Praca a trzeci sektor"
    assert result.excerpt == (
        "Pracodawca prowadzi ewidencję czasu pracy. Łódzka <mark>współpraca</mark> &amp; „kłopoty”."
    )


def test_headings_and_rows_are_sentences_of_a_snippet(client: Client, chapter: Chapter) -> None:
    chapter.body = chapter.body.stream_block.to_python(
        [
            {"type": "heading", "value": {"text": "Jaka umowa", "level": "2", "anchor": ""}},
            *prose("Żeglarz szuka załogi."),
            {"type": "heading", "value": {"text": "Kto płaci?", "level": "2", "anchor": ""}},
            *prose("Kapitan."),
            {
                "type": "table",
                "value": {
                    "caption": "Załoga",
                    "table": {"data": [["Kto", "Ile"], ["Bosman", "1"]], "first_row_is_table_header": True},
                },
            },
        ]
    )
    chapter.save_revision().publish()
    (result,) = client.get("/szukaj/", {"q": "zeglarz"}).context["results"]
    assert (result.section, result.url) == ("Jaka umowa", "/poradniki/praca/czas-pracy/#jaka-umowa")
    assert result.excerpt == "<mark>Żeglarz</mark> szuka załogi."
    (result,) = client.get("/szukaj/", {"q": "bosmani"}).context["results"]
    assert result.excerpt == "Kapitan. Załoga. Kto · Ile. <mark>Bosman</mark> · 1."


def test_titles_come_first(client: Client, home: HomePage) -> None:
    for number in range(3):
        home.add_child(
            instance=StandardPage(title=f"Inna {number}", slug=f"i{number}", body=prose("wolontariat " * 30))
        )
    home.add_child(instance=StandardPage(title="Wolontariat od podstaw", slug="w", body=prose("O czymś innym.")))
    assert titles(client, "wolontariat")[0] == "Wolontariat od podstaw"


def test_words_for_search_and_summaries_are_found(client: Client, home: HomePage) -> None:
    home.add_child(instance=StandardPage(title="Jeden", slug="1", search_text="śmieciówka"))
    home.add_child(instance=StandardPage(title="Dwa", slug="2", summary="Przykład"))
    assert titles(client, "smieciowka") == ["Jeden"]
    assert titles(client, "przyklad") == ["Dwa"]


def test_where_nothing_holds_all_the_words_some_of_them_do(client: Client, home: HomePage) -> None:
    home.add_child(instance=StandardPage(title="Jeden", slug="1", body=prose("Polisa na zawody.")))
    home.add_child(instance=StandardPage(title="Dwa", slug="2", body=prose("Delegacja na zawody.")))
    response = client.get("/szukaj/", {"q": "polisa na delegacje"})
    assert [result.title for result in response.context["results"]] == ["Jeden", "Dwa"]
    assert response.context["some"]
    assert "No section holds all these words" in client.get("/en/szukaj/", {"q": "polisa delegacje"}).content.decode()
    whole = client.get("/szukaj/", {"q": "polisa zawody"})
    assert [(result.title, result.is_full) for result in whole.context["results"]] == [("Jeden", True), ("Dwa", False)]
    assert not whole.context["some"]
    assert titles(client, "polisy delegacje") == ["Jeden", "Dwa"]


def test_what_is_not_published_is_not_found(client: Client, home: HomePage) -> None:
    home.add_child(instance=StandardPage(title="Szkic", slug="s", live=False, body=prose("tajemnica")))
    page = home.add_child(instance=StandardPage(title="Zdjęta", slug="z", body=prose("tajemnica")))
    page.unpublish()
    published = home.add_child(instance=StandardPage(title="Jawna", slug="j", body=prose("jawność")))
    published.body = published.body.stream_block.to_python(prose("tajemnica"))
    published.save_revision()
    assert titles(client, "tajemnica") == []
    expired = home.add_child(instance=StandardPage(title="Termin", slug="t", live=False, body=prose("tajemnica")))
    expired.go_live_at = timezone.now() + timedelta(days=1)
    expired.save()
    assert titles(client, "tajemnica") == []


@pytest.mark.parametrize(
    ("kind", "found"), [(PageViewRestriction.LOGIN, ["Czas pracy"]), (PageViewRestriction.PASSWORD, [])]
)
def test_restricted_pages_are_found_by_those_who_may_open_them(
    client: Client, chapter: Chapter, django_user_model: Any, kind: str, found: list[str]
) -> None:
    PageViewRestriction.objects.create(page=chapter.get_parent(), restriction_type=kind, password="x")
    assert titles(client, "ewidencje") == []
    client.force_login(django_user_model.objects.create_user("ola@example.org"))
    assert titles(client, "ewidencje") == found
    client.logout()
    assert titles(client, "ewidencje") == []


def test_an_alias_of_what_is_restricted_is_not_found(client: Client, home: HomePage, chapter: Chapter) -> None:
    alias = chapter.create_alias(parent=home, update_slug="alias")
    nested = alias.create_alias(parent=home, update_slug="alias-2")
    assert titles(client, "ewidencje") == ["Czas pracy"] * 3
    restriction = PageViewRestriction.objects.create(page=chapter, restriction_type=PageViewRestriction.LOGIN)
    assert titles(client, "ewidencje") == []
    assert list(Chapter.objects.live().public().filter(pk__in=[chapter.pk, alias.pk, nested.pk])) == []
    restriction.page = chapter.get_parent().get_parent()
    restriction.save()
    assert titles(client, "ewidencje") == []
    for address in ("/alias/", "/alias-2/", "/poradniki/praca/czas-pracy/"):
        response = client.get(address)
        assert response.status_code == 302
        assert response["Location"].startswith("/konto/login/")
        assert CACHEABLE not in response.wsgi_request.META
    restriction.delete()
    assert titles(client, "ewidencje") == ["Czas pracy"] * 3


def test_a_document_of_no_public_page_is_not_found(client: Client, home: HomePage, make_document: Make) -> None:
    document = make_document("Regulamin naboru", "tajemnica")
    assert titles(client, "tajemnica") == ["Regulamin naboru"]
    (page,) = StandardPage.objects.filter(slug=f"pobierz-{document.pk}")
    page.unpublish()
    assert titles(client, "tajemnica") == []


def test_documents_are_found_by_what_is_in_them(client: Client, home: HomePage, make_document: Make) -> None:
    document = make_document("Wzór porozumienia", "Strony zgodnie ustalają żółty kolor.")
    response = client.get("/szukaj/", {"q": "zolty"})
    (result,) = response.context["results"]
    assert (result.title, result.url, result.breadcrumb) == ("Wzór porozumienia", document.url, "TXT")
    assert result.excerpt == "Strony zgodnie ustalają <mark>żółty</mark> kolor."


def test_documents_of_restricted_collections_are_not_found(client: Client, home: HomePage, make_document: Make) -> None:
    closed = Collection.objects.get(depth=1).add_child(name="Zamknięta")
    inner = closed.add_child(name="W środku")
    make_document("Pierwszy", "poufne", collection=closed)
    make_document("Drugi", "poufne", collection=inner)
    make_document("Trzeci", "poufne")
    CollectionViewRestriction.objects.create(collection=closed, restriction_type="login")
    assert titles(client, "poufne") == ["Trzeci"]


@pytest.mark.parametrize("word", ["Podpowiedźjedna", "Odpowiedźdobra", "Odpowiedźzła", "Uzasadnieniejedno", "True"])
def test_search_does_not_tell_the_answers(client: Client, lesson: Lesson, word: str) -> None:
    assert titles(client, word) == []
    assert titles(client, "kto opiniuje oferty") == ["Otwarty konkurs ofert"]


def test_levels_and_anchors_of_headings_are_not_words(client: Client, home: HomePage) -> None:
    value = {"text": "Na piśmie", "level": "2", "anchor": "kotwica"}
    home.add_child(instance=StandardPage(title="Strona", slug="x", body=[{"type": "heading", "value": value}]))
    assert titles(client, "pismie") == ["Strona"]
    assert titles(client, "kotwica") == titles(client, "section") == titles(client, "sekcja") == []


def test_twenty_a_page(client: Client, make_pages: Make) -> None:
    make_pages(45)
    first = client.get("/szukaj/", {"q": "regulamin"}).context
    assert (len(first["results"]), first["total"]) == (20, 45)
    assert (first["previous_url"], first["next_url"]) == (None, "?q=regulamin&strona=2")
    last = client.get("/szukaj/", {"q": "regulamin", "strona": "3"}).context
    assert (len(last["results"]), last["next_url"]) == (5, None)
    assert last["previous_url"] == "?q=regulamin&strona=2"
    seen = (
        titles(client, "regulamin") + titles(client, "regulamin", strona="2") + titles(client, "regulamin", strona="3")
    )
    assert len(set(seen)) == 45


@pytest.mark.parametrize(("raw", "number"), [("0", 1), ("-1", 1), ("x", 1), ("٣", 1), ("99999", 2), ("9" * 500, 1)])
def test_an_odd_page_number_gives_a_page(client: Client, make_pages: Make, raw: str, number: int) -> None:
    make_pages(21)
    assert client.get("/szukaj/", {"q": "regulamin", "strona": raw}).context["page_number"] == number


def test_counts_are_bounded(client: Client, make_pages: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    assert MOST_SECTIONS == 400
    monkeypatch.setattr("search.finder.MOST_SECTIONS", 5)
    Section.objects.all().delete()
    make_pages(4)
    context = client.get("/szukaj/", {"q": "regulamin"}).context
    assert (context["total"], context["capped"]) == (4, False)
    make_pages(2, start=4)
    context = client.get("/szukaj/", {"q": "regulamin"}).context
    assert (context["total"], context["capped"]) == (5, True)


def test_the_number_of_queries_does_not_grow(client: Client, make_pages: Make, make_document: Make) -> None:
    make_pages(FEW)
    make_document("Dokument", "regulamin")
    client.get("/szukaj/", {"q": "regulamin"})
    with CaptureQueriesContext(connection) as few:
        assert len(titles(client, "regulamin")) == FEW + 1
    make_pages(27, start=FEW)
    public_cache.clear()
    with CaptureQueriesContext(connection) as many:
        assert len(titles(client, "regulamin")) == 20
    assert len(many) == len(few) <= 24


@pytest.mark.parametrize("query", ["", "   ", "\x00", '"', "🙂", "%", "*", "-", "()", "\u202e"])
def test_nothing_to_search_for_says_what_to_do(client: Client, chapter: Chapter, lesson: Lesson, query: str) -> None:
    response = client.get("/szukaj/", {"q": query})
    assert response.status_code == 200
    assert response.context["results"] == []
    assert 'href="/poradniki/"' in response.text
    assert 'href="/szkolenia/"' in response.text


def test_without_a_query_there_is_a_page(client: Client, home: HomePage) -> None:
    assert client.get("/szukaj/").status_code == 200
    assert client.get("/en/szukaj/").status_code == 200
    assert client.post("/szukaj/").status_code == 405


def test_what_was_typed_is_escaped(client: Client, chapter: Chapter) -> None:
    response = client.get("/szukaj/", {"q": "<script>alert(1)</script>"})
    assert "<script>alert" not in response.text
    assert "&lt;script&gt;" in response.text


@pytest.mark.parametrize(
    "query",
    [
        '"',
        "'",
        "umowa'",
        '"umowa',
        "umowa AND",
        "NOT umowa",
        "NOT",
        "AND OR NEAR",
        "NEAR(umowa praca, 3)",
        "(umowa",
        "umowa)",
        "*",
        "umo*",
        "-umowa",
        "umowa -praca",
        "title: umowa",
        "^umowa",
        "{title} : umowa",
        "umowa + praca",
        "a & b | !c",
        "<->",
        ":*",
        "\\",
        "%s %d %%",
        "_",
        "'; DROP TABLE x; --",
        "🙂 umowa",
        "\x00umowa\x00",
        "x" * 10_240,
        "słowo " * 2_000,
        "\u202eawomu\u202c",
        "ﬁ ² Ⅷ ǆ İ ß",
        "中文 العربية עברית हिन्दी",
    ],
)
def test_odd_input_never_errors(client: Client, chapter: Chapter, query: str) -> None:
    assert client.get("/szukaj/", {"q": query}).status_code == 200


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.text(max_size=400)
    | st.lists(
        st.sampled_from([*"\"'*-()+^:{}[]~%_&|!<>\\\x00\u202e", "AND", "OR", "NOT", "NEAR", "praca", "ł", "🙂", " "]),
        max_size=30,
    ).map(" ".join)
)
def test_no_text_at_all_makes_the_backend_fail(client: Client, chapter: Chapter, query: str) -> None:
    assert client.get("/szukaj/", {"q": query}).status_code == 200


def test_a_search_is_kept_by_nobody(client: Client, chapter: Chapter) -> None:
    response = client.get("/szukaj/", {"q": "ewidencje"})
    assert "no-store" in response["Cache-Control"]
    assert CACHEABLE not in response.wsgi_request.META
