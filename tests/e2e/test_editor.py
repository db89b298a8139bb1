"""Editing in Wagtail: writing, previewing, publishing, and what visitors and learners then see."""

import re
import time

import pytest
from playwright.sync_api import FrameLocator, Locator, Page, expect

from demo.people import EDITOR, REVIEWER
from tests.e2e.conftest import OpenPage
from tests.e2e.server import SiteServer
from tests.e2e.steps import answer, enrolled, exercise, main, sign_in_as
from tests.e2e.watching import Watch

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

GUIDE = "/poradniki/praca-a-trzeci-sektor/"
COURSE = "realizacja-zadan-publicznych"


@pytest.fixture(autouse=True)
def _autosave(watch: Watch) -> None:
    """Wagtail's autosave responds 400 while the form is incomplete."""
    watch.expect(r"status of 400 .*/admin/pages/(add/\w+/\w+/\d+|\d+/edit)/\)$")


def page_id(server: SiteServer, slug: str) -> int:
    return server.count("select id from wagtailcore_page where slug = ?", slug)


def body(page: Page) -> Locator:
    return page.get_by_role("region", name="Tekst", exact=True)


def begin_writing(page: Page) -> None:
    """Waits until Wagtail has noted what the form holds, two seconds after it is there: before, no change counts."""
    page.wait_for_function(
        """() => window.wagtail.app.getControllerForElementAndIdentifier(
            document.querySelector("[data-edit-form]"), "w-unsaved"
        )?.initialFormData"""
    )


def send_comment(page: Page) -> None:
    """Presses "Komentarz" until the comment is taken: a press while Wagtail draws the comments anew may be lost."""
    writing = page.get_by_placeholder("Napisz komentarz")
    for _attempt in range(20):
        if not writing.count():
            break
        page.get_by_role("button", name="Komentarz", exact=True).last.click()
        page.wait_for_timeout(500)
    expect(writing).to_have_count(0)


BLOCKS = "[data-streamfield-stream-container] > [data-streamfield-child]"


def add_block(page: Page, name: str) -> None:
    """Adds a block at the end of the text, by its label, and waits until it stands there."""
    before = body(page).locator(BLOCKS).count()
    body(page).get_by_role("button", name="Dodaj blok").last.click()
    page.get_by_role("listbox").get_by_role("option", name=name).click()
    expect(body(page).locator(BLOCKS)).to_have_count(before + 1)


def preview(page: Page) -> FrameLocator:
    """The frame of the preview beside the form."""
    page.get_by_role("button", name="Pokaż lub ukryj podgląd").click()
    return page.frame_locator("iframe#w-preview-iframe, iframe[title]").first


# Wagtail autosaves a draft half a second after the last change. If a page is published during its first autosave, two
# requests create it, and the second one fails because the slug exists: an error without loss of data.
AUTOSAVED = 2_000


def publish(page: Page) -> None:
    page.wait_for_timeout(AUTOSAVED)
    page.get_by_role("button", name="Więcej akcji").click()
    page.get_by_role("button", name="Opublikuj").click()
    expect(page.get_by_role("status").filter(has_text="Opublikowano")).to_be_visible()


