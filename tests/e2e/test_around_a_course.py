"""What stands around a course: plan, test at the start, notes, result, own data, programme, certificate, its check.

Each page with axe and by keyboard; all of them used without JavaScript, and those with a form without a mouse.
"""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from courses.activities.rendering import QUESTION_PREFIX
from courses.catalogue.models import Course, Programme
from courses.credentials.models import Certificate
from demo.activity import FIRST_COURSE, GRADUATE, PROGRAMME
from demo.people import OTHERS, PASSWORD
from tests.e2e.axe import WIDTHS, assert_accessible
from tests.e2e.conftest import OpenPage
from tests.e2e.keyboard import assert_tab_goes_through_once, reach
from tests.e2e.steps import enrolled, exercises_of, fill, lessons_of, main
from tests.e2e.watching import Watch

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

COURSE = "infrastruktura-wspolpracy"
OWNER = next(person for person in OTHERS if person.email == GRADUATE)
"""Has completed the first course, and has its certificate."""
NEWCOMER = OTHERS[2]


def of_course(slug: str, end: str) -> str:
    return f"/moja-nauka/kursy/{Course.objects.get(slug=slug).pk}/{end}/"


def number() -> str:
    return str(Certificate.objects.get(user__email=GRADUATE).number)


PAGES: dict[str, Callable[[], str]] = {
    "plan": lambda: of_course(COURSE, "plan"),
    "test at the start": lambda: of_course(COURSE, "test"),
    "lesson with a note": lambda: str(lessons_of(COURSE)[0].get_url()),
    "notes": lambda: "/moja-nauka/notatki/",
    "result under way": lambda: of_course(COURSE, "wynik"),
    "result with a certificate": lambda: of_course(FIRST_COURSE, "wynik"),
    "programme": lambda: f"/szkolenia/{PROGRAMME}/",
    "result of a programme": lambda: f"/moja-nauka/programy/{Programme.objects.get(slug=PROGRAMME).pk}/wynik/",
    "own data": lambda: "/konto/dane/",
    "certificate": lambda: f"/moja-nauka/zaswiadczenia/{number()}/",
    "check of a certificate": lambda: f"/zaswiadczenia/{number()}/",
}


@pytest.mark.parametrize("address", PAGES.values(), ids=PAGES.keys())
def test_a_page_is_accessible_and_passed_through_by_keyboard(open_as: OpenPage, address: Callable[[], str]) -> None:
    page = open_as(OWNER, traced=False)
    enrolled(page, COURSE)
    plan(page, COURSE, hours="2")
    note(page, lessons_of(COURSE)[0].get_url(), "Zapytać w gminie")
    page.goto(address())
    assert_accessible(page)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        page.goto(address())
        assert_tab_goes_through_once(page)


def plan(page: Page, slug: str, *, hours: str) -> None:
    page.goto(of_course(slug, "plan"))
    page.locator("input[name=hours_per_week]").fill(hours)
    main(page).locator("form.form").get_by_role("button").click()


def note(page: Page, lesson: str | None, text: str) -> None:
    """Writes a note on the first part of a lesson, unless it is there."""
    page.goto(str(lesson))
    box = main(page).locator(".note-box").first
    if text in box.locator("summary").inner_text():
        return
    box.locator("summary").click()
    box.locator("textarea").fill(text)
    box.get_by_role("button", name="Zapisz notatkę").click()
    expect(main(page).locator(".note-box").first.locator("summary")).to_contain_text(text)


