"""The admin has Pomost's logo, name and colours, legible in light and dark."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from demo.people import EDITOR
from tests.e2e.axe import SCHEMES
from tests.e2e.conftest import OpenPage
from tests.e2e.server import SiteServer
from tests.e2e.watching import Watch

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

CONTRAST = {"runOnly": ["color-contrast"], "resultTypes": ["violations"]}


def contrast(page: Page) -> list[str]:
    found = []
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        # Colours change by a transition, and axe would measure an intermediate one.
        page.evaluate("Promise.allSettled(document.getAnimations().map((each) => each.finished))")
        rules = Axe().run(page, options=CONTRAST).response["violations"]
        found += [f"{scheme}: {node['target']}" for rule in rules for node in rule["nodes"]]
    return found


def colour(page: Page, selector: str) -> str:
    return str(page.locator(selector).first.evaluate("element => getComputedStyle(element).backgroundColor"))


def test_the_editor_has_the_mark_the_name_and_the_colours(open_as: OpenPage) -> None:
    page = open_as(EDITOR)
    page.goto("/admin/")
    expect(page).to_have_title("Kokpit - Pomost")
    mark = page.locator("#wagtail-sidebar")
    expect(mark.locator("svg.admin-mark")).to_be_visible()
    expect(mark.get_by_text("Pomost", exact=True)).to_be_visible()
    expect(page.locator(".sidebar-wagtail-branding")).to_have_count(0)
    assert "favicon" in str(page.locator('link[rel="icon"]').get_attribute("href"))
    assert page.locator('link[rel="shortcut icon"]').count() == 0
    surfaces = []
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        surfaces.append((colour(page, ".sidebar"), colour(page, "html")))
    assert surfaces == [("rgb(22, 48, 43)", "rgb(252, 250, 246)"), ("rgb(11, 23, 21)", "rgb(16, 32, 29)")]


def test_a_theme_that_an_editor_chose_counts_for_more_than_the_system(open_as: OpenPage) -> None:
    page = open_as(EDITOR)
    page.goto("/admin/")
    surfaces = {}
    for theme in ("light", "dark"):
        # What Wagtail writes from the profile.
        page.evaluate("theme => document.documentElement.className = `w-theme-${theme}`", theme)
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)
            surfaces[theme, scheme] = (colour(page, ".sidebar"), colour(page, "html"))
    light, dark = ("rgb(22, 48, 43)", "rgb(252, 250, 246)"), ("rgb(11, 23, 21)", "rgb(16, 32, 29)")
    assert surfaces == {
        ("light", "light"): light,
        ("light", "dark"): light,
        ("dark", "light"): dark,
        ("dark", "dark"): dark,
    }


@pytest.mark.parametrize("address", ["/admin/", "/admin/pages/{page}/edit/", "/admin/pages/", "/admin/images/"])
def test_the_editor_is_legible_in_light_and_dark(open_as: OpenPage, site_server: SiteServer, address: str) -> None:
    page = open_as(EDITOR, traced=False)
    chapter = site_server.count("select id from wagtailcore_page where slug = 'zarzadzanie-ludzmi'")
    page.goto(address.format(page=chapter))
    expect(page.locator("svg.admin-mark")).to_be_visible()
    assert contrast(page) == []


def test_an_unknown_address_of_the_editor_has_the_mark_too(open_as: OpenPage, watch: Watch) -> None:
    watch.expect("status of 404")
    page = open_as(EDITOR, traced=False)
    page.goto("/admin/nie-ma-takiej/")
    expect(page.locator("svg.admin-mark")).to_be_visible()
    assert contrast(page) == []
