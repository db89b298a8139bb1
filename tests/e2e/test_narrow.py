"""Small screens: navigation before a long text, and labels of hint buttons."""

import pytest
from playwright.sync_api import expect

from tests.e2e.axe import assert_accessible
from tests.e2e.conftest import OpenPage
from tests.e2e.steps import main

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

CHAPTER = "/poradniki/praca-a-trzeci-sektor/wolontariusze/"
LESSON = "/szkolenia/wspoltworzenie-polityk-publicznych/konsultowanie-projektow/co-i-kiedy-konsultowac/"


@pytest.mark.parametrize("width", [320, 390])
@pytest.mark.parametrize("address", [CHAPTER, LESSON], ids=["chapter", "lesson"])
def test_a_phone_shows_what_is_on_the_page_before_the_text(open_page: OpenPage, address: str, width: int) -> None:
    page = open_page(java_script_enabled=False, viewport={"width": width, "height": 700})
    page.goto(address)
    summary = main(page).locator("summary").get_by_text("Na tej stronie", exact=True)
    box, text = summary.bounding_box(), main(page).locator(".prose").bounding_box()
    assert box is not None
    assert text is not None
    assert box["y"] + box["height"] < text["y"]
    summary.click()
    places = main(page).get_by_role("navigation", name="Na tej stronie").get_by_role("link")
    targets = [str(place.get_attribute("href")) for place in places.all()]
    assert len([target for target in targets if target.startswith("#wymog-")]) > 0
    for target in targets:
        if target.startswith("#"):
            expect(page.locator(f'[id="{target[1:]}"]')).to_have_count(1)
    if address == CHAPTER:
        assert [target for target in targets if not target.startswith("#")] != []
    else:
        assert "#cwiczenie-1" in targets
    places.filter(has_text="Wymóg prawny").first.click()
    expect(page.locator(".requirement:target")).to_be_in_viewport()


def test_the_list_before_the_text_is_accessible_when_open(open_page: OpenPage) -> None:
    page = open_page(viewport={"width": 320, "height": 700})
    page.goto(CHAPTER)
    page.locator(".page-map summary").click()
    assert_accessible(page)


def test_a_wide_screen_has_one_list_only(open_page: OpenPage) -> None:
    page = open_page(viewport={"width": 1280, "height": 900})
    page.goto(CHAPTER)
    expect(page.get_by_text("Na tej stronie", exact=True).filter(visible=True)).to_have_count(1)


@pytest.mark.parametrize("javascript", [True, False])
def test_an_open_hint_says_how_to_hide_it(open_page: OpenPage, javascript: bool) -> None:
    page = open_page(java_script_enabled=javascript)
    page.goto("/wzorce/")
    summary = page.locator("details.hint:not([open]) > summary").first
    handle = summary.element_handle()
    assert handle is not None
    assert summary.inner_text() == "Pokaż wskazówkę"
    summary.click()
    assert handle.inner_text() == "Ukryj wskazówkę"
