"""What the panel "Checks" says of the text of a page as it stands in the form."""

import re
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries
from wagtail.blocks import StreamBlockValidationError
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from editing.content_checks import Finding, report_on
from people.models import User
from people.roles import EDITOR
from pomost.models import HomePage
from publishing.blocks import BodyBlock
from publishing.heading_levels import wrong_levels
from publishing.models import StandardPage
from reference.models import DatedAmount, DatedValue
from search.models import SearchedQuery
from tests.builders import heading, make_page, prose, signed_in

pytestmark = pytest.mark.django_db

LONG = "Organizacja " + "bardzo " * 20 + "długo mówi."


@pytest.fixture
def user() -> User:
    return User.objects.create_superuser("sprawdza@example.org", "most-nad-rzeka")


def page_of(*blocks: dict[str, Any], **fields: Any) -> StandardPage:
    """A page as it stands in a form, not saved."""
    return StandardPage(title="Strona", slug="strona", body=list(blocks), **fields)


def found(page: StandardPage, user: User, heading_of: str) -> list[Finding]:
    items = report_on(page, user).findings
    return [found for item in items if item.heading.replace("\u00a0", " ") == heading_of for found in item.shown]


def test_the_longest_sentences_are_named_with_where_they_stand(user: User) -> None:
    words = [" ".join(["Słowo", *["słowo"] * count]) + "." for count in (19, 20, 30, 25, 40)]
    text = prose(*words)[0]
    page = page_of(*heading("Umowy"), text)
    findings = found(page, user, "Najdłuższe zdania")
    assert [(finding.note, finding.where, finding.block_id) for finding in findings] == [
        (f"{count} {noun}", "Umowy", text["id"]) for count, noun in ((41, "słów"), (31, "słów"), (26, "słów"))
    ]
    assert findings[0].words.count("łowo") == 14


def test_readability_is_of_running_text_alone(user: User) -> None:
    table = {"type": "table", "value": {"caption": "Tytuł", "table": {"data": [["A", "B"]]}}}
    text = prose("Ala ma kota.", "Organizacja pozarządowa działa.")
    assert report_on(page_of(*text, *heading("Nagłówek"), table), user).fog == "14,5"
    assert report_on(page_of(*heading("Nagłówek")), user).fog == ""


@pytest.mark.parametrize(
    ("levels", "top", "wrong"),
    [
        ([], 2, []),
        ([2, 3, 4, 2, 3], 2, []),
        ([3], 2, [0]),
        ([2, 4], 2, [1]),
        ([2, 4, 4], 2, [1]),
        ([3, 4, 3], 3, []),
        ([2, 3], 3, [0]),
    ],
)
def test_a_level_that_is_skipped_is_refused_at_its_field_but_not_in_a_draft(
    levels: list[int], top: int, wrong: list[int], user: User
) -> None:
    class Block(BodyBlock):
        top_level = top

    block = Block(required=False)
    value = block.to_python([part for level in levels for part in heading(f"Nagłówek {level}", level)])
    assert list(wrong_levels(value, top=top)) == wrong
    if not wrong:
        block.clean(value)
        return
    with pytest.raises(StreamBlockValidationError) as refused:
        block.clean(value)
    errors = refused.value.block_errors
    assert list(errors) == wrong
    assert [list(error.block_errors) for error in errors.values()] == [["level"]] * len(wrong)
    block.clean_deferred(value)


def test_structure_is_checked_beside_the_text_too(user: User) -> None:
    block_id = str(uuid4())
    figure = {"type": "figure", "id": block_id, "value": {"image": None, "alt": " ", "caption": ""}}
    skipped = heading("Za nisko", 4)
    page = page_of(*heading("Umowy"), *skipped, figure)
    assert [item.words for item in found(page, user, "Poziomy nagłówków")] == ["Za nisko"]
    assert found(page, user, "Obrazy bez tekstu alternatywnego") == [
        Finding("Obraz", where="Za nisko", block_id=block_id)
    ]


@pytest.mark.parametrize(
    ("text", "citations"),
    [
        ("Zgodnie z art. 5 ustawy trzeba pisać.", ["art. 5"]),
        ("Art. 25¹ § 1 mówi o umowach.", ["Art. 25¹ § 1"]),
        ("Zgodnie z art. 94 Kodeksu pracy trzeba pisać.", []),
        ("Kodeks pracy, art. 94. Zob. art. 5 ust. 2.", ["art. 5 ust. 2"]),
        ('Zgodnie z <a href="https://eli.gov.pl/eli/DU/1974/141/ogl">art. 94</a> trzeba pisać.', []),
        ("Artykuł na stronie 5.", []),
    ],
)
def test_citations_name_their_act(user: User, text: str, citations: list[str]) -> None:
    assert [item.words for item in found(page_of(*prose(text)), user, "Przepisy bez aktu")] == citations


