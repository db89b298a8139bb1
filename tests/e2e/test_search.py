"""Searching on a phone, by keyboard, with what a screen reader hears, and without JavaScript."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.axe import assert_accessible
from tests.e2e.conftest import OpenPage
from tests.e2e.keyboard import step
from tests.e2e.steps import main

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

PHONE = {"width": 390, "height": 844}


def test_a_search_on_a_phone_by_keyboard(open_page: OpenPage) -> None:
    page = open_page(viewport=PHONE)
    page.goto("/")
    field = page.get_by_role("combobox")
    options = page.get_by_role("option")
    heard = page.locator("form[role=search] [role=status]")
    field.focus()
    page.keyboard.type("umowa")
    expect(options.first).to_be_visible()
    count = options.count()
    expect(heard).to_have_text(re.compile(rf"^{count} podpowiedzi. Wybierz strzałkami.$"))
    expect(field).to_have_attribute("aria-expanded", "true")

    page.keyboard.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    assert field.get_attribute("aria-activedescendant") == options.first.get_attribute("id")
    page.keyboard.press("ArrowUp")
    assert field.get_attribute("aria-activedescendant") is None
    page.keyboard.press("ArrowUp")
    expect(options.last).to_have_attribute("aria-selected", "true")
    assert_accessible(page)
    page.set_viewport_size({"width": 390, "height": 844})

    page.keyboard.press("Escape")
    expect(options.first).to_be_hidden()
    expect(field).to_have_value("umowa")
    expect(field).to_have_attribute("aria-expanded", "false")
    page.keyboard.type(" o prace")
    expect(options.first).to_be_visible()
    page.keyboard.press("Enter")  # no suggestion is active: the form is sent
    expect(page).to_have_url(re.compile(r"/szukaj/\?q=umowa\+o\+prace$"))
    expect(page.locator("main > [role=status]")).to_have_text(re.compile(r"^\d+ wynik(i|ów)?$"))

    summary = page.locator("details.facets-phone > summary")
    for _time in range(40):
        step(page)
        if page.evaluate("document.activeElement.matches('.facets-phone > summary')"):
            break
    expect(summary).to_be_focused()
    page.keyboard.press("Enter")
    guides = page.locator(".facets-phone").get_by_role("link", name="Poradniki i metodologia")
    expect(guides).to_be_visible()
    assert_accessible(page)
    page.set_viewport_size({"width": 390, "height": 844})
    guides.focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("rodzaj=poradniki"))
    expect(main(page).get_by_role("listitem").filter(has=page.get_by_role("heading", level=2)).first).to_be_visible()
    page.get_by_role("link", name="Usuń filtr: Poradniki i metodologia").press("Enter")
    expect(page).to_have_url(re.compile(r"/szukaj/\?q=umowa\+o\+prace$"))


def test_a_suggestion_leads_to_its_page(open_page: OpenPage) -> None:
    page = open_page()
    page.goto("/szukaj/")
    field = page.get_by_role("combobox")
    field.focus()
    page.keyboard.type("wolontariusze")
    page.get_by_role("option").filter(has_text=re.compile("^Wolontariusze")).first.wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page).not_to_have_url(re.compile("/szukaj/"))
    page.go_back()
    expect(page.get_by_role("option").first).to_be_hidden()
    page.get_by_role("combobox").fill("wolontariusze")
    page.get_by_role("option").first.click()
    expect(page).not_to_have_url(re.compile("/szukaj/$"))


def test_searching_works_without_scripts(open_page: OpenPage) -> None:
    page = open_page(java_script_enabled=False, viewport=PHONE)
    page.goto("/")
    page.get_by_role("searchbox").fill("wolontariusz")
    page.get_by_role("searchbox").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("wolontariusz")
    page.locator(".facets-phone > summary").click()
    page.locator(".facets-phone").get_by_role("link", name="Lekcje").click()
    expect(page.get_by_role("link", name="Usuń filtr: Lekcje")).to_be_visible()
