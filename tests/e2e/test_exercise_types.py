"""Every type of exercise in the browser: written by an editor, answered by mouse, by keyboard, without JavaScript."""

import json
import re
from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

import pytest
from playwright.sync_api import Locator, Page, expect

from courses.activities.exercises import EXERCISES
from courses.activities.exercises.gaps import GapsExercise
from courses.activities.exercises.hotspot import HotspotExercise
from courses.activities.exercises.rows import OrderingExercise
from courses.activities.given import Pairs
from demo.people import EDITOR
from pomost.exercise_patterns import blocks
from tests.e2e.axe import assert_accessible
from tests.e2e.conftest import OpenPage
from tests.e2e.server import SiteServer
from tests.e2e.steps import Exercise, answer, answer_rightly, enrolled, exercise, sign_up
from tests.e2e.test_editor import add_block, body, page_id, preview, publish
from tests.e2e.watching import Watch

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

# No other test counts the lessons of this course.
COURSE = "od-potrzeby-do-uslugi"
TOPIC = "oferta-i-proba"
TITLE = "Ćwiczenia każdego rodzaju"
BLOCKS = blocks()
PICTURE = "Plan świetlicy wiejskiej"
LESSON = """
    select p.url_path, l.exercises from catalogue_lesson l join wagtailcore_page p on p.id = l.page_ptr_id
    where p.title = ?
"""
TREE = """
    select v.tree from activities_activityversion v join activities_activity a on a.current_id = v.id where a.uuid = ?
"""


def write(form: Locator, prefix: str, value: Any) -> None:
    """Fills in the fields of a block as its value says, adding the items that its lists need."""
    if isinstance(value, Mapping):
        for name, item in value.items():
            write(form, f"{prefix}-{name}", item)
    elif isinstance(value, list):
        count = form.locator(f'input[name="{prefix}-count"]')
        add = count.locator("xpath=..").get_by_role("button", name="Dodaj", exact=True)
        for number, item in enumerate(value):
            if int(count.input_value()) <= number:
                add.last.click()
            write(form, f"{prefix}-{number}-value", item)
    elif isinstance(value, bool):
        form.locator(f'[name="{prefix}"]').set_checked(value)
    elif value is not None:
        field = form.locator(f'[name="{prefix}"]')
        if field.evaluate("field => field.tagName") == "SELECT":
            field.select_option(str(value))
        else:
            field.fill(str(value))


def choose_picture(page: Page) -> None:
    """Chooses the picture of the demo in Wagtail's chooser."""
    body(page).get_by_role("button", name="Wybierz obraz").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("link", name=PICTURE).click()
    expect(dialog).to_have_count(0)
    expect(body(page).get_by_text(PICTURE)).to_be_visible()


def lesson_in(server: SiteServer) -> tuple[str, list[Exercise]]:
    """The path of the lesson and its exercises, as the server has them."""
    ((path, uuids),) = server.rows(LESSON, TITLE)
    found = [(UUID(item), server.rows(TREE, UUID(item).hex)[0][0]) for item in json.loads(uuids)]
    return re.sub(r"^/[^/]+", "", path), [Exercise(uuid, json.loads(tree)) for uuid, tree in found]


@pytest.fixture
def lesson(open_as: OpenPage, site_server: SiteServer, watch: Watch) -> tuple[str, list[Exercise]]:
    """A lesson with an exercise of each type, as an editor writes it; its path and its exercises."""
    watch.expect(r"400 \(Bad Request\)")  # the draft saves itself while an exercise is half written
    if not site_server.rows(LESSON, TITLE):
        page = open_as(EDITOR)
        page.goto(f"/admin/pages/add/catalogue/lesson/{page_id(site_server, TOPIC)}/")
        page.get_by_placeholder("Tytuł strony").fill(TITLE)
        page.locator("[name=summary]").fill("Po jednym ćwiczeniu każdego rodzaju.")
        for number, block in enumerate(BLOCKS.values()):
            add_block(page, str(block.label))
            write(body(page), f"body-{number}-value", block.meta.preview_value)
            if "picture" in block.child_blocks:  # it comes from the library, which the value of a preview has not
                choose_picture(page)
        shown = preview(page)
        expect(shown.locator(".exercise")).to_have_count(len(BLOCKS))
        expect(shown.locator("[data-place]")).to_have_count(2)
        publish(page)
    path, items = lesson_in(site_server)
    assert [item.tree["type"] for item in items] == [block.TYPE for block in BLOCKS.values()]
    return path, items


