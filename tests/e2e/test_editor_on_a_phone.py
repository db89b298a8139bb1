"""The admin at the width of a phone: nothing that matters is cut off."""

import pytest
from playwright.sync_api import Locator, Page, expect

from demo.people import EDITOR
from tests.e2e.conftest import OpenPage
from tests.e2e.server import SiteServer

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

PHONE = 390


def edges(page: Page, selector: str) -> tuple[float, float]:
    """The left and the right edge of the first element."""
    box = page.locator(selector).first.bounding_box()
    assert box is not None
    return box["x"], box["x"] + box["width"]


def right_edge(shown: Locator) -> float:
    box = shown.bounding_box()
    assert box is not None
    return box["x"] + box["width"]


def test_states_and_headings_are_whole_on_a_phone(open_as: OpenPage, site_server: SiteServer) -> None:
    page = open_as(EDITOR)
    page.set_viewport_size({"width": PHONE, "height": 800})
    guide, chapter = (
        site_server.count("select id from wagtailcore_page where slug = ?", slug)
        for slug in ("praca-a-trzeci-sektor", "czas-pracy")
    )
    page.goto(f"/admin/pages/{chapter}/edit/")
    expect(page.locator(".page-status-tag:not(.w-hidden)")).to_be_visible()
    assert edges(page, ".page-status-tag:not(.w-hidden)")[1] <= PHONE
    page.get_by_role("button", name="Dodaj blok").first.click()
    blocks = page.locator(".w-combobox-container")
    expect(blocks.get_by_role("option").first).to_be_visible()
    box = right_edge(blocks)
    assert box <= PHONE
    options = blocks.get_by_role("option").all()
    assert len(options) > 5
    assert [option.inner_text() for option in options if right_edge(option) > box] == []
    assert right_edge(blocks.get_by_role("combobox")) <= box
    page.goto(f"/admin/pages/{guide}/")
    assert edges(page, "td.page-status .w-status")[1] <= PHONE
    page.goto("/admin/handbook/redakcja/")
    assert edges(page, "h1")[0] == edges(page, ".handbook")[0]