def test_an_editor_writes_previews_and_publishes_a_chapter(open_page: OpenPage, site_server: SiteServer) -> None:
    # A visitor has the guide and its last chapter in the page cache.
    visitor = open_page()
    visitor.goto(GUIDE)
    chapters = site_server.count(
        "select count(*) from guidance_chapter c join wagtailcore_page p on p.id = c.page_ptr_id"
        " where p.live and p.url_path like ?",
        "%/praca-a-trzeci-sektor/%",
    )
    expect(visitor.get_by_role("link", name="Praca na odległość")).to_have_count(0)
    visitor.goto(f"{GUIDE}zakonczenie-wspolpracy/")
    visitor.reload()

    # One sign-in for the site and for the editor.
    page = open_page()
    sign_in_as(page, EDITOR)
    expect(page).to_have_url(re.compile("/admin/$"))
    page.goto(f"/admin/pages/add/guidance/chapter/{page_id(site_server, 'praca-a-trzeci-sektor')}/")
    page.get_by_placeholder("Tytuł strony").fill("Praca na odległość")
    page.locator("[name=summary]").fill("Co uzgodnić, zanim ktoś zacznie pracować z domu.")

    add_block(page, "Nagłówek")
    body(page).get_by_role("textbox", name="Nagłówek").fill("Zanim zaczniecie")
    add_block(page, "Akapity i listy")
    body(page).locator("[contenteditable=true]").click()
    page.keyboard.type("Uzgodnijcie na piśmie, gdzie i kiedy będziecie pracować.")
    add_block(page, "Wymóg")
    requirement = body(page).get_by_role("region", name=re.compile("^Wymóg"))
    requirement.get_by_role("textbox", name="Co trzeba zrobić").fill("Zapisz zasady pracy zdalnej.")
    requirement.get_by_role("button", name="Dodaj", exact=True).click()
    requirement.get_by_role("button", name="Wybierz: akt prawny").click()
    page.get_by_role("dialog").get_by_role("link", name="Kodeks pracy").click()
    requirement.get_by_role("textbox", name="Artykuł").fill("art. 67")

    shown = preview(page)
    expect(shown.get_by_role("heading", level=1)).to_have_text("Praca na odległość")
    expect(shown.locator(".requirement")).to_contain_text("art. 67 Kodeksu pracy")
    expect(shown.locator(".chapter-head")).to_contain_text(f"Rozdział {chapters + 1}")
    visitor.goto(GUIDE)
    expect(visitor.get_by_role("link", name="Praca na odległość")).to_have_count(0)

    publish(page)

    visitor.goto(GUIDE)
    main(visitor).get_by_role("link", name="Praca na odległość").click()
    expect(visitor.get_by_role("heading", level=1)).to_have_text("Praca na odległość")
    expect(visitor.locator("#zanim-zaczniecie")).to_be_visible()
    expect(visitor.locator(".requirement")).to_contain_text("Wymóg prawny")
    visitor.locator("a[rel=prev]").click()
    expect(visitor.locator("a[rel=next]")).to_contain_text("Praca na odległość")
    visitor.goto(f"{GUIDE}praca-na-odleglosc/")

    # What was published is edited, and what was cached is gone with it.
    page.goto(f"/admin/pages/{page_id(site_server, 'praca-na-odleglosc')}/edit/")
    body(page).get_by_role("textbox", name="Nagłówek").fill("Zanim ktoś zacznie")
    page.get_by_role("radio", name=re.compile("^Drobna")).check()
    page.get_by_role("textbox", name="Co się zmieniło").fill("Jaśniejszy nagłówek.")
    publish(page)
    visitor.reload()
    heading = visitor.get_by_role("heading", level=2, name="Zanim ktoś zacznie")
    expect(heading).to_be_visible()
    expect(heading).to_have_id("zanim-zaczniecie")


def test_a_table_is_edited_in_polish_and_the_console_stays_empty(
    open_as: OpenPage, site_server: SiteServer, watch: Watch
) -> None:
    page = open_as(EDITOR)
    page.goto(f"/admin/pages/add/guidance/chapter/{page_id(site_server, 'praca-a-trzeci-sektor')}/")
    add_block(page, "Tabela")
    cells = body(page).get_by_role("region", name=re.compile("^Tabela")).locator(".handsontable td")
    expect(cells).to_have_count(9)
    cells.first.click(button="right")
    menu = page.locator(".htContextMenu:visible td")
    expect(menu.first).to_be_visible()
    shown = [item.inner_text().replace("\xa0", " ") for item in menu.all()]
    assert [name for name in shown if name] == [
        "Wstaw wiersz powyżej",
        "Wstaw wiersz poniżej",
        "Wstaw kolumnę z lewej",
        "Wstaw kolumnę z prawej",
        "Usuń wiersz",
        "Usuń kolumnę",
        "Cofnij",
        "Ponów",
    ]
    menu.filter(has_text="Wstaw wiersz poniżej").click()
    expect(cells).to_have_count(12)
    assert watch.problems == []


TYPING = 60
"""Seconds of typing."""


@pytest.mark.timeout(180)
def test_typing_in_a_live_page_leaves_what_visitors_have_cached(open_as: OpenPage, site_server: SiteServer) -> None:
    page = open_as(EDITOR)
    page.goto(f"/admin/pages/{page_id(site_server, 'zarzadzanie-ludzmi')}/edit/")
    saved: list[str] = []
    page.on("response", lambda response: saved.append(response.url) if response.request.method == "POST" else None)
    before = version(site_server)
    started = time.monotonic()
    while time.monotonic() - started < TYPING:
        page.locator("[name=summary]").press_sequentially("a", delay=50)
        page.wait_for_timeout(1_500)
    drafts = [url for url in saved if url.endswith("/edit/")]
    assert len(drafts) > TYPING / 5
    assert version(site_server) == before


