"""Questions are imported, drawn by a quiz and answered in the browser: with a script, and without on a telephone."""

import re

import pytest
from playwright.sync_api import Page, expect

from demo.people import EDITOR
from tests.e2e.axe import assert_accessible
from tests.e2e.conftest import OpenPage
from tests.e2e.server import SiteServer
from tests.e2e.steps import enrolled, exercise, main, sign_up
from tests.e2e.test_editor import add_block, body, page_id, publish
from tests.e2e.test_exercise_types import COURSE, LESSON, TOPIC, write
from tests.e2e.watching import Watch

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

TITLE = "Quiz z banku"
RIGHT = "Dobra odpowiedź"
FILE = "\n\n".join(
    f"Pytanie {number} z pliku? {{=%100%{RIGHT}#Tak. ~Zła odpowiedź#Nie.}}" for number in range(1, 6)
).encode()
QUIZ = {
    "title": "Test końcowy",
    "rules": [{"number": 3, "tags": "z pliku"}],
    "minutes": 20,
    "max_attempts": 3,
}


@pytest.fixture
def path(open_as: OpenPage, site_server: SiteServer, watch: Watch) -> str:
    """The path of a lesson with a quiz, whose questions an editor has imported."""
    watch.expect(r"400 \(Bad Request\)")  # the draft saves itself while the block is half written
    if not site_server.rows(LESSON, TITLE):
        page = open_as(EDITOR)
        page.goto("/admin/question-bank/import/")
        page.locator("[name=file]").set_input_files({"name": "pytania.txt", "mimeType": "text/plain", "buffer": FILE})
        page.locator("[name=tags]").fill("z pliku")
        page.get_by_role("button", name="Pokaż, co się stanie").click()
        expect(page.locator(".listing tbody tr")).to_have_count(5)
        page.get_by_role("button", name="Importuj").click()
        page.goto("/admin/snippets/bank/bankquestion/?q=Pytanie+1+z+pliku")
        expect(page.get_by_role("link", name="Pytanie 1 z pliku?")).to_be_visible()
        page.goto(f"/admin/pages/add/catalogue/lesson/{page_id(site_server, TOPIC)}/")
        page.get_by_placeholder("Tytuł strony").fill(TITLE)
        page.locator("[name=summary]").fill("Quiz na koniec.")
        add_block(page, "Quiz")
        write(body(page), "body-0-value", QUIZ)
        publish(page)
    ((url_path, _exercises),) = site_server.rows(LESSON, TITLE)
    return re.sub(r"^/[^/]+", "", url_path)


def begun(page: Page, server: SiteServer, name: str, path: str) -> None:
    """Begins the quiz as somebody who has just enrolled."""
    sign_up(page, server, f"{name}@example.org")
    enrolled(page, COURSE)
    page.goto(path)
    exercise(page, 1).get_by_role("button", name="Rozpocznij quiz").click()
    expect(page.locator("h1")).to_have_text("Test końcowy")


def test_answers_are_saved_as_they_are_given_and_reviewed_when_handed_in(
    path: str, open_page: OpenPage, site_server: SiteServer
) -> None:
    page = open_page()
    begun(page, site_server, "quiz", path)
    expect(page.get_by_role("timer")).to_contain_text("Zostało: ")
    questions = page.locator(".exercise")
    expect(questions).to_have_count(3)
    for question in questions.all():
        option = question.get_by_role("radio", name=RIGHT)
        option.focus()
        page.keyboard.press("Space")
    expect(page.locator("[data-quiz-status]")).to_contain_text("Zapisano o")
    assert_accessible(page)
    page.reload()
    assert [question.get_by_role("radio", name=RIGHT).is_checked() for question in questions.all()] == [True] * 3
    page.get_by_role("button", name="Oddaj quiz").click()
    expect(main(page)).to_contain_text("Zaliczony: 100%")
    expect(page.locator(".badge.good")).to_have_count(3)
    assert_accessible(page)
    page.goto(path)
    expect(exercise(page, 1)).to_contain_text("Zaliczony. Twój wynik: 100%.")
    expect(page.locator("#dalej")).to_contain_text("Lekcja ukończona")
    assert_accessible(page)


