"""What readers open is told without a trace of them, and editors try a query while they type it."""

import re
from urllib.parse import parse_qs

import pytest
from playwright.sync_api import Page, Request, expect

from demo.people import EDITOR
from tests.e2e.axe import violations
from tests.e2e.conftest import OpenPage
from tests.e2e.steps import main

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


def told(page: Page) -> list[Request]:
    """The requests that tell of an opened result, as they are made."""
    requests: list[Request] = []
    page.on("request", lambda request: requests.append(request) if "klikniecie" in request.url else None)
    return requests


def open_second_result(page: Page) -> None:
    page.goto("/szukaj/?q=umowa")
    link = main(page).locator(".results h2 a").nth(1)
    address = str(link.get_attribute("href"))
    link.click()
    page.wait_for_url(re.compile(re.escape(address.partition("#")[0])))


def test_the_place_of_an_opened_result_is_told(open_page: OpenPage) -> None:
    page = open_page()
    requests = told(page)
    open_second_result(page)
    (request,) = requests
    assert parse_qs(request.post_data or "") == {"q": ["umowa"], "strona": ["1"], "miejsce": ["2"]}
    assert "cookie" not in request.headers


def test_nothing_is_told_of_who_asks_for_privacy(open_page: OpenPage) -> None:
    page = open_page()
    page.add_init_script("Object.defineProperty(navigator, 'globalPrivacyControl', { value: true })")
    requests = told(page)
    open_second_result(page)
    assert requests == []


def test_an_editor_tries_a_query_below_the_form(open_as: OpenPage) -> None:
    page = open_as(EDITOR)
    page.goto("/admin/snippets/pomost_search/synonymgroup/add/")
    terms = page.locator("textarea[name=terms]")
    terms.fill("etat")
    page.locator("#search-try-q").press_sequentially("umowy o prace")
    tried = page.locator("#search-tried")
    expect(tried.get_by_role("status")).to_have_text(re.compile(r"^\d+ wynik(i|ów)?$"))
    expect(tried.locator(".search-terms tbody tr")).not_to_have_count(0)
    expect(terms).to_have_value("etat")
    for address in ("/admin/search-engine/try/?q=umowa", "/admin/reports/searches/"):
        page.goto(address)
        expect(page.locator("h1")).to_have_count(1)
        assert violations(page) == []