def opened(page: Page, server: SiteServer, name: str, path: str) -> None:
    """Opens the lesson as somebody who has just enrolled."""
    sign_up(page, server, f"{name}@example.org")
    enrolled(page, COURSE)
    page.goto(path)


def assert_all_done(page: Page, items: list[Exercise]) -> None:
    page.reload()
    for number, item in enumerate(items, start=1):
        if item.tree["type"] in GRADED:
            expect(exercise(page, number).locator(".right, .exercise-result:not(.wrong)").first).to_be_visible()
    expect(page.locator("#dalej")).to_contain_text("Lekcja ukończona")


GRADED = {block.TYPE for block in BLOCKS.values() if EXERCISES[block.TYPE].has_score}


def put_in_order(page: Page, number: int, item: Exercise) -> None:
    """Moves the rows by their buttons until they stand as they should."""
    rows = exercise(page, number).locator(".answer-row")
    for place, thing in enumerate(item.tree["fields"]["things"]):
        texts = [text.strip().replace("\u00a0", " ") for text in rows.locator("label > span").all_inner_texts()]
        for _step in range(texts.index(thing["text"]) - place):
            rows.filter(has_text=thing["text"]).get_by_role("button", name="Przesuń w górę").click()
    exercise(page, number).locator("button[type=submit]").first.click()


def point(page: Page, number: int, item: Exercise) -> None:
    """Presses the right places of a picture, which chooses them in the list too, and sends the answer."""
    form = exercise(page, number).locator("form")
    for name, value in item.right:
        form.locator(f'[data-place="{value}"]').click()
        expect(form.locator(f'[name="{name}"][value="{value}"]')).to_be_checked()
    form.locator("button[type=submit]").first.click()


def test_a_learner_answers_each_with_the_mouse_and_once_without_a_connection(
    lesson: tuple[str, list[Exercise]], open_page: OpenPage, site_server: SiteServer, watch: Watch
) -> None:
    watch.expect(r"ERR_INTERNET_DISCONNECTED|Failed to load resource|net::ERR")
    path, items = lesson
    page = open_page()
    opened(page, site_server, "mysz", path)
    for number, item in enumerate(items, start=1):
        if item.tree["type"] == OrderingExercise.TYPE:
            exercise(page, number).locator("button[type=submit]").first.click()
            expect(exercise(page, number)).to_contain_text("Najpierw ułóż")  # the order shown is no answer
            put_in_order(page, number, item)
            expect(exercise(page, number).locator(".right")).to_have_count(len(item.tree["fields"]["things"]))
        elif item.tree["type"] == HotspotExercise.TYPE:
            point(page, number, item)
            expect(exercise(page, number).locator("[data-place].right")).to_have_count(1)
        elif item.tree["type"] == GapsExercise.TYPE:
            page.context.set_offline(True)
            answer(page, number, item.right)
            expect(exercise(page, number).get_by_role("status")).to_contain_text("zapisana w tej przeglądarce")
            page.context.set_offline(False)
            expect(exercise(page, number).locator(".gap-notes .right")).to_have_count(2)
        else:
            answer_rightly(page, number, item)
    assert_accessible(page)
    assert_all_done(page, items)


