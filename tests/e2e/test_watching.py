"""The checks of ``Watch`` themselves, which must be able to fail."""

import pytest
from playwright.sync_api import Page

from demo.people import EDITOR
from tests.e2e.conftest import OpenPage
from tests.e2e.watching import Watch

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

BREACHES = {
    "inline style": ("document.body.setAttribute('style', 'color: red')", "console: "),
    "inline script": (
        "document.body.append(Object.assign(document.createElement('script'), {textContent: '1'}))",
        "console: ",
    ),
    "third party": ("fetch('https://example.org/').catch(() => {})", "console: "),
    "page error": ("setTimeout(() => { throw new Error('broken') })", "page error: "),
    "missing file": ("fetch('/static/missing.js')", "console: "),
}


@pytest.mark.parametrize(("script", "start"), BREACHES.values(), ids=BREACHES.keys())
def test_what_no_page_may_do_is_noticed(page: Page, watch: Watch, script: str, start: str) -> None:
    page.goto("/")
    assert watch.problems == []
    page.evaluate(f"() => {{ {script} }}")
    page.wait_for_timeout(300)
    assert len(watch.problems) >= 1
    assert all(problem.startswith(start) for problem in watch.problems)
    watch.problems.clear()


def test_a_page_that_asks_a_third_party_is_noticed(open_page: OpenPage, watch: Watch) -> None:
    page = open_page(bypass_csp=True)
    page.route("https://example.org/**", lambda route: route.fulfill(headers={"Access-Control-Allow-Origin": "*"}))
    page.goto("/")
    page.evaluate("() => fetch('https://example.org/')")
    assert watch.problems == ["third party asked: https://example.org/"]
    watch.problems.clear()


def test_only_the_editors_own_checks_of_a_preview_may_report(open_as: OpenPage, watch: Watch) -> None:
    script = "() => setTimeout(() => { throw new Error('Axe is already running.') })"
    page = open_as(EDITOR)
    page.goto("/admin/")
    page.evaluate(script)
    page.wait_for_timeout(300)
    assert watch.problems == []
    page.goto("/")
    page.evaluate(script)
    page.wait_for_timeout(300)
    assert watch.problems == ["page error: Axe is already running."]
    watch.problems.clear()
