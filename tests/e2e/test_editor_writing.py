"""Writing in the editor: pasting from Word, undoing, and buttons pressed while an autosave is under way."""

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Request, Route, expect

from demo.people import EDITOR
from tests.e2e.conftest import OpenPage
from tests.e2e.server import SiteServer
from tests.e2e.test_editor import add_block, body, page_id, send_comment
from tests.e2e.watching import Watch

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

WORD = (Path(__file__).parents[1] / "editing" / "pasted" / "word.html").read_text(encoding="utf-8")
MOST_ACTIONS = 20
PASTE = """html => {
    const clipboard = new DataTransfer();
    clipboard.setData("text/html", html);
    clipboard.setData("text/plain", "tekst");
    document.activeElement.dispatchEvent(
        new ClipboardEvent("paste", {clipboardData: clipboard, bubbles: true, cancelable: true}));
}"""


@pytest.fixture(autouse=True)
def _autosave(watch: Watch) -> None:
    """Wagtail's autosave responds 400 while the form is incomplete."""
    watch.expect(r"status of 400 .*/admin/pages/(add/\w+/\w+/\d+|\d+/edit)/\)$")


def blocks(page: Page) -> Any:
    """Type, id and order of the blocks of the text that are not removed."""
    return (
        body(page)
        .locator("[data-streamfield-stream-container] > [data-streamfield-child]:visible")
        .evaluate_all(
            "blocks => blocks.map(block => ['type', 'id', 'order'].map("
            "part => block.querySelector(`:scope > input[name$=-${part}]`).value))"
        )
    )


def test_a_chapter_from_word_is_published_in_twenty_actions(open_as: OpenPage, site_server: SiteServer) -> None:
    page = open_as(EDITOR)
    page.goto(f"/admin/pages/add/guidance/chapter/{page_id(site_server, 'praca-a-trzeci-sektor')}/")
    actions = 0

    def act() -> None:
        nonlocal actions
        actions += 1

    page.get_by_placeholder("Tytuł strony").fill("Jak przyjąć wolontariusza")
    act()
    page.locator("[name=summary]").fill("Od ogłoszenia do pierwszego dnia.")
    act()
    add_block(page, "Akapity i listy")
    act()  # the button
    act()  # the block
    body(page).locator("[contenteditable=true]").click()
    act()
    page.evaluate(PASTE, WORD)
    act()
    bar = page.get_by_role("region", name="Ostatnia zmiana")
    expect(bar).to_contain_text("Wklejono 7 bloków.")
    expect(bar).to_contain_text("Pominięto 1 obraz. Dodaj go blokiem „Obraz”.")
    pasted = ["heading", "prose", "heading", "prose", "table", "heading", "prose"]
    assert [kind for kind, _id, _order in blocks(page)] == pasted

    # The whole paste is undone at once, and the empty block is back.
    page.keyboard.press("Control+z")
    expect(bar).to_be_hidden()
    assert [kind for kind, _id, _order in blocks(page)] == ["prose"]
    body(page).locator("[contenteditable=true]:visible").click()
    page.evaluate(PASTE, WORD)
    expect(bar).to_be_visible()

    page.get_by_role("button", name="Więcej akcji").click()
    act()
    page.get_by_role("button", name="Opublikuj").click()
    act()
    expect(page.get_by_role("status").filter(has_text="Opublikowano")).to_be_visible()
    assert actions <= MOST_ACTIONS
    page.goto("/poradniki/praca-a-trzeci-sektor/jak-przyjac-wolontariusza/")
    expect(page.locator("main").get_by_role("heading", level=3, name="Zanim zacznie")).to_be_visible()
    expect(page.locator("main table th")).to_have_text(["Pozycja", "Kwota", "Kwota"])
    expect(page.locator("main ol > li > ul > li")).to_have_text(["zakres,", "czas."])


def rows(page: Page) -> Any:
    """What is written in the rows of the lists below the text, such as sources, that are not removed."""
    return page.locator("[data-inline-panel-child]:visible").evaluate_all(
        "rows => rows.map(row => [...row.querySelectorAll('input:not([type=hidden])')].map(field => field.value))"
    )


def autosaved(page: Page) -> Any:
    return page.expect_response(lambda response: response.request.method == "POST" and response.url.endswith("/edit/"))