def test_everything_around_a_course_works_without_javascript(
    open_as: OpenPage, open_page: OpenPage, watch: Watch
) -> None:
    watch.expect("status of 422")
    page = open_as(NEWCOMER, java_script_enabled=False)
    enrolled(page, COURSE)
    lessons = lessons_of(COURSE)

    # A plan: what is wrong is said, then it stands week by week and can be deleted.
    plan(page, COURSE, hours="0")
    expect(page.locator(".error-summary")).to_contain_text("co najmniej 1 godziny")
    plan(page, COURSE, hours="1")
    expect(page.get_by_role("heading", name="Ten tydzień")).to_be_visible()
    page.goto("/moja-nauka/")
    expect(main(page).get_by_role("link", name=re.compile("^Twój plan")).first).to_be_visible()
    page.goto(of_course(COURSE, "plan"))
    main(page).get_by_role("button", name="Usuń plan").click()
    expect(page.get_by_role("status").first).to_contain_text("Plan jest usunięty")

    # The test at the start: the first lesson is known, the others stay.
    page.goto(of_course(COURSE, "test"))
    form = main(page).locator("form.placement")
    for item in exercises_of(lessons[0]):
        fill(form, [(name.replace("answer", f"{QUESTION_PREFIX}{item.uuid}", 1), value) for name, value in item.right])
    form.get_by_role("button", name="Sprawdź, co umiem").click()
    expect(page.get_by_role("status").first).to_contain_text("Znasz 1 lekcję")

    # A note and a bookmark, listed, downloaded and deleted.
    note(page, lessons[1].get_url(), "Zapytać w gminie")
    page.goto("/moja-nauka/notatki/")
    expect(main(page).locator(".note-text")).to_have_text("Zapytać w gminie")
    assert "Zapytać w gminie" in page.request.get("/moja-nauka/notatki/notatki.md").text()
    main(page).get_by_role("button", name="Usuń").click()
    expect(main(page).locator(".note-text")).to_have_count(0)

    # What is missing for the certificate, also of the programme.
    page.goto(of_course(COURSE, "wynik"))
    expect(page.locator("#zaswiadczenie li li").first).to_be_visible()
    page.goto(PAGES["result of a programme"]())
    expect(page.locator("#zaswiadczenie")).to_contain_text("Do zaświadczenia brakuje")

    # The copy of one's data.
    page.goto("/konto/dane/kopia/")
    if page.locator("input[name=password]").count():
        page.locator("input[name=password]").fill(PASSWORD)
        main(page).locator("form button[type=submit]").first.click()
    with page.expect_download():
        page.get_by_role("button", name="Pobierz plik").click()

    # A certificate: its holder chooses what others see; somebody else checks it.
    owner = open_as(OWNER, java_script_enabled=False)
    other = open_page(java_script_enabled=False)
    for label, name in (("imię i nazwisko", OWNER.first_name), ("tylko moje inicjały", f"{OWNER.first_name[0]}.")):
        owner.goto(PAGES["certificate"]())
        owner.get_by_label(label).check()
        owner.get_by_role("button", name="Zapisz wybór").click()
        expect(owner.get_by_role("status").first).to_be_visible()
        other.goto("/zaswiadczenia/")
        other.get_by_label("Numer zaświadczenia").fill(number().lower())
        other.get_by_role("button", name="Sprawdź numer").click()
        expect(other.get_by_role("heading", name="To zaświadczenie jest ważne")).to_be_visible()
        expect(main(other)).to_contain_text(name)


def test_forms_around_a_course_are_filled_in_by_keyboard(open_as: OpenPage) -> None:
    page = open_as(OWNER, traced=False)
    enrolled(page, COURSE)
    lesson = lessons_of(COURSE)[1]

    # The parts of a date follow from one to the next while its digits are typed; their order is that of the browser.
    page.goto(of_course(COURSE, "plan"))
    reach(page, "hours_per_week")
    page.keyboard.press("Control+A")
    page.keyboard.type("3")
    page.keyboard.press("Tab")
    page.keyboard.type("12122099")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").first).to_contain_text("Plan jest zapisany")
    expect(page.locator("input[name=hours_per_week]")).to_have_value("3")
    expect(page.locator("input[name=ends_on]")).to_have_value("2099-12-12")

    page.goto(str(lesson.get_url()))
    reach(page, "SUMMARY Notatka")
    page.keyboard.press("Enter")
    reach(page, "TEXTAREA", most=3)
    page.keyboard.type("Bez myszy")
    reach(page, "BUTTON Zapisz notatkę", most=2)
    page.keyboard.press("Enter")
    expect(main(page).locator(".note-box").first.locator("summary")).to_contain_text("Bez myszy")
    page.goto("/moja-nauka/notatki/")
    reach(page, "BUTTON Usuń")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").first).to_contain_text("Notatka jest usunięta")

    page.goto(of_course(COURSE, "test"))
    reach(page, f"INPUT {QUESTION_PREFIX}")
    page.keyboard.press("Space")
    expect(main(page).locator("form.placement input:checked")).to_have_count(1)

    page.goto(PAGES["certificate"]())
    reach(page, "INPUT name")
    page.keyboard.press("ArrowDown")
    chosen = page.evaluate("document.activeElement.value")
    reach(page, "BUTTON Zapisz wybór", most=3)
    page.keyboard.press("Enter")
    expect(page.locator(f"input[name=name][value={chosen}]")).to_be_checked()

    page.goto("/zaswiadczenia/")
    reach(page, "INPUT numer")
    page.keyboard.type(number())
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="To zaświadczenie jest ważne")).to_be_visible()


