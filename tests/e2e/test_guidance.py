"""Ways through guidance: an editor's from a draft to its history, a leader's from a question to a document."""

import re

import pytest
from playwright.sync_api import Page, expect

from demo.people import ADMINISTRATOR, EDITOR, REVIEWER
from tests.e2e.conftest import OpenPage
from tests.e2e.server import SiteServer
from tests.e2e.steps import main
from tests.e2e.test_editor import AUTOSAVED, add_block, begin_writing, body, page_id, publish
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
    writing = open_as(EDITOR)
    writing.goto(f"/admin/pages/add/guidance/chapter/{page_id(site_server, 'praca-a-trzeci-sektor')}/")
    begin_writing(writing)
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

    writing.goto(f"/admin/pages/{page_id(site_server, 'pierwsza-pensja')}/edit/")
    publish(writing)
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
    expect(main(visitor).locator("ins").last).to_contain_text("Zapłaćcie do dziesiątego dnia miesiąca.")


def test_a_leader_gets_from_a_question_to_a_checklist_and_a_document(
    open_page: OpenPage, site_server: SiteServer
) -> None:
    """On a phone: an inflected word, five answers, a requirement with its basis, the calendar, a document, an error."""
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
    page.emulate_media(media="print")
    expect(first).to_be_visible()
    expect(main(page).locator(".no-print:visible")).to_have_count(0)
    page.emulate_media(media="screen")
    asked = page.url.partition("?")[2]
    main(page).get_by_role("link", name=re.compile("[Kk]alendarz")).first.click()
    assert set(asked.split("&")) >= {
        part for part in page.url.partition("?")[2].split("&") if part.endswith(("tak", "nie"))
    }
    expect(main(page).locator("time").first).to_be_visible()

    page.goto("/wzory/")
    main(page).get_by_role("link", name="Porozumienie z wolontariuszem").click()
    expect(main(page).get_by_role("button", name="Pobierz dokument (DOCX)")).to_be_visible()
    for field in main(page).locator("input[required], textarea[required]").all():
        field.fill("Kładka")
    with page.expect_download() as download:
        main(page).get_by_role("button", name="Pobierz dokument (DOCX)").click()
    assert download.value.suggested_filename.endswith(".docx")

    before = site_server.count("select count(*) from guidance_question where kind = 'error'")
    page.goto(f"{GUIDE}wolontariusze/")
    main(page).get_by_role("link", name="Zgłoś błąd").first.click()
    page.get_by_role("textbox").fill("W tabeli brakuje jednego wiersza.")
    page.wait_for_timeout(2_100)  # a form sent faster is a program's
    main(page).locator("form button[type=submit]").click()
    expect(page.locator(".receipt")).to_be_visible()
    assert site_server.count("select count(*) from guidance_question where kind = 'error'") == before + 1


def test_a_leader_takes_the_guide_along_on_a_phone(open_page: OpenPage) -> None:
    page = open_page(viewport=PHONE, has_touch=True, is_mobile=True)
    address = f"{GUIDE}plik.pdf"
    assert page.request.get(address).status in {200, 202}  # asked for, and so made
    page.goto(GUIDE)
    files = main(page).locator(".rail-list li")
    # Chromium shows a PDF in a page of its own, with scripts of its own.
    expect(files.filter(has=page.locator(f"a[href$='{address}']"))).to_contain_text("wersja z")
    assert page.request.get(address).body().startswith(b"%PDF-")
    with page.expect_download() as download:
        files.locator("a[href$='plik.epub']").click()
    assert download.value.suggested_filename == "praca-a-trzeci-sektor.epub"
    assert download.value.path().read_bytes().startswith(b"PK")


def test_the_second_of_two_editors_is_told_and_loses_nothing(
    open_as: OpenPage, site_server: SiteServer, watch: Watch
) -> None:
    watch.expect(r"status of 400 .*/admin/pages/\d+/edit/\)$")  # the autosave that would overwrite the other's text
    chapter = page_id(site_server, "czas-pracy")
    first, second = open_as(EDITOR), open_as(ADMINISTRATOR)
    for page in (first, second):
        page.goto(f"/admin/pages/{chapter}/edit/")
        expect(page.locator("[name=summary]")).not_to_have_value("")
    first.wait_for_timeout(AUTOSAVED)
    stored = "select count(*) from wagtailcore_revision where object_id = ? and content like ?"
    first.locator("[name=summary]").fill("Streszczenie pierwszej osoby.")
    for _attempt in range(60):
        if site_server.count(stored, str(chapter), "%pierwszej osoby%"):
            break
        first.wait_for_timeout(250)
    second.locator("[name=summary]").fill("Streszczenie drugiej osoby.")
    expect(second.get_by_text("Zapisanie nadpisze nowszą wersję.")).to_be_visible()
    second.get_by_role("button", name="Zapisz wersję roboczą").click()
    told = second.get_by_role("dialog")
    expect(told).to_contain_text("Jest nowa wersja, zapisana przez: Irena Redaktorska")
    told.get_by_role("button", name="Zapisz wersję roboczą").click()
    expect(second.locator("[name=summary]")).to_have_value("Streszczenie drugiej osoby.")
    for _attempt in range(60):
        if site_server.count(stored, str(chapter), "%drugiej osoby%"):
            break
        second.wait_for_timeout(250)
    assert site_server.count(stored, str(chapter), "%pierwszej osoby%") == 1
    assert site_server.count(stored, str(chapter), "%drugiej osoby%") == 1
