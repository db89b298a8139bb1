"""Answering the questions and ticking requirements off, with and without JavaScript."""

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import OpenPage
from tests.e2e.steps import main
from tests.e2e.watching import Watch

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


def answer(page: Page) -> None:
    """Leaves the requirements of grantors that concern an organisation with grants."""
    page.goto("/wymogi/")
    page.get_by_role("group", name="Korzystacie z dotacji publicznych?").get_by_label("Tak").check()
    main(page).get_by_label("Rodzaj").select_option("Wymóg grantodawcy")
    page.get_by_role("button", name="Pokaż wymogi").click()
    expect(main(page).locator(".duty-why").first).to_contain_text("korzystacie z")


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_tick_is_kept_and_taken_back(open_page: OpenPage, scripts: bool) -> None:
    page = open_page(java_script_enabled=scripts)
    answer(page)
    first = main(page).locator(".duty").first
    first.get_by_role("button", name="Odhacz").press("Enter")
    back = first.get_by_role("button", name="Cofnij")
    expect(back).to_be_visible()
    expect(page.locator("span[data-ticked]")).to_have_text("1")
    if scripts:
        expect(back).to_be_focused()
        expect(page.locator(".duty-list [role=status]")).to_have_text("Odhaczone")
    else:
        expect(page.locator(".duty:target")).to_have_count(1)
    page.reload()
    first.get_by_role("button", name="Cofnij").press("Enter")
    expect(first.get_by_role("button", name="Odhacz")).to_be_visible()
    expect(page.locator("span[data-ticked]")).to_have_text("0")


def test_a_tick_that_was_not_saved_says_so_and_can_be_tried_again(open_page: OpenPage, watch: Watch) -> None:
    watch.expect("status of 409")
    page = open_page()
    answer(page)
    first = main(page).locator(".duty").first
    page.route("**/odhaczanie/", lambda route: route.fulfill(status=409, body="Nie mieści się."))
    first.get_by_role("button", name="Odhacz").click()
    expect(page.locator(".duty-list [role=status]")).to_have_text("Nie mieści się.")
    page.unroute("**/odhaczanie/")
    first.get_by_role("button", name="Odhacz").click()
    expect(first.get_by_role("button", name="Cofnij")).to_be_visible()