def make_value(amount: str, unit: str = "pln") -> DatedValue:
    value = DatedValue(name="stawka próbna", slug="stawka-probna", unit=unit)
    value.amounts.add(DatedAmount(amount=Decimal(amount), valid_from=date(2020, 1, 1), source="Próba"))
    value.save()
    return value


@pytest.mark.parametrize(
    ("amount", "unit", "text", "typed"),
    [
        ("7654.50", "pln", "Płaci się 7\u00a0654,50 zł miesięcznie.", ["7 654,50 zł"]),
        ("7654", "pln", "Płaci się 7 654 zł miesięcznie.", ["7 654 zł"]),
        ("7654", "pln", "Płaci się 7654 zł miesięcznie.", ["7654 zł"]),
        ("7654", "pln", "Płaci się 17 654 zł albo 7 654,50 zł.", []),
        ("87.5", "percent", "To 87,5% składki.", ["87,5%"]),
        ("87.5", "percent", "To 187,5% składki.", []),
        ("98765", "number", "Wpisano 98 765 osób.", ["98 765"]),
        ("47", "number", "Wpisano 47 osób.", []),
    ],
)
def test_amounts_that_are_values_are_named(user: User, amount: str, unit: str, text: str, typed: list[str]) -> None:
    make_value(amount, unit)
    findings = found(page_of(*prose(text)), user, "Kwoty, które są wartościami z datą")
    assert [item.words for item in findings] == typed
    assert all("stawka próbna" in item.note for item in findings)


def test_a_value_shown_by_reference_is_not_typed(user: User) -> None:
    make_value("7654.50")
    page = page_of(*prose("Płaci się {wartość:stawka-probna} miesięcznie."))
    assert found(page, user, "Kwoty, które są wartościami z datą") == []


SEARCHES = "Wyszukiwania bez wyników, na które ta strona powinna odpowiadać"


@pytest.mark.parametrize(
    ("query", "times", "answers"),
    [
        ("hipopotamów w zoo", 3, True),
        ("hipopotam wrocławski zoo", 3, True),
        ("hipopotam krakowski rynek", 3, False),
        ("hipopotamów w zoo", 2, False),
        ("w na z", 5, False),
    ],
)
def test_searches_that_the_page_should_answer(user: User, query: str, times: int, answers: bool) -> None:
    SearchedQuery.objects.all().delete()
    SearchedQuery.objects.create(query=query, day=date.today(), searches=times, without_results=times)  # noqa: DTZ011
    page = page_of(*prose("Hipopotamy mieszkają w zoo."))
    findings = found(page, user, SEARCHES)
    assert [item.words for item in findings] == ([query] if answers else [])


def test_a_search_that_finds_the_page_by_now_is_no_longer_named(user: User, home: HomePage) -> None:
    SearchedQuery.objects.all().delete()
    SearchedQuery.objects.create(query="hipopotam", day=date.today(), searches=3, without_results=3)  # noqa: DTZ011
    page = make_page(home, "Zoo", "Hipopotamy mieszkają tutaj.")
    assert found(page, user, SEARCHES) == []


def test_what_people_searched_for_is_for_editors_alone(home: HomePage) -> None:
    SearchedQuery.objects.create(query="hipopotam", day=date.today(), searches=3, without_results=3)  # noqa: DTZ011
    other = User.objects.create_user("osoba@example.org")
    assert found(page_of(*prose("Hipopotam.")), other, SEARCHES) == []


def test_the_checks_read_six_times(
    user: User, home: HomePage, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    SearchedQuery.objects.create(query="hipopotam", day=date.today(), searches=3, without_results=3)  # noqa: DTZ011
    page = make_page(home, "Strona", "Hipopotam, art. 5.", "Kosztuje 5 zł.")
    report_on(page, user)  # the analyser reads its counts once
    with django_assert_num_queries(6):  # marks of the law, acts, values, their amounts, searches, what is public
        report_on(page, user)


def test_the_preview_carries_the_report_of_what_stands_in_the_form(home: HomePage) -> None:
    client = signed_in(EDITOR)
    page = make_page(home, "Strona", "Krótko.")
    address = reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk])
    body = streamfield([("quote", {"text": LONG, "source": ""})])
    comments = inline_formset([])
    data = nested_form_data({"title": "Strona", "slug": page.slug, "body": body, "comments": comments})
    assert client.post(address, data).json()["is_valid"]
    html = client.get(f"{address}?mode=&in_preview_panel=true").content.decode()
    (report,) = re.findall(r"<template data-text-checks>(.*?)</template>", html, re.DOTALL)
    assert "Najdłuższe zdania" in report
    assert "23 słowa" in report


def test_readers_get_nothing_of_it(client: Client, home: HomePage) -> None:
    assert "data-text-checks" not in client.get(make_page(home, "Strona", LONG).get_url() or "").content.decode()


def test_the_panel_shows_polish_readability(home: HomePage) -> None:
    page = make_page(home, "Strona")
    html = signed_in(EDITOR).get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert "data-polish-fog" in html
    assert "data-text-checks-panel" in html
    assert "data-content-readability-score" not in html