def test_selected_words_take_a_note_and_are_marked_afterwards(open_as: OpenPage) -> None:
    page = open_as(OWNER)
    enrolled(page, COURSE)
    lesson = lessons_of(COURSE)[2]
    page.goto(str(lesson.get_url()))
    passage = page.locator(".lesson .prose > h2 ~ p").first
    words = " ".join(passage.inner_text().split()[:5])
    passage.evaluate(
        """(passage, words) => {
          const range = new Range();
          const text = passage.firstChild;
          range.setStart(text, 0);
          range.setEnd(text, text.data.split(/\\s/).slice(0, 5).join(" ").length);
          getSelection().removeAllRanges();
          getSelection().addRange(range);
        }""",
        words,
    )
    page.get_by_role("button", name="Notatka do zaznaczonego").click()
    box = page.locator(".note-box[open]")
    expect(box.locator("textarea")).to_be_focused()
    box.locator("textarea").fill("Sprawdzić u nas")
    box.get_by_role("button", name="Zapisz notatkę").click()
    saved = page.locator(".note-box[data-saved]").filter(has_text="Sprawdzić u nas")
    saved.locator("summary").click()
    expect(saved.locator(".note-quote")).to_have_text(words)
    assert page.evaluate("[...CSS.highlights.get('notes')].map(range => range.toString().split(/\\s+/).join(' '))") == [
        words
    ]
    assert_accessible(page)
    page.goto("/moja-nauka/notatki/")
    page.get_by_role("link", name=lesson.headings[0]["title"]).click()
    expect(passage).to_be_in_viewport()


def test_a_note_that_is_not_taken_after_the_connection_returns_keeps_its_text(open_as: OpenPage, watch: Watch) -> None:
    watch.expect(r"ERR_INTERNET_DISCONNECTED|Failed to load resource|net::ERR")
    page = open_as(OWNER)
    enrolled(page, COURSE)
    page.goto(str(lessons_of(COURSE)[3].get_url()))
    box = page.locator(".note-box:not([data-saved])").first
    box.locator("summary").click()
    box.locator("textarea").fill("Napisane w pociągu")
    # As if an editor had removed the heading meanwhile.
    box.locator("input[name=anchor]").evaluate("input => { input.value = 'nie-ma-go' }")
    page.context.set_offline(True)
    box.get_by_role("button", name="Zapisz notatkę").click()
    panel = page.get_by_role("region", name="Nauka bez internetu")
    expect(panel.locator("[data-offline-keeping]")).to_contain_text("zapisane w tej przeglądarce")
    page.context.set_offline(False)
    refused = panel.locator("[data-offline-refused]")
    expect(refused.locator("blockquote")).to_have_text("Napisane w pociągu")
    expect(panel.locator("[data-offline-status]")).to_have_text("Wszystko, co zrobiono, jest zapisane.")
    page.reload()
    expect(refused.locator("blockquote")).to_have_text("Napisane w pociągu")
    assert_accessible(page)
    refused.get_by_role("button", name="Usuń ten tekst").click()
    expect(refused).to_be_hidden()
