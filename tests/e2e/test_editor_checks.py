"""What the editor's form tells and waits for: checks of the preview, an autosave under way at a step of a review."""

import re

import pytest
from playwright.sync_api import Page, Request, Route, expect

from demo.people import EDITOR, REVIEWER
from tests.e2e.conftest import OpenPage
from tests.e2e.server import SiteServer
from tests.e2e.steps import main
from tests.e2e.test_editor import page_id
from tests.e2e.watching import Watch

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

PICTURES = "".join(
    f'<img src="/static/img/favicon.png" alt="{alt}">'
    for alt in ("IMG_2034.jpg", "skan 12 (1)", "Kładka nad rzeką w 2026 roku")
)


def test_the_preview_is_checked_for_file_names_as_alternative_texts_and_its_text(
    open_as: OpenPage, site_server: SiteServer, watch: Watch
) -> None:
    page = open_as(EDITOR)

    def with_pictures(route: Route) -> None:
        response = route.fetch()
        html = re.sub(r'(<div class="prose"[^>]*>)', rf"\1{PICTURES}", response.text(), count=1)
        route.fulfill(response=response, body=html)

    page.route("**/preview/?*in_preview_panel*", with_pictures)
    chapter = page_id(site_server, "zarzadzanie-ludzmi")
    page.goto(f"/admin/pages/{chapter}/edit/")
    page.locator("[data-side-panel-toggle=checks]").first.click()
    panel = page.locator("[data-side-panel=checks]")
    found = panel.get_by_text("Tekst alternatywny nie opisuje obrazu")
    expect(found).to_have_count(2)
    expect(panel.locator("[data-polish-fog]")).to_have_text(re.compile(r"^\d+,\d$"))
    sentence = panel.locator("[data-text-checks-findings] li a").first
    expect(sentence).to_be_visible()
    address = str(sentence.get_attribute("href"))
    sentence.click()
    expect(page.locator(address)).to_be_in_viewport()


def hold_the_next_autosave(page: Page) -> list[Route]:
    """Where the request of the next autosave is put, to be continued by the test."""
    held: list[Route] = []

    def hold(route: Route, request: Request) -> None:
        if request.method == "POST" and not held:
            held.append(route)
        else:
            route.fallback()

    page.route(re.compile(r"/admin/pages/\d+/edit/$"), hold)
    return held


def type_summary(page: Page, words: str, held: list[Route]) -> None:
    page.wait_for_timeout(2_500)  # Wagtail notices changes from then on
    page.locator("[name=summary]").fill(words)
    wait_for(page, held)


def wait_for(page: Page, held: list[Route]) -> None:
    for _attempt in range(100):
        if held:
            return
        page.wait_for_timeout(100)
    pytest.fail("no autosave")


def test_steps_of_a_review_wait_for_the_autosave_under_way(open_as: OpenPage, site_server: SiteServer) -> None:
    """Otherwise a page is sent, and decided on, as it was before the last words."""
    chapter = page_id(site_server, "zakonczenie-wspolpracy")
    edit = f"/admin/pages/{chapter}/edit/"
    writing = open_as(EDITOR)
    writing.goto(edit)
    writing.wait_for_timeout(2_500)  # Wagtail notices changes from then on
    with writing.expect_response(re.compile(r"/edit/$")):
        writing.get_by_role("radio", name="Drobna").check()
        writing.get_by_role("textbox", name="Co się zmieniło").fill("Streszczenie mówi o zgodzie.")
    held = hold_the_next_autosave(writing)
    type_summary(writing, "Jak rozstać się w zgodzie.", held)
    writing.get_by_role("button", name="Więcej akcji").click()
    writing.locator("[name=action-submit], [name=action-restart-workflow]").first.click()
    writing.wait_for_timeout(1_000)
    assert writing.url.endswith(edit)
    with writing.expect_navigation():
        held[0].continue_()

    reviewing = open_as(REVIEWER)
    held = hold_the_next_autosave(reviewing)
    reviewing.goto(edit)
    expect(reviewing.locator("[name=summary]")).to_have_value("Jak rozstać się w zgodzie.")
    type_summary(reviewing, "Jak rozstać się w zgodzie i na piśmie.", held)
    reviewing.get_by_role("link", name="Sprawdź i zdecyduj").click()
    reviewing.wait_for_timeout(1_000)
    assert reviewing.url.endswith(edit)
    with reviewing.expect_navigation():
        held[0].continue_()
    expect(main(reviewing).locator(".diff")).to_contain_text("i na piśmie.")
    main(reviewing).get_by_role("button", name="Akceptuj", exact=True).click()
    expect(reviewing.locator(".messages li")).to_have_count(1)


def write_two_comments(page: Page, chapter: int, second: str) -> list[Route]:
    """Sends one comment and writes ``second`` while the autosave of the first is held; returns what is held."""
    page.goto(f"/admin/pages/{chapter}/edit/")
    page.wait_for_timeout(2_500)  # Wagtail notices changes from then on
    held = hold_the_next_autosave(page)
    page.locator("[data-side-panel-toggle=comments]").first.click()
    add, text = page.locator("[data-comment-add]:visible"), page.get_by_placeholder("Napisz komentarz")
    add.nth(1).click()
    text.fill("Pierwszy z dwóch.")
    page.get_by_role("button", name="Komentarz", exact=True).click()
    wait_for(page, held)
    add.nth(1).click()
    text.fill(second)
    return held


def test_a_button_of_a_comment_that_is_drawn_anew_while_it_is_pressed_is_clicked(
    open_as: OpenPage, site_server: SiteServer
) -> None:
    page = open_as(EDITOR)
    held = write_two_comments(page, page_id(site_server, "cudzoziemcy"), "Drugi.")
    page.get_by_role("button", name="Komentarz", exact=True).hover()
    page.mouse.down()
    with page.expect_response(re.compile(r"/edit/$")):
        held[0].continue_()
    page.wait_for_timeout(1_000)  # Wagtail reads the response
    page.mouse.up()
    expect(page.get_by_placeholder("Napisz komentarz")).to_have_count(0)
    expect(page.locator(".comment")).to_contain_text(["Pierwszy z dwóch.", "Drugi."])


def test_a_comment_begun_during_an_autosave_is_kept(open_as: OpenPage, site_server: SiteServer) -> None:
    page = open_as(EDITOR)
    held = write_two_comments(page, page_id(site_server, "zakonczenie-wspolpracy"), "Drugi, pisany")
    with page.expect_response(re.compile(r"/edit/$")):
        held[0].continue_()
    page.keyboard.type(" dalej, gdy komentarze rysują się od nowa.", delay=20)
    expect(page.locator(".comment--mode-creating textarea")).to_be_focused()
    page.get_by_role("button", name="Komentarz", exact=True).click()
    comments = page.locator(".comment")
    expect(comments).to_contain_text(["Pierwszy z dwóch.", "Drugi, pisany dalej, gdy komentarze rysują się od nowa."])
    page.wait_for_timeout(3_000)  # the autosave
    page.reload()
    expect(comments).to_contain_text(["Pierwszy z dwóch.", "Drugi, pisany dalej, gdy komentarze rysują się od nowa."])