def test_a_quiz_is_taken_without_a_script_on_a_telephone(
    path: str, open_page: OpenPage, site_server: SiteServer
) -> None:
    page = open_page(java_script_enabled=False, viewport={"width": 320, "height": 640}, traced=False)
    begun(page, site_server, "quiz-telefon", path)
    page.locator(".exercise").first.get_by_role("radio", name=RIGHT).check()
    page.get_by_role("button", name="Zapisz i pracuj dalej").click()
    expect(page.locator(".exercise").first.get_by_role("radio", name=RIGHT)).to_be_checked()
    page.get_by_role("button", name="Oddaj quiz").click()
    expect(main(page)).to_contain_text("Niezaliczony: 33%")
    page.goto(path)
    expect(exercise(page, 1)).to_contain_text("Jeszcze niezaliczony")
    exercise(page, 1).get_by_role("button", name="Rozwiąż jeszcze raz").click()
    expect(page.get_by_role("radio")).to_have_count(6)
    expect(page.locator("input[type=radio]:checked")).to_have_count(0)


PICTURE_TITLE = "Quiz z planem"
PICTURE_QUIZ = {"title": "Plan budynku", "rules": [{"number": 1, "tags": "dostępność"}], "max_attempts": 5}


@pytest.fixture
def picture_path(open_as: OpenPage, site_server: SiteServer, watch: Watch) -> str:
    """The path of a lesson with a quiz of one question, which is a picture of the demo's bank."""
    watch.expect(r"400 \(Bad Request\)")
    if not site_server.rows(LESSON, PICTURE_TITLE):
        page = open_as(EDITOR)
        page.goto(f"/admin/pages/add/catalogue/lesson/{page_id(site_server, TOPIC)}/")
        page.get_by_placeholder("Tytuł strony").fill(PICTURE_TITLE)
        page.locator("[name=summary]").fill("Quiz z obrazem.")
        add_block(page, "Quiz")
        write(body(page), "body-0-value", PICTURE_QUIZ)
        publish(page)
    ((url_path, _exercises),) = site_server.rows(LESSON, PICTURE_TITLE)
    return re.sub(r"^/[^/]+", "", url_path)


def test_a_picture_is_pressed_reviewed_and_taken_again(
    picture_path: str, open_page: OpenPage, site_server: SiteServer
) -> None:
    """With the mouse, then by keyboard, then without a script, as attempts of the same quiz."""
    page = open_page()
    sign_up(page, site_server, "plan@example.org")
    enrolled(page, COURSE)
    for way in ("mouse", "keyboard"):
        page.goto(picture_path)
        exercise(page, 1).get_by_role("button", name=re.compile("Rozpocznij quiz|Rozwiąż jeszcze raz")).click()
        boxes = page.get_by_role("checkbox")
        expect(page.locator("input:checked")).to_have_count(0)
        expect(page.locator("[data-place]")).to_have_count(boxes.count())
        if way == "mouse":
            for _twice in range(2):  # chooses, takes back
                page.locator("[data-place]").nth(1).click()
            expect(page.locator("input:checked")).to_have_count(0)
            for place in page.locator("[data-place]").all():
                place.click()
        else:
            for box in boxes.all():
                box.focus()
                page.keyboard.press("Space")
        expect(page.locator("input:checked")).to_have_count(boxes.count())
        expect(page.locator("[data-quiz-status]")).to_contain_text("Zapisano o")
        page.get_by_role("button", name="Oddaj quiz").click()
        expect(main(page)).to_contain_text("Niezaliczony")
        expect(page.locator(".answer-picture [data-place].wrong")).not_to_have_count(0)
        assert_accessible(page)
    page = open_page(java_script_enabled=False, viewport={"width": 320, "height": 640}, traced=False)
    sign_up(page, site_server, "plan-bez-skryptu@example.org")
    enrolled(page, COURSE)
    page.goto(picture_path)
    exercise(page, 1).get_by_role("button", name="Rozpocznij quiz").click()
    expect(page.locator(".answer-picture image")).to_be_visible()
    page.get_by_role("checkbox").first.check()
    page.get_by_role("button", name="Oddaj quiz").click()
    expect(page.locator(".answer-picture [data-place]:is(.right, .wrong)")).to_have_count(1)  # options are shuffled
