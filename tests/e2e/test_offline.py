"""A learner goes on without a connection: a kept lesson, answers that wait, another device meanwhile."""

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.axe import assert_accessible
from tests.e2e.conftest import OpenPage
from tests.e2e.line import Line
from tests.e2e.server import SiteServer
from tests.e2e.steps import answer, answer_rightly, enrolled, exercise, exercises_of, lessons_of, sign_up
from tests.e2e.watching import Watch

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

COURSE = "infrastruktura-wspolpracy"
EMAIL = "hanna-w-pociagu@example.org"
ANSWERS = """
    select count(*) from activities_answer join people_user on people_user.id = user_id
    where email = ? and activity_id = ?
"""


def panel(page: Page) -> Locator:
    return page.get_by_role("region", name="Nauka bez internetu")


def state(page: Page) -> Locator:
    return panel(page).locator("[data-offline-status]")


def test_a_kept_lesson_and_its_answers_survive_a_cut_connection(
    open_page: OpenPage, site_server: SiteServer, watch: Watch, line: Line
) -> None:
    watch.expect(r"Failed to load resource|net::ERR")
    lesson = lessons_of(COURSE)[0]
    first = exercises_of(lesson)
    address = urlsplit(lesson.full_url).path
    page = open_page(proxy={"server": line.url})
    sign_up(page, site_server, EMAIL)
    enrolled(page, COURSE)
    page.goto(address)
    expect(state(page)).to_have_text("Wszystko, co zrobiono, jest zapisane.")
    panel(page).get_by_role("button", name="Zapisz lekcję do nauki bez internetu").click()
    expect(panel(page).locator("[data-offline-keeping]")).to_have_text("Zapisano. Otworzysz ją tutaj bez internetu.")
    assert_accessible(page)

    # The connection is cut: the lesson opens, the answer waits, also after the page was closed.
    line.cut()
    page.context.set_offline(True)  # what the browser says of itself
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text(lesson.title)
    expect(state(page)).to_have_text("Jesteś bez internetu.")
    answer(page, 1, first[0].right)
    expect(exercise(page, 1).get_by_role("status")).to_contain_text("Odpowiedź jest zapisana w tej przeglądarce")
    expect(state(page)).to_contain_text("Na wysłanie czeka 1 odpowiedź.")
    page.goto("/szkolenia/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Nie ma połączenia")
    panel(page).get_by_role("link", name=lesson.title).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(lesson.title)
    assert site_server.count(ANSWERS, EMAIL, first[0].uuid.hex) == 0

    # Meanwhile another device answers the second exercise.
    other = open_page(storage_state=page.context.storage_state())
    other.goto(address)
    answer_rightly(other, 2, first[1])

    # It returns: the answer is recorded once, and the page says what became of it.
    line.restore()
    page.context.set_offline(False)
    results = panel(page).locator("[data-offline-results] li")
    expect(results).to_have_text([f"Ćwiczenie 1, {lesson.title}: odpowiedź udzielona bez internetu jest zapisana."])
    expect(state(page)).to_have_text("Wszystko, co zrobiono, jest zapisane.")
    assert site_server.count(ANSWERS, EMAIL, first[0].uuid.hex) == 1
    page.goto(address)
    expect(exercise(page, 1).locator(".option.right")).to_be_visible()
    expect(exercise(page, 2).locator(".right").first).to_be_visible()

    # Signing out removes what was kept.
    page.goto("/")
    page.get_by_role("button", name="Wyloguj").click()
    page.wait_for_function("async () => !(await caches.has('pomost-kept-1'))")
