"""What the editor's form tells and waits for: checks of the preview, an autosave under way at a step of a review."""

import re

import pytest
from playwright.sync_api import Route, expect

from demo.people import EDITOR
from tests.e2e.conftest import OpenPage
from tests.e2e.server import SiteServer
from tests.e2e.watching import Watch

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

PICTURES = "".join(
    f'<img src="/static/img/favicon.png" alt="{alt}">'
    for alt in ("IMG_2034.jpg", "skan 12 (1)", "Kładka nad rzeką w 2026 roku")
)


def test_file_names_as_alternative_texts_are_found_in_the_preview(
    open_as: OpenPage, site_server: SiteServer, watch: Watch
) -> None:
    watch.expect(r"console: axe\.run")  # Wagtail logs what the checks find
    page = open_as(EDITOR)

    def with_pictures(route: Route) -> None:
        response = route.fetch()
        html = re.sub(r'(<div class="prose"[^>]*>)', rf"\1{PICTURES}", response.text(), count=1)
        route.fulfill(response=response, body=html)

    page.route("**/preview/?*in_preview_panel*", with_pictures)
    chapter = site_server.count("select id from wagtailcore_page where slug = 'zarzadzanie-ludzmi'")
    page.goto(f"/admin/pages/{chapter}/edit/")
    page.locator("[data-side-panel-toggle=checks]").first.click()
    panel = page.locator("[data-side-panel=checks]")
    found = panel.get_by_text("Tekst alternatywny nie opisuje obrazu")
    expect(found).to_have_count(2)
    expect(panel.get_by_text(re.compile("^(Łatwy|Średnio łatwy|Trudny) tekst$"))).to_be_visible()