def version(server: SiteServer) -> tuple[int, int]:
    """The cache version of all processes; zeros before the first change."""
    file = server.folder / "cache-version"
    if not file.exists():
        return 0, 0
    stat = file.stat()
    return stat.st_mtime_ns, stat.st_ino


def test_an_editor_is_told_what_a_legal_requirement_lacks(open_as: OpenPage, site_server: SiteServer) -> None:
    page = open_as(EDITOR)
    page.goto(f"/admin/pages/{page_id(site_server, 'zarzadzanie-ludzmi')}/edit/")
    add_block(page, "Wymóg")
    requirement = body(page).get_by_role("region", name=re.compile("^Wymóg")).last
    requirement.get_by_role("textbox", name="Co trzeba zrobić").fill("Wymóg bez podstawy.")
    page.get_by_role("button", name="Więcej akcji").click()
    page.get_by_role("button", name="Opublikuj").click()
    expect(page.get_by_text("Wymóg prawny musi mieć podstawę")).to_be_visible()
    page.goto("/admin/")
    visitor = page.context.new_page()
    visitor.goto(f"{GUIDE}zarzadzanie-ludzmi/")
    expect(visitor.get_by_text("Wymóg bez podstawy.")).to_have_count(0)


def test_an_editor_writes_a_lesson_with_an_exercise_and_a_learner_answers_it(
    open_page: OpenPage, open_as: OpenPage, site_server: SiteServer
) -> None:
    page = open_as(EDITOR)
    page.goto(f"/admin/pages/add/catalogue/lesson/{page_id(site_server, 'partnerstwa-projektowe')}/")
    page.get_by_placeholder("Tytuł strony").fill("Kiedy partnerstwo się kończy")
    page.locator("[name=summary]").fill("Jak rozstać się dobrze.")
    add_block(page, "Akapity i listy")
    body(page).locator("[contenteditable=true]").click()
    page.keyboard.type("Koniec partnerstwa warto opisać w umowie na początku.")
    add_block(page, "Pytanie z odpowiedziami")
    question = body(page).get_by_role("region", name=re.compile("^Pytanie z odpowiedziami"))
    question.get_by_role("textbox", name="Pytanie").fill("Kiedy najlepiej ustalić, jak partnerstwo się kończy?")
    answers = [("Na początku", True, "Tak, wtedy nikt jeszcze niczego nie broni."), ("Po sporze", False, "Za późno.")]
    for number, (text, correct, feedback) in enumerate(answers):
        if question.get_by_role("textbox", name="Odpowiedź", exact=False).count() <= number:
            question.get_by_role("button", name="Dodaj", exact=True).last.click()
        question.get_by_role("textbox", name=re.compile("^Odpowiedź")).nth(number).fill(text)
        question.get_by_role("textbox", name=re.compile("^Informacja zwrotna")).nth(number).fill(feedback)
        if correct:
            question.get_by_role("checkbox").nth(number).check()

    shown = preview(page)
    expect(shown.get_by_role("heading", level=1)).to_have_text("Kiedy partnerstwo się kończy")
    expect(shown.get_by_role("radio")).to_have_count(2)
    publish(page)

    learner = open_as(REVIEWER)  # a learner without an enrolment, because an existing one pins the earlier outline
    enrolled(learner, COURSE)
    learner.locator("#plan").get_by_role("link", name=re.compile("Kiedy partnerstwo się kończy")).click()
    options = {text: value for value, text in _options(learner)}
    answer(learner, 1, [("answer", options["Po sporze"])])
    expect(exercise(learner, 1).locator(".option.wrong")).to_contain_text("Za późno.")
    answer(learner, 1, [("answer", options["Na początku"])])
    expect(exercise(learner, 1).locator(".option.right")).to_contain_text("niczego nie broni")
    expect(learner.locator("#dalej")).to_contain_text("Lekcja ukończona")
    expect(learner.get_by_role("img", name="Ukończone lekcje: 1 z 6").first).to_be_visible()


def _options(page: Page) -> list[tuple[str, str]]:
    labels = exercise(page, 1).locator(".option label").all()
    return [(str(label.locator("input").get_attribute("value")), label.inner_text().strip()) for label in labels]