def focused(page: Page) -> tuple[str, str, str]:
    """The name, the value and the type of the field that has the focus."""
    name, value, kind = page.evaluate(
        "() => { const e = document.activeElement; return [e.name ?? '', e.value ?? '', e.type ?? ''] }"
    )
    return str(name), str(value), str(kind)


def press_until(page: Page, key: str, reached: Callable[[], bool], *, most: int = 60) -> None:
    for _press in range(most):
        if reached():
            return
        page.keyboard.press(key)
    raise AssertionError(f"{key} did not lead there: {focused(page)}")


def give_by_keyboard(page: Page, form: Locator, pairs: Pairs) -> None:
    """Gives an answer by keys alone, from the first field of the form on, and sends it."""
    controls = form.locator("input:not([type=hidden]):visible, select:visible, textarea:visible")
    names = [str(control.get_attribute("name")) for control in controls.all()]
    form.locator("fieldset").first.evaluate("item => { item.tabIndex = -1; item.focus(); }")
    for name in dict.fromkeys(names):
        values = [value for other, value in pairs if other == name]
        for value in values:
            press_until(page, "Tab", lambda name=name: focused(page)[0] == name)  # type: ignore[misc]
            kind = focused(page)[2]
            if kind == "radio":
                page.keyboard.press("Space")
                press_until(page, "ArrowDown", lambda value=value: focused(page)[1] == value)  # type: ignore[misc]
            elif kind == "checkbox":
                press_until(page, "Tab", lambda value=value: focused(page)[1] == value)  # type: ignore[misc]
                if not page.evaluate("document.activeElement.checked"):
                    page.keyboard.press("Space")
            elif kind == "select-one":
                page.keyboard.press("Home")
                press_until(page, "ArrowDown", lambda value=value: focused(page)[1] == value)  # type: ignore[misc]
            else:
                page.keyboard.press("Control+a")
                page.keyboard.type(value)
    press_until(page, "Tab", lambda: focused(page)[2] == "submit")
    page.keyboard.press("Enter")


def move_by_keyboard(page: Page, form: Locator, item: Exercise) -> None:
    """Puts rows in order by their buttons and keys."""
    rows = form.locator(".answer-row")
    for place, thing in enumerate(item.tree["fields"]["things"]):
        texts = [text.strip().replace("\u00a0", " ") for text in rows.locator("label > span").all_inner_texts()]
        rows.filter(has_text=thing["text"]).get_by_role("button", name="Przesuń w górę").focus()
        for _step in range(texts.index(thing["text"]) - place):
            page.keyboard.press("Enter")
    form.locator("button[type=submit]").first.focus()
    page.keyboard.press("Enter")


def test_a_learner_answers_each_by_keyboard(
    lesson: tuple[str, list[Exercise]], open_page: OpenPage, site_server: SiteServer
) -> None:
    path, items = lesson
    page = open_page()
    opened(page, site_server, "klawiatura", path)
    for number, item in enumerate(items, start=1):
        for given in item.steps:
            form = exercise(page, number).locator("form")
            key = str(form.locator("[name=key]").get_attribute("value"))
            if item.tree["type"] == OrderingExercise.TYPE:
                move_by_keyboard(page, form, item)
            else:
                give_by_keyboard(page, form, given)
            expect(exercise(page, number).locator(f'[name=key][value="{key}"]')).to_have_count(0)
            # What the answer was told is where the reader goes on.
            assert page.evaluate(f"document.querySelector('#cwiczenie-{number}').contains(document.activeElement)")
    assert_all_done(page, items)


def test_a_learner_answers_each_without_javascript(
    lesson: tuple[str, list[Exercise]], open_page: OpenPage, site_server: SiteServer
) -> None:
    path, items = lesson
    page = open_page(java_script_enabled=False, viewport={"width": 320, "height": 720})
    opened(page, site_server, "bez-skryptu", path)
    for number, item in enumerate(items, start=1):
        answer_rightly(page, number, item)
    assert_all_done(page, items)
