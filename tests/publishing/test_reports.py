"""Reporting an error in a page: one field, no account."""

import pytest
from django.test import Client
from wagtail.models import Page

from publishing.models import ErrorReport

pytestmark = pytest.mark.django_db


def address(page: Page) -> str:
    return f"/zglos-blad/?strona={page.pk}"


@pytest.fixture
def chapter() -> Page:
    return Page.objects.get(slug="wolontariusze")


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


def test_a_program_that_fills_in_every_field_is_not_heard(client: Client, chapter: Page) -> None:
    client.post(address(chapter), {"strona": chapter.pk, "text": "Kup", "website": "https://example.org"})
    assert not ErrorReport.objects.exists()


@pytest.mark.parametrize("number", ["", "abc", "0", "999999", "٣", "1e3"])
def test_a_report_about_no_page_is_not_found(client: Client, number: str) -> None:
    assert client.get(f"/zglos-blad/?strona={number}").status_code == 404
