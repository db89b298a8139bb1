"""A review from the editor's draft to the reviewer's decision, by the home page, in a counted number of actions."""

import pytest
from playwright.sync_api import Page, expect

from demo.people import EDITOR, REVIEWER
from tests.e2e.axe import assert_accessible
from tests.e2e.conftest import OpenPage
from tests.e2e.server import SiteServer
from tests.e2e.steps import main
from tests.e2e.watching import Watch

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

CHAPTER = "czas-pracy"
# Counts what a user does, over all pages of a tab.
COUNTING = """
for (const kind of ["click", "change"])
  addEventListener(kind, () => { sessionStorage.actions = actions() + 1 }, { capture: true });
function actions() { return Number(sessionStorage.actions || 0) }
"""


def actions(page: Page) -> int:
    return int(page.evaluate("Number(sessionStorage.actions || 0)"))


def send_for_review(page: Page, address: str, summary: str) -> None:
    """Changes the summary of a page and sends it to the reviewers."""
    page.goto(address)
    page.locator("[name=summary]").fill(summary)
    page.get_by_role("radio", name="Drobna").check()
    page.get_by_role("textbox", name="Co się zmieniło").fill("Streszczenie mówi więcej.")
    page.wait_for_timeout(2_000)  # the autosave
    page.get_by_role("button", name="Więcej akcji").click()
    page.locator("[name=action-submit], [name=action-restart-workflow]").first.click()
    expect(page.locator(".messages .success")).to_be_visible()


def test_a_review_takes_two_actions_and_with_a_comment_three(
    open_as: OpenPage, site_server: SiteServer, watch: Watch
) -> None:
    watch.expect(r"status of 400 .*/admin/pages/\d+/edit/\)$")
    chapter = site_server.count("select id from wagtailcore_page where slug = ?", CHAPTER)
    edit = f"/admin/pages/{chapter}/edit/"
    writing = open_as(EDITOR)
    send_for_review(writing, edit, "Ile godzin pracować i jak to zapisać, po zmianie.")

    reviewing = open_as(REVIEWER)
    reviewing.goto("/admin/")
    assert_accessible(reviewing)
    main(reviewing).get_by_role("link", name="Sprawdź").first.click()
    expect(main(reviewing).locator("ins").first).to_be_visible()
    assert_accessible(reviewing)

    reviewing.add_init_script(COUNTING)
    reviewing.goto("/admin/")
    main(reviewing).get_by_role("link", name="Sprawdź").first.click()
    main(reviewing).get_by_label("Komentarz").fill("Podaj artykuł Kodeksu pracy.")
    main(reviewing).get_by_role("button", name="Odeślij do poprawy").click()
    expect(reviewing.locator(".messages li")).to_have_count(1)
    expect(reviewing).to_have_url(f"{site_server.url}/admin/")
    assert actions(reviewing) == 3

    writing.goto("/admin/")
    expect(main(writing).get_by_text("Podaj artykuł Kodeksu pracy.")).to_be_visible()
    assert_accessible(writing)
    send_for_review(writing, edit, "Ile godzin pracować i jak to zapisać, z artykułem.")

    reviewing.evaluate("sessionStorage.clear()")
    reviewing.goto("/admin/")
    main(reviewing).get_by_role("link", name="Sprawdź").first.click()
    main(reviewing).get_by_role("button", name="Akceptuj", exact=True).click()
    expect(reviewing.locator(".messages li")).to_have_count(1)
    assert actions(reviewing) == 2
