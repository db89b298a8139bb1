"""The site by keyboard: everything is reachable, there are no traps, and the focus is always visible."""

import re

import pytest
from playwright.sync_api import Page, expect

from demo.people import OTHERS
from tests.e2e.conftest import OpenPage
from tests.e2e.keyboard import assert_tab_goes_through_once, reach, step
from tests.e2e.steps import enrolled, exercise, exercises_of, lessons_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

COURSE = "realizacja-zadan-publicznych"
CHAPTER = "/poradniki/praca-a-trzeci-sektor/wolontariusze/"


@pytest.mark.parametrize(
    "address", ["/", CHAPTER, "/szukaj/?q=wolontariusz", "/konto/signup/", "/szkolenia/", "/zaswiadczenia/"]
)
@pytest.mark.parametrize("width", [1280, 320])
def test_tab_goes_through_a_page_once_and_shows_where_it_is(open_page: OpenPage, address: str, width: int) -> None:
    page = open_page(traced=False, viewport={"width": width, "height": 800})
    page.goto(address)
    assert_tab_goes_through_once(page)


def test_the_skip_link_leads_past_the_menu(page: Page) -> None:
    page.goto(CHAPTER)
    first = step(page)
    assert first is not None
    assert first["name"] == "A Przejdź do treści"
    expect(page.get_by_role("link", name="Przejdź do treści")).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    following = step(page)
    assert following is not None
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


def test_the_menu_is_reached_and_followed(page: Page) -> None:
    page.goto("/")
    reach(page, "Metodologia", most=6)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/metodologia/$"))
    expect(page.get_by_role("navigation", name="Menu główne").locator("[aria-current]")).to_have_text("Metodologia")


def test_contents_on_a_phone_open_and_close(open_page: OpenPage) -> None:
    page = open_page(viewport={"width": 320, "height": 800})
    page.goto(CHAPTER)
    reach(page, "SUMMARY", most=20)
    contents = page.locator(".contents-phone").get_by_role("link", name="Czas pracy")
    expect(contents).to_be_hidden()
    page.keyboard.press("Enter")
    expect(contents).to_be_visible()
    page.keyboard.press("Enter")
    expect(contents).to_be_hidden()


def test_an_exercise_is_answered_without_a_mouse(open_as: OpenPage) -> None:
    page = open_as(OTHERS[3])
    enrolled(page, COURSE)
    lesson = lessons_of(COURSE)[0]
    item = exercises_of(lesson)[0]
    page.goto(str(lesson.get_url()))
    reach(page, "INPUT answer")
    radios = exercise(page, 1).get_by_role("radio")
    page.keyboard.press("Space")
    for _ in range(radios.count()):
        if page.evaluate("document.activeElement.value") == item.right[0][1]:
            break
        found = step(page, "ArrowDown")
        assert found is not None
        assert found["shown"]
    expect(exercise(page, 1).locator("input:checked")).to_have_attribute("value", item.right[0][1])
    reach(page, "BUTTON", most=3)
    page.keyboard.press("Enter")
    expect(exercise(page, 1).locator("[data-feedback]")).to_be_focused()
    expect(exercise(page, 1).get_by_role("status")).to_contain_text("Zapisano")
    reach(page, "BUTTON", most=8)
    assert page.evaluate("document.activeElement.closest('.exercise').id") == "cwiczenie-1"
