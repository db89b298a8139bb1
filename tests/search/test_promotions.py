"""Results that editors recommend: for which queries, to whom, and how they are counted."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Collection, CollectionViewRestriction, PageViewRestriction

from pomost.models import HomePage
from publishing.models import PomostDocument, StandardPage
from resources.guidance.models import Chapter
from search.models import PromotedResult, SynonymGroup
from tests.builders import prose

pytestmark = pytest.mark.django_db

Make = Callable[..., Any]


@pytest.fixture
def page(home: HomePage) -> StandardPage:
    page: StandardPage = home.add_child(
        instance=StandardPage(title="Umowa z wolontariuszem", slug="umowa", body=prose("Wzór porozumienia."))
    )
    return page


def promote(page: StandardPage | None, phrases: str, **fields: Any) -> PromotedResult:
    made = PromotedResult(phrases=phrases, page=page, reason="Wzór krok po kroku.", **fields)
    made.full_clean()
    made.save()
    return made


def promoted(client: Client, query: str, **more: str) -> list[str]:
    response = client.get("/szukaj/", {"q": query, **more})
    assert response.status_code == 200
    return [one.title for one in response.context["promoted"]]


@pytest.mark.parametrize(
    "query",
    [
        "umowa o pracę",
        "umowy o prace",
        "UMÓW O PRACĘ",
        "praca umowa",
        "o umowę i pracę",
        "etat",
        "stosunku pracy",
        "dofinansowanie",
        "dotacje",
    ],
)
def test_any_form_order_or_synonym_of_a_phrase_will_do(client: Client, page: StandardPage, query: str) -> None:
    SynonymGroup.objects.all().delete()
    SynonymGroup.objects.create(terms="etat\numowa o pracę\nstosunek pracy")
    promote(page, "umowa o pracę\n\ndofinansowanie\ndotacja")
    assert promoted(client, query) == ["Umowa z wolontariuszem"]


@pytest.mark.parametrize(
    "query", ["umowa", "praca", "umowa o pracę zdalną", "umowa umowa", "o", "żyrafa", "umowa zlecenia"]
)
def test_other_queries_have_no_promoted_result(client: Client, page: StandardPage, query: str) -> None:
    SynonymGroup.objects.all().delete()
    promote(page, "umowa o pracę")
    assert promoted(client, query) == []


def test_a_promoted_result_stands_once_and_is_counted_once(
    client: Client, page: StandardPage, chapter: Chapter
) -> None:
    page.get_parent().add_child(instance=StandardPage(title="Inna", slug="i", body=prose("Umowa z wolontariuszem.")))
    promote(page, "umowa wolontariusz")
    context = client.get("/szukaj/", {"q": "umowa z wolontariuszem"}).context
    (one,) = context["promoted"]
    assert (one.title, one.url, one.reason) == ("Umowa z wolontariuszem", "/umowa/", "Wzór krok po kroku.")
    assert [result.title for result in context["results"]] == ["Inna"]
    assert context["total"] == 2


def test_what_else_finds_nothing_is_no_empty_page(client: Client, page: StandardPage) -> None:
    promote(page, "żyrafa")
    response = client.get("/en/szukaj/", {"q": "żyrafy"})
    assert (response.context["results"], response.context["total"]) == ([], 1)
    assert response.context["starting_points"] == []
    assert "Recommended by the editors" in response.text
    assert "Nothing found" not in response.text


def test_it_stands_on_the_first_page_only(client: Client, page: StandardPage, make_pages: Make) -> None:
    make_pages(21)
    promote(page, "regulamin")
    first, second = (client.get("/szukaj/", {"q": "regulamin", "strona": number}).context for number in ("1", "2"))
    assert (len(first["promoted"]), len(first["results"]), first["total"]) == (1, 20, 22)
    assert (len(second["promoted"]), len(second["results"]), second["total"]) == (0, 1, 22)


def test_it_goes_after_its_last_day(client: Client, page: StandardPage) -> None:
    made = promote(page, "żyrafa", until=timezone.localdate())
    assert promoted(client, "żyrafa") == ["Umowa z wolontariuszem"]
    made.until = timezone.localdate() - timedelta(days=1)
    made.save()
    assert promoted(client, "żyrafa") == []


def test_a_page_that_is_not_live_is_not_promoted(client: Client, page: StandardPage) -> None:
    promote(page, "żyrafa")
    page.unpublish()
    assert promoted(client, "żyrafa") == []


@pytest.mark.parametrize("kind", [PageViewRestriction.LOGIN, PageViewRestriction.PASSWORD])
def test_a_restricted_page_is_promoted_to_those_who_may_open_it(
    client: Client, page: StandardPage, django_user_model: Any, kind: str
) -> None:
    promote(page, "żyrafa")
    PageViewRestriction.objects.create(page=page, restriction_type=kind, password="x")
    assert promoted(client, "żyrafa") == []
    client.force_login(django_user_model.objects.create_user("ola@example.org"))
    assert promoted(client, "żyrafa") == (["Umowa z wolontariuszem"] if kind == PageViewRestriction.LOGIN else [])


def test_a_page_of_another_site_is_not_promoted(client: Client, home: HomePage, page: StandardPage) -> None:
    other = home.get_parent().add_child(instance=HomePage(title="Inny", slug="inny-serwis", headline="Inny"))
    promote(other.add_child(instance=StandardPage(title="Obca", slug="obca")), "żyrafa")
    assert promoted(client, "żyrafa") == []


def test_a_document_is_promoted_as_far_as_it_is_public(client: Client, home: HomePage, make_document: Make) -> None:
    document: PomostDocument = make_document("Wzór umowy", "treść")
    promote(None, "żyrafa", document=document)
    (one,) = client.get("/szukaj/", {"q": "żyrafa"}).context["promoted"]
    assert (one.title, one.url, one.format) == ("Wzór umowy", document.url, "TXT")
    CollectionViewRestriction.objects.create(
        collection=Collection.objects.get(depth=1), restriction_type=CollectionViewRestriction.LOGIN
    )
    assert promoted(client, "żyrafa") == []


def test_promoting_a_document_does_not_publish_it(client: Client, home: HomePage, make_document: Make) -> None:
    document: PomostDocument = make_document("Wzór umowy", "treść")
    StandardPage.objects.get(slug=f"pobierz-{document.pk}").unpublish()
    promote(None, "żyrafa", document=document)
    assert promoted(client, "żyrafa") == []
    assert client.get(document.url).status_code == 404


def test_the_number_of_queries_does_not_grow(client: Client, page: StandardPage, make_document: Make) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            client.get("/szukaj/", {"q": "żyrafa"})
        return len(found)

    promote(page, "żyrafa")
    promote(None, "żyrafa", document=make_document("Pierwszy", "treść"))
    queries()
    few = queries()
    for number in range(5):
        added = page.get_parent().add_child(instance=StandardPage(title=f"Strona {number}", slug=f"s{number}"))
        promote(added, "żyrafa")
        promote(None, "żyrafa", document=make_document(f"Dokument {number}", "treść"))
    assert len(promoted(client, "żyrafa")) == 12
    assert queries() == few


@pytest.mark.parametrize("phrases", ["", " \n ", "?!\n…"])
def test_a_promotion_needs_a_query(page: StandardPage, phrases: str) -> None:
    with pytest.raises(ValidationError) as error:
        promote(page, phrases)
    assert set(error.value.message_dict) == {"phrases"}


def test_a_promotion_is_of_one_thing(page: StandardPage, make_document: Make) -> None:
    for target, document in ((None, None), (page, make_document("Plik", "treść"))):
        with pytest.raises(ValidationError) as error:
            promote(target, "żyrafa", document=document)
        assert set(error.value.message_dict) == {"page"}