def test_what_was_removed_comes_back_one_after_another_and_is_saved(open_as: OpenPage, site_server: SiteServer) -> None:
    """Blocks with their comments, and rows of lists."""
    page = open_as(EDITOR)
    page.goto(f"/admin/pages/{page_id(site_server, 'zarzadzanie-ludzmi')}/edit/")
    expect(body(page).locator("[data-streamfield-child]").first).to_be_visible()
    before, listed = blocks(page), rows(page)
    page.wait_for_timeout(2_500)  # Wagtail notices changes from then on
    body(page).locator(f"[data-contentpath='{before[1][1]}'] [data-comment-add]").first.click()
    page.get_by_placeholder("Napisz komentarz").fill("Czy to dobry tytuł?")
    with autosaved(page):
        send_comment(page)
    comment = page.locator(".comment").filter(has_text="Czy to dobry tytuł?")
    expect(comment).to_have_count(1)
    for _kind, block, _order in before[1:3]:
        removed = body(page).locator(f"[data-contentpath='{block}']")
        removed.locator("[data-streamfield-action=DELETE]").first.click()
    expect(body(page).locator(f"[data-contentpath='{before[1][1]}']")).to_be_hidden()
    expect(body(page).locator(f"[data-contentpath='{before[2][1]}']")).to_be_hidden()
    bar = page.get_by_role("region", name="Ostatnia zmiana")
    expect(bar).to_contain_text("Usunięto: „")
    expect(bar.get_by_role("button", name="Cofnij")).to_be_focused()
    page.wait_for_timeout(2_000)  # autosave makes the removal final, and resolves the comment
    expect(comment).to_have_count(0)
    page.keyboard.press("Enter")
    page.locator("body").evaluate("() => document.activeElement.blur()")
    with autosaved(page):
        page.keyboard.press("Control+z")
    expect(bar).to_be_hidden()
    expect(comment).to_have_count(1)
    expect(page.get_by_role("status").filter(has_text="Przywrócono: „")).to_have_count(1)
    assert blocks(page) == before
    with autosaved(page):
        page.locator("[data-inline-panel-child]").first.get_by_role("button", name="Usuń").click()
    expect(bar).to_contain_text(f"Usunięto: „Autor lub autorka 1: {listed[0][0]}”.")
    assert rows(page) == listed[1:]
    with autosaved(page):
        bar.get_by_role("button", name="Cofnij").click()
    expect(page.get_by_role("status").filter(has_text="Przywrócono: „Autor")).to_have_count(1)
    assert rows(page) == listed
    page.reload()
    expect(body(page).locator("[data-streamfield-child]").first).to_be_visible()
    assert [block[:2] for block in blocks(page)] == [block[:2] for block in before]
    assert rows(page) == listed
    expect(comment).to_have_count(1)


def test_a_button_waits_for_the_autosave_under_way(open_as: OpenPage, site_server: SiteServer) -> None:
    """Otherwise a refused form holds an older revision than the autosave, and a newer version is reported."""
    page = open_as(EDITOR)
    held: list[Route] = []
    posted: list[str] = []

    def hold(route: Route, request: Request) -> None:
        if request.method == "POST":
            posted.append(request.headers["accept"])
            if len(posted) == 1:
                held.append(route)
                return
        route.continue_()

    page.route(re.compile(r"/admin/pages/\d+/edit/$"), hold)
    page.goto(f"/admin/pages/{page_id(site_server, 'zarzadzanie-ludzmi')}/edit/")
    page.wait_for_timeout(2_500)  # Wagtail notices changes from then on
    add_block(page, "Nagłówek")  # without a text: a draft, but not to be published
    while not held:
        page.wait_for_timeout(100)
    page.get_by_role("button", name="Więcej akcji").click()
    page.get_by_role("button", name="Opublikuj").click()
    page.wait_for_timeout(1_000)
    assert posted == ["application/json"]
    with page.expect_navigation():
        held[0].continue_()
    expect(page.get_by_text("To pole jest wymagane")).to_be_visible()
    # The autosaves after that are accepted, that of the refused form and those of what is typed then.
    page.wait_for_timeout(3_000)
    with page.expect_response(
        lambda response: response.request.method == "POST" and response.url.endswith("/edit/")
    ) as saved:
        page.locator("[name=summary]").fill("Inne streszczenie.")
    assert saved.value.status == 200
    expect(page.get_by_text("Nowa wersja jest zapisana w innym oknie")).to_have_count(0)
