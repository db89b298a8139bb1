"""Readers ask, report and rate without an account."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.test import Client
from wagtail.models import PageViewRestriction

from publishing import guarded_forms
from resources.guidance.models import Chapter, PageRating, Question
from tests.builders import make_page
from tests.guidance.questions.conftest import CHAPTER

pytestmark = pytest.mark.django_db

QUESTION, ERROR, MISSING, RATING = (f"{CHAPTER}{end}/" for end in ("pytanie", "zglos-blad", "czego-brakuje", "ocena"))
Send = Callable[..., Any]


@pytest.fixture
def send(client: Client, chapter: Chapter, slowly: None) -> Send:
    """Opens a form and sends it."""

    def send(address: str = QUESTION, text: str = "Czy na piśmie?", **fields: str) -> Any:
        opened = client.get(address).context["form"].initial["opened"]
        return client.post(address, {"text": text, "opened": opened, **fields})

    return send


def soup(response: Any) -> BeautifulSoup:
    return BeautifulSoup(response.content, "html.parser")


def stored() -> list[tuple[str, ...]]:
    return list(Question.objects.values_list("kind", "anchor", "heading", "text", "email", "state"))


def test_the_link_beside_a_section_leads_to_the_form_about_it(client: Client, chapter: Chapter) -> None:
    page = soup(client.get(CHAPTER))
    links = [str(link["href"]) for link in page.select(".section-end .ask a")]
    assert links == [f"{QUESTION}?czesc=porozumienie", f"{QUESTION}?czesc=koszty"]
    form = soup(client.get(links[1]))
    assert [option.get_text() for option in form.select("option")] == ["Cała strona", "Porozumienie", "Koszty"]
    assert [option["value"] for option in form.select("option[selected]")] == ["koszty"]
    assert len(form.select("textarea")) == len(form.select("h1")) == 1


def test_a_question_is_kept_with_its_section_and_the_way_back_leads_there(send: Send) -> None:
    response = send(part="porozumienie", email="pyta@example.org")
    assert response.status_code == 200
    assert stored() == [("question", "porozumienie", "Porozumienie", "Czy na piśmie?", "pyta@example.org", "new")]
    assert [link["href"] for link in soup(response).select("main a")] == [f"{CHAPTER}#porozumienie"]


@pytest.mark.parametrize(("address", "kind"), [(ERROR, "error"), (MISSING, "missing")])
def test_other_forms_ask_for_no_address(send: Send, client: Client, address: str, kind: str) -> None:
    assert "email" not in client.get(address).context["form"].fields
    assert send(address, "Zły artykuł.", part="nie-ma-takiej", email="pyta@example.org").status_code == 200
    assert stored() == [(kind, "", "", "Zły artykuł.", "", "new")]


@pytest.mark.parametrize(
    ("text", "email", "said"),
    [
        (" ", "pyta@example.org", "Napisz pytanie. Wystarczy jedno zdanie."),
        ("Czy na piśmie?", "nie adres", "Wpisz poprawny adres e-mail."),
        ("x" * 4001, "", "4000"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(send: Send, text: str, email: str, said: str) -> None:
    response = send(text=text, email=email, part="koszty")
    page = soup(response)
    assert response.status_code == 422
    assert said in page.select(".error-summary li")[0].get_text().replace("\xa0", " ")
    assert page.select("textarea")[0].get_text().strip() == text.strip()
    assert page.select("input[type=email]")[0].get("value", "") == email
    assert [option["value"] for option in page.select("option[selected]")] == ["koszty"]
    assert stored() == []


def test_programs_are_kept_away(send: Send, monkeypatch: pytest.MonkeyPatch) -> None:
    assert send(website="https://example.com").status_code == 200
    assert send(opened="").status_code == 422
    monkeypatch.setattr(guarded_forms, "LEAST_TIME", timedelta(seconds=60))
    assert send().status_code == 422
    assert stored() == []


def test_one_address_sends_a_few_in_a_short_time_and_loses_nothing(send: Send, settings: Any) -> None:
    settings.POMOST_RATE_LIMITS = {"question": "2/10m/ip"}
    answers = [send(address, f"Numer {number}") for number, address in enumerate((QUESTION, ERROR, MISSING))]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert soup(answers[-1]).select("textarea")[0].get_text().strip() == "Numer 2"
    assert Question.objects.count() == 2


def test_the_same_text_about_the_same_section_is_one_question_until_it_is_answered(send: Send) -> None:
    for _twice in range(2):
        assert send(part="koszty").status_code == 200
    assert Question.objects.count() == 1
    Question.objects.update(state="closed")
    send(part="koszty")
    assert Question.objects.count() == 2


@pytest.mark.parametrize("bound", ["OPEN_OF_A_PAGE", "MOST_OPEN"])
def test_questions_fill_nothing(send: Send, monkeypatch: pytest.MonkeyPatch, bound: str) -> None:
    monkeypatch.setattr(f"resources.guidance.questions.services.{bound}", 1)
    answers = [send(text=f"Numer {number}") for number in range(2)]
    assert [answer.status_code for answer in answers] == [200, 429]
    assert soup(answers[1]).select("textarea")[0].get_text().strip() == "Numer 1"


def rate(client: Client, said: str, **fields: str) -> Any:
    return client.post(RATING, {"pomoglo": said, **fields})


def counts() -> list[tuple[int, int]]:
    return list(PageRating.objects.values_list("helpful", "unhelpful"))


def test_yes_thanks_and_no_asks_what_is_missing(chapter: Chapter) -> None:
    client = Client(enforce_csrf_checks=True)  # caches hold the page with the buttons, without a token
    buttons = soup(client.get(CHAPTER)).select(".feedback form button")
    assert [(button["name"], button["value"]) for button in buttons] == [("pomoglo", "tak"), ("pomoglo", "nie")]
    yes, no = rate(client, "tak"), rate(client, "nie")
    assert [(answer.status_code, answer["Location"]) for answer in (yes, no)] == [(303, RATING), (303, MISSING)]
    assert counts() == [(1, 1)]
    for answer in (yes, no):
        page = soup(client.get(answer["Location"]))
        assert f'href="{CHAPTER}"' in str(page.select("main")[0])


def test_ratings_have_limits_and_programs_do_not_count(chapter: Chapter, client: Client, settings: Any) -> None:
    settings.POMOST_RATE_LIMITS = {"page_rating": "10/h/ip", "page_rating_repeat": "2/d/key"}
    rate(client, "tak", website="x")
    rate(client, "może")
    assert counts() == []
    assert [rate(client, "tak").status_code for _number in range(4)] == [303] * 4
    assert counts() == [(2, 0)]
    rate(Client(REMOTE_ADDR="192.0.2.7"), "nie")
    assert counts() == [(2, 1)]


@pytest.mark.parametrize("state", ["restricted", "draft"])
def test_pages_that_not_everybody_reads_have_no_forms(client: Client, chapter: Chapter, state: str) -> None:
    if state == "draft":
        chapter.unpublish()
    else:
        PageViewRestriction.objects.create(page=chapter, restriction_type="password", password="klucz")
    assert [client.get(address).status_code for address in (QUESTION, ERROR, MISSING, RATING)] == [404] * 4
    assert [client.post(address, {"pomoglo": "tak"}).status_code for address in (QUESTION, RATING)] == [404] * 2
    assert counts() == []


def test_other_pages_may_have_the_address_of_a_form_but_none_below_a_guide(client: Client, chapter: Chapter) -> None:
    parent = make_page(chapter.get_parent().get_parent().get_parent(), "Zwykła strona")
    below = make_page(parent, "Ocena")
    assert client.get(below.url).context["page"].pk == below.pk
    chapter.slug = "ocena"
    with pytest.raises(ValidationError, match="Wybierz inny"):
        chapter.full_clean()
