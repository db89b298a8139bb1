"""Two ways through guidance: an editor's from a draft to its history, a leader's from a question to a checklist."""

import re

import pytest
from playwright.sync_api import Page, expect

from demo.people import EDITOR, REVIEWER
from tests.e2e.conftest import OpenPage
from tests.e2e.server import SiteServer
from tests.e2e.steps import main
from tests.e2e.test_editor import AUTOSAVED, add_block, body, page_id, publish
from tests.e2e.watching import Watch

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

GUIDE = "/poradniki/praca-a-trzeci-sektor/"
PHONE = {"width": 390, "height": 844}


def send_for_validation(page: Page) -> None:
    page.wait_for_timeout(AUTOSAVED)
    page.get_by_role("button", name="Więcej akcji").click()
    page.locator("[name=action-submit]").click()
    expect(page.locator(".messages .success")).to_be_visible()


def test_an_editor_mends_what_is_flagged_has_it_validated_and_notes_a_change(
    open_as: OpenPage, open_page: OpenPage, site_server: SiteServer, watch: Watch
) -> None:
    watch.expect(r"status of 400 .*/admin/pages/(add/\w+/\w+/\d+|\d+/edit)/\)$")
    watch.expect(r"console: axe\.run")  # Wagtail logs what the checks find
    writing = open_as(EDITOR)
    writing.goto(f"/admin/pages/add/guidance/chapter/{page_id(site_server, 'praca-a-trzeci-sektor')}/")
    writing.get_by_placeholder("Tytuł strony").fill("Pierwsza pensja")
    writing.locator("[name=summary]").fill("Co ustalić, zanim wypłacicie pierwszą pensję.")
    add_block(writing, "Akapity i listy")
    text = body(writing).locator("[contenteditable=true]")
    text.click()
    writing.keyboard.type("Na całym etacie zapłacicie co najmniej 4806 zł brutto.")
    writing.locator("[data-side-panel-toggle=checks]").first.click()
    findings = writing.locator("[data-text-checks-findings]")
    flagged = findings.get_by_text("minimalne wynagrodzenie za pracę")
    expect(flagged).to_be_visible()
    text.click()
    writing.keyboard.press("Control+a")
    writing.keyboard.type("Na całym etacie zapłacicie co najmniej płacę minimalną.")
    expect(flagged).to_have_count(0)
    send_for_validation(writing)

    reviewing = open_as(REVIEWER)
    reviewing.goto("/admin/")
    main(reviewing).get_by_role("listitem").filter(has_text="Pierwsza pensja").get_by_role(
        "link", name="Sprawdź"
    ).click()
    main(reviewing).get_by_role("button", name="Akceptuj", exact=True).click()
    expect(reviewing.locator(".messages .success")).to_be_visible()

    visitor = open_page()
    visitor.goto(f"{GUIDE}pierwsza-pensja/")
    expect(visitor.locator(".rail")).to_contain_text("Sprawdzenie:")

    writing.goto(f"/admin/pages/{page_id(site_server, 'pierwsza-pensja')}/edit/")
    text.click()
    writing.keyboard.press("Control+End")
    writing.keyboard.type(" Zapłaćcie do dziesiątego dnia miesiąca.")
    writing.get_by_role("radio", name=re.compile("^Istotna")).check()
    writing.get_by_role("textbox", name="Co się zmieniło").fill("Do kiedy zapłacić pensję.")
    publish(writing)

    visitor.reload()
    visitor.get_by_role("link", name="Co się zmieniło").click()
    expect(main(visitor)).to_contain_text("Do kiedy zapłacić pensję.")
    main(visitor).get_by_role("link", name=re.compile("[Pp]orówn|[Zz]obacz")).first.click()
    expect(main(visitor).locator("ins")).to_contain_text("Zapłaćcie do dziesiątego dnia miesiąca.")


def test_a_leader_gets_the_requirements_that_concern_them_and_their_days(open_page: OpenPage) -> None:
    """On a phone: an inflected word, five answers, the checklist, one requirement with its basis, the calendar."""
    page = open_page(viewport=PHONE, has_touch=True, is_mobile=True)
    page.goto("/szukaj/?q=wolontariuszom")
    main(page).get_by_role("link", name=re.compile("^Wolontariusze")).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Wolontariusze")
    main(page).get_by_role("link", name="Wymogi z tego rozdziału, do odhaczenia").click()

    page.goto("/wymogi/")
    questions = main(page).locator("fieldset.question")
    for number, answer in enumerate(("Tak", "Nie", "Tak", "Nie", "Tak")):
        questions.nth(number).get_by_label(answer, exact=True).check()
    main(page).get_by_role("button", name="Pokaż wymogi").click()
    first = main(page).locator(".duty:has(a[href*='/eli/'])").first
    expect(first.locator(".duty-why")).to_contain_text("Pokazujemy, bo")
    expect(first.locator("a[href*='/eli/']").first).to_be_visible()
    first.get_by_role("button", name="Odhacz").click()
    expect(first.get_by_role("button", name="Cofnij")).to_be_visible()
    asked = page.url.partition("?")[2]
    main(page).get_by_role("link", name=re.compile("[Kk]alendarz")).first.click()
    assert set(asked.split("&")) >= {part for part in page.url.partition("?")[2].split("&") if "=" in part}
    expect(main(page).locator("time").first).to_be_visible()
