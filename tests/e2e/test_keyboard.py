"""The site by keyboard: everything is reachable, there are no traps, and the focus is always visible."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from demo.people import OTHERS
from tests.e2e.conftest import OpenPage
from tests.e2e.steps import enrolled, exercise, exercises_of, lessons_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

COURSE = "realizacja-zadan-publicznych"
CHAPTER = "/poradniki/praca-a-trzeci-sektor/wolontariusze/"

# The focused element, whether it has an outline, and whether it is on the screen and not covered.
FOCUSED = """() => {
  const element = document.activeElement;
  if (!element || element === document.body) return null;
  element.dataset.visited = Number(element.dataset.visited ?? 0) + 1;
  const box = element.getBoundingClientRect();
  const shown = [element, element.closest("label"), element.closest(".option")].some((item) => {
    if (!item) return false;
    const style = getComputedStyle(item);
    return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  });
  const on = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
  const name = `${element.tagName} ${element.textContent.trim().slice(0, 40) || element.name || element.href}`;
  return { name, shown, on, times: Number(element.dataset.visited) };
}"""


def step(page: Page, key: str = "Tab") -> dict[str, Any] | None:
    page.keyboard.press(key)
    found: dict[str, Any] | None = page.evaluate(FOCUSED)
    return found


def reach(page: Page, name: str, *, most: int = 80) -> None:
    """Presses Tab until an element with this name has the focus."""
    for _ in range(most):
        found = step(page)
        if found and name in found["name"]:
            return
    raise AssertionError(f"{name!r} was not reached in {most} steps")


@pytest.mark.parametrize("address", ["/", CHAPTER, "/szukaj/?q=wolontariusz", "/konto/signup/"])
@pytest.mark.parametrize("width", [1280, 320])
def test_tab_goes_through_a_page_once_and_shows_where_it_is(open_page: OpenPage, address: str, width: int) -> None:
    page = open_page(traced=False, viewport={"width": width, "height": 800})
    page.goto(address)
    met = []
    for _ in range(200):
        found = step(page)
        if found is None or found["times"] > 1:
            break
        met.append(found)
    assert len(met) > 8
    assert [item["name"] for item in met if not item["shown"] or not item["on"]] == []
    assert met[-1]["name"] == "A English"


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
        if page.evaluate("document.activeElement.value") == item.right[0]:
            break
        found = step(page, "ArrowDown")
        assert found is not None
        assert found["shown"]
    expect(exercise(page, 1).locator("input:checked")).to_have_attribute("value", item.right[0])
    reach(page, "BUTTON", most=3)
    page.keyboard.press("Enter")
    expect(exercise(page, 1).locator("[data-feedback]")).to_be_focused()
    expect(exercise(page, 1).get_by_role("status")).to_contain_text("Zapisano")
    reach(page, "BUTTON", most=8)
    assert page.evaluate("document.activeElement.closest('.exercise').id") == "cwiczenie-1"
