"""Around the lessons: a test at the start, a plan, notes, the result. Without JavaScript, by keyboard, with axe."""

import pytest
from playwright.sync_api import Page, expect

from courses.catalogue.models import Course, Programme
from tests.e2e.axe import assert_accessible
from tests.e2e.conftest import OpenPage
from tests.e2e.keyboard import assert_tab_goes_through_once
from tests.e2e.server import SiteServer
from tests.e2e.steps import exercises_of, lessons_of, main, sign_up
from tests.e2e.watching import Watch

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

COURSE = "infrastruktura-wspolpracy"
EMAIL = "hanna-plan@example.org"


def take_the_test(page: Page) -> None:
    """Answers one lesson rightly and leaves out the others."""
    page.goto(f"/szkolenia/{COURSE}/")
    main(page).get_by_role("link", name="Sprawdź, co już umiesz").click()
    for item in exercises_of(lessons_of(COURSE)[0]):
        for option in item.right:
            page.locator(f"input[name='q-{item.uuid}'][value='{option}']").check()
    page.get_by_role("button", name="Sprawdź, co umiem").click()
    expect(page.get_by_role("status").first).to_contain_text("Znasz 1 lekcję z 3")


def make_a_plan(page: Page) -> None:
    page.goto("/moja-nauka/")
    entry = main(page).locator(".card, .entry").filter(has_text="Infrastruktura współpracy")
    entry.get_by_role("link", name="Ułóż plan").first.click()
    page.locator("input[name=hours_per_week]").fill("2")
    main(page).get_by_role("button", name="Ułóż plan").click()
    expect(page.get_by_role("heading", name="Tydzień po tygodniu")).to_be_visible()


def write_a_note(page: Page) -> None:
    page.goto(str(lessons_of(COURSE)[1].get_url()))
    note = page.locator("details", has=page.locator("textarea[name=text]")).first
    note.locator("summary").click()
    note.locator("textarea").fill("Zapytać o to w urzędzie.")
    note.get_by_role("button", name="Zapisz notatkę").click()
    page.goto("/moja-nauka/notatki/")
    expect(main(page)).to_contain_text("Zapytać o to w urzędzie.")


def pages_around() -> dict[str, str]:
    """The pages that a learner with a plan and notes meets, by name."""
    course, other = Course.objects.get(slug=COURSE), Course.objects.get(slug="realizacja-zadan-publicznych")
    programme = Programme.objects.get(slug="model-wspolpracy")
    return {
        "plan": f"/moja-nauka/kursy/{course.pk}/plan/",
        "notes": "/moja-nauka/notatki/",
        "history": "/moja-nauka/historia/",
        "my learning": "/moja-nauka/",
        "course under way": f"/szkolenia/{COURSE}/",
        "test at the start": f"/moja-nauka/kursy/{other.pk}/test/",
        "lesson with a note": str(lessons_of(COURSE)[1].get_url()),
        "what is missing for a certificate": f"/moja-nauka/kursy/{course.pk}/wynik/",
        "the same of a programme": f"/moja-nauka/programy/{programme.pk}/wynik/",
        "programme under way": "/szkolenia/model-wspolpracy/",
        "without a connection": "/moja-nauka/bez-internetu/",
        "copy of own data": "/konto/dane/kopia/",
    }


@pytest.mark.timeout(600)
def test_all_of_it_works_without_javascript_by_keyboard_and_for_everybody(
    open_page: OpenPage, site_server: SiteServer, watch: Watch
) -> None:
    page = open_page(java_script_enabled=False)
    sign_up(page, site_server, EMAIL)
    for slug in (COURSE, "realizacja-zadan-publicznych"):
        page.goto(f"/szkolenia/{slug}/")
        main(page).get_by_role("button", name="Rozpocznij kurs").click()
    take_the_test(page)
    make_a_plan(page)
    write_a_note(page)

    page = open_page(traced=False, storage_state=page.context.storage_state())
    for name, address in pages_around().items():
        page.goto(address)
        assert page.url.endswith(address), name
        assert_accessible(page)
        assert_tab_goes_through_once(page)

    watch.expect("status of 404")
    page.goto("/zaswiadczenia/PM-2026-7KQ4-M2XD/")
    assert_accessible(page)
