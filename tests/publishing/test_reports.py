"""Reporting an error in a page: one field, no account."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from wagtail.models import Page

from publishing import services
from publishing.models import ErrorReport
from resources.guidance.models import Chapter

pytestmark = pytest.mark.django_db


def address(page: Page) -> str:
    return f"/zglos-blad/?strona={page.pk}"


@pytest.fixture
def chapter(chapters: list[Chapter]) -> Chapter:
    return chapters[0]


def test_a_report_is_kept_with_its_page_and_nothing_of_the_reader(client: Client, chapter: Page) -> None:
    response = client.post(address(chapter), {"strona": chapter.pk, "text": "Zły artykuł."})
    assert response.status_code == 200
    report = ErrorReport.objects.get()
    assert (report.page_id, report.text, report.handled) == (chapter.pk, "Zły artykuł.", False)


def test_an_empty_report_says_what_to_do(client: Client, chapter: Page) -> None:
    response = client.post(address(chapter), {"strona": chapter.pk, "text": " "})
    assert response.status_code == 422
    assert "Wystarczy jedno zdanie" in response.content.decode()
    assert not ErrorReport.objects.exists()


def test_the_form_in_the_other_language_is_about_the_same_page(client: Client, chapter: Page) -> None:
    for mine, other, language in (("", "/en", "en"), ("/en", "", "pl")):
        page = BeautifulSoup(client.get(mine + address(chapter)).content, "html.parser")
        link = page.select_one(f'footer a[hreflang="{language}"]')
        assert link is not None
        assert link["href"] == other + address(chapter)
        assert client.get(str(link["href"])).status_code == 200


def test_a_program_that_fills_in_every_field_is_not_heard(client: Client, chapter: Page) -> None:
    client.post(address(chapter), {"strona": chapter.pk, "text": "Kup", "website": "https://example.org"})
    assert not ErrorReport.objects.exists()


@pytest.mark.parametrize("number", ["", "abc", "0", "999999", "٣", "1e3"])
def test_a_report_about_no_page_is_not_found(client: Client, number: str) -> None:
    assert client.get(f"/zglos-blad/?strona={number}").status_code == 404


def send(client: Client, page: Page, text: str = "Zły artykuł.", **more: str) -> Any:
    return client.post(address(page), {"strona": page.pk, "text": text, **more})


def test_one_address_sends_a_few_in_a_short_time_and_loses_nothing(
    client: Client, chapter: Page, settings: Any
) -> None:
    settings.POMOST_RATE_LIMITS = {"error_report": "5/10m/ip"}
    answers = [send(client, chapter, f"Błąd numer {number}.") for number in range(7)]
    assert [answer.status_code for answer in answers] == [200] * 5 + [429] * 2
    assert ErrorReport.objects.count() == 5
    page = answers[-1].content.decode()
    assert "Błąd numer 6.</textarea>" in page
    assert "Z\u00a0twojego adresu IP przyszło" in page
    assert page.count("<h1") == 1
    elsewhere = Client(REMOTE_ADDR="192.0.2.7")
    assert send(elsewhere, chapter, "Inny błąd.").status_code == 200


def test_slips_and_programs_do_not_count(client: Client, chapter: Page, settings: Any) -> None:
    settings.POMOST_RATE_LIMITS = {"error_report": "1/10m/ip"}
    assert send(client, chapter, " ").status_code == 422
    assert send(client, chapter, website="https://example.org").status_code == 200
    assert send(client, chapter).status_code == 200
    assert ErrorReport.objects.count() == 1


def test_the_same_text_about_the_same_page_is_one_report_until_it_is_dealt_with(
    client: Client, chapters: list[Chapter]
) -> None:
    chapter, other = chapters
    for page in (chapter, chapter, other):
        assert send(client, page, " Zły artykuł. ").status_code == 200
    assert sorted(ErrorReport.objects.values_list("page_id", flat=True)) == sorted([chapter.pk, other.pk])
    ErrorReport.objects.update(handled=True)
    send(client, chapter)
    assert ErrorReport.objects.filter(page=chapter).count() == 2


@pytest.mark.parametrize(("bound", "of_others"), [("OPEN_REPORTS_OF_A_PAGE", 0), ("OPEN_REPORTS", 1)])
def test_reports_fill_nothing(
    client: Client, chapters: list[Chapter], monkeypatch: pytest.MonkeyPatch, bound: str, of_others: int
) -> None:
    monkeypatch.setattr(f"publishing.services.reports.{bound}", 3)
    chapter, other = chapters
    for number in range(of_others):
        services.report_error(page=other, text=f"Błąd {number}.")
    answers = [send(client, chapter, f"Błąd {number}.") for number in range(4 - of_others)]
    assert [answer.status_code for answer in answers] == [200] * (3 - of_others) + [429]
    assert f"Błąd {3 - of_others}.</textarea>" in answers[-1].content.decode()
    ErrorReport.objects.update(handled=True)
    assert send(client, chapter, "Następny.").status_code == 200
