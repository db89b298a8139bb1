"""Terms in texts: their meaning opens by keyboard and click, and without a script their links lead to the glossary."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import OpenPage

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

CHAPTER = "/poradniki/praca-a-trzeci-sektor/wynagrodzenie/"


def test_a_meaning_opens_by_keyboard_and_click_and_closes(page: Page) -> None:
    page.goto(CHAPTER)
    word, box = page.locator("a.term").first, page.locator(".meaning")
    meaning = word.get_attribute("data-definition") or ""
    page.locator("article h1").click()
    for _press in range(60):
        page.keyboard.press("Tab")
        if word.evaluate("link => link === document.activeElement"):
            break
    expect(box).to_contain_text(meaning)
    expect(word).to_have_accessible_description(re.compile(re.escape(meaning[:30])))
    page.keyboard.press("Escape")
    expect(box).to_be_hidden()
    expect(word).to_be_focused()
    word.click()
    expect(box).to_be_visible()
    expect(page).to_have_url(re.compile(f"{CHAPTER}$"))
    page.locator("article h1").click()
    expect(box).to_be_hidden()
    word.click()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/slownik/#"))
    expect(page.locator(":target")).to_be_in_viewport()


def test_without_a_script_terms_and_values_lead_to_their_lists(open_page: OpenPage) -> None:
    page = open_page(java_script_enabled=False)
    for link, address in (("a.term", "/slownik/#"), ("a.value-link", "/wartosci/#")):
        page.goto(CHAPTER)
        page.locator(link).first.click()
        expect(page).to_have_url(re.compile(address))
        expect(page.locator(":target")).to_be_in_viewport()
