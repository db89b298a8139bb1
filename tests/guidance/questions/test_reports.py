"""Reporting an error in any page: one field, no account, the same queue as the questions about guides."""

from collections.abc import Callable
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from wagtail.models import Page, PageViewRestriction

from people.models import User
from pomost.models import HomePage
from publishing.models import StandardPage
from resources.guidance.models import Question
from resources.guidance.questions.models import State
from resources.guidance.questions.waiting import open_questions
from tests.builders import heading, make_page, prose

pytestmark = pytest.mark.django_db
Send = Callable[..., Any]


def address(page: Page) -> str:
    return f"/zglos-blad/?strona={page.pk}"


@pytest.fixture
def page(home: HomePage) -> StandardPage:
    Question.objects.all().delete()
    made: StandardPage = make_page(home, "O serwisie próbnym")
    made.body = [*heading("Jak to działa"), *prose("Tak.")]
    made.save_revision().publish()
    return made


@pytest.fixture
def send(client: Client, slowly: None) -> Send:
    def send(page: Page, text: str = "Zły artykuł.", *, client: Client = client, **fields: str) -> Any:
        opened = client.get(address(page)).context["form"].initial["opened"]
        return client.post(address(page), {"text": text, "opened": opened, **fields})

    return send


def test_a_report_is_kept_with_its_page_and_section_and_nothing_of_the_reader(send: Send, page: StandardPage) -> None:
    assert send(page, part="jak-to-dziala", email="ktos@example.org").status_code == 200
    report = Question.objects.get()
    assert (report.page_id, report.kind, report.heading) == (page.pk, "error", "Jak to działa")
    assert (report.text, report.email, report.state) == ("Zły artykuł.", "", State.NEW)


def test_the_page_links_to_the_form_and_the_form_back_and_to_no_adviser(
    client: Client, send: Send, page: StandardPage
) -> None:
    assert f'href="{address(page)}"' in client.get(str(page.get_url())).text
    assert "Zapytaj doradcę" not in client.get(address(page)).text
    sent = BeautifulSoup(send(page).content, "html.parser")
    assert [link["href"] for link in sent.select("main a")] == [page.get_url()]


def test_a_report_waits_in_the_queue_with_the_questions(
    send: Send, page: StandardPage, editor: User, reviewer: User
) -> None:
    send(page, "Literówka w pierwszym zdaniu")
    report = Question.objects.get()
    for person in (editor, reviewer):
        rows, total = open_questions(person, slice(0, 8)).rows, open_questions(person, slice(0, 8)).total
        assert [(row.title, row.url, total) for row in rows] == [
            ("Literówka w pierwszym zdaniu", reverse("reader_question", args=[report.pk]), 1)
        ]
        client = Client()
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        queue = client.get(reverse("question_queue"), {"kind": "error"}).text
        assert "Literówka w pierwszym zdaniu" in queue
        assert "O serwisie próbnym" in client.get(reverse("question_queue"), {"export": "csv"}).getvalue().decode()


def test_the_form_in_the_other_language_is_about_the_same_page(client: Client, page: StandardPage) -> None:
    for mine, other, language in (("", "/en", "en"), ("/en", "", "pl")):
        form = BeautifulSoup(client.get(mine + address(page)).content, "html.parser")
        link = form.select_one(f'footer a[hreflang="{language}"]')
        assert link is not None
        assert link["href"] == other + address(page)
        assert client.get(str(link["href"])).status_code == 200


@pytest.mark.parametrize("number", ["", "abc", "0", "999999", "٣", "1e3"])
def test_a_report_about_no_page_is_not_found(client: Client, number: str) -> None:
    assert client.get(f"/zglos-blad/?strona={number}").status_code == 404


def test_nor_is_one_about_a_page_that_not_everybody_may_open(client: Client, page: StandardPage) -> None:
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    assert client.get(address(page)).status_code == 404
    page.unpublish()
    assert client.get(address(page)).status_code == 404


def test_one_address_sends_a_few_in_a_short_time_and_loses_nothing(
    send: Send, page: StandardPage, settings: Any
) -> None:
    settings.POMOST_RATE_LIMITS = {**settings.POMOST_RATE_LIMITS, "question": "5/10m/ip"}
    answers = [send(page, f"Błąd numer {number}.") for number in range(7)]
    assert [answer.status_code for answer in answers] == [200] * 5 + [429] * 2
    assert Question.objects.count() == 5
    assert "Błąd numer 6.</textarea>" in answers[-1].text
    elsewhere = Client(REMOTE_ADDR="192.0.2.7")
    assert send(page, "Inny błąd.", client=elsewhere).status_code == 200


def test_an_empty_report_and_one_of_a_program_are_not_kept(send: Send, page: StandardPage) -> None:
    assert send(page, " ").status_code == 422
    assert send(page, website="https://example.org").status_code == 200
    assert not Question.objects.exists()
