"""A trainer reviews by keyboard: few keys, the focus on the next submission, a form that stays in sight."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from demo.activity import GROUP
from demo.people import LEARNER, OTHERS, TRAINER
from tests.e2e.axe import assert_accessible
from tests.e2e.conftest import OpenPage
from tests.e2e.server import SiteServer
from tests.e2e.steps import main
from tests.e2e.watching import Watch

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

TASKS = [f"Ćwiczenie pisemne nr {number}" for number in range(1, 6)]
COMMENT = "Dopisz, skąd to wiesz."
LONG = "Świetlica jest zamknięta w soboty, a wtedy jest potrzebna.\n\n" * 60
DECIDED = """
    select review.decision, count(*) from coursework_review review
    join coursework_submissionround round on round.id = review.round_id
    join coursework_submission submission on submission.id = round.submission_id
    join coursework_assignment assignment on assignment.id = submission.assignment_id
    where assignment.title like 'Ćwiczenie pisemne nr %' group by review.decision order by review.decision
"""


class Keyboard:
    """The keyboard of a page, which counts the keys pressed since the last ``start``; a chord counts all its keys."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.pressed = 0

    def start(self) -> None:
        self.pressed = 0

    def press(self, keys: str) -> None:
        self.pressed += len(keys.split("+"))
        self.page.keyboard.press(keys)


def hand_in_ten(open_as: OpenPage, cohort: int) -> None:
    """Two learners hand in five tasks each."""
    trainer = open_as(TRAINER, traced=False)
    due = (timezone.localtime() + timedelta(days=7)).strftime("%Y-%m-%dT%H:%M")
    for title in TASKS:
        trainer.goto(f"/grupy/{cohort}/zadania/nowe/praca/")
        trainer.locator("[name=title]").fill(title)
        trainer.locator("[name=instructions]").fill("Opisz jeden lokalny problem.")
        trainer.locator("[name=due_at]").fill(due)
        main(trainer).get_by_role("button", name="Dodaj zadanie").click()
        expect(trainer.get_by_role("status").filter(has_text=title)).to_be_visible()
    for persona in (LEARNER, OTHERS[3]):
        learner = open_as(persona, traced=False)
        for title in TASKS:
            learner.goto("/moja-nauka/")
            main(learner).get_by_role("link", name=title).click()
            learner.locator("[name=text]").fill(LONG)
            main(learner).get_by_role("button", name="Oddaj pracę").click()
            expect(learner.locator(".receipt")).to_be_visible()


def test_ten_submissions_are_reviewed_with_four_keys_each(
    open_as: OpenPage, watch: Watch, site_server: SiteServer
) -> None:
    cohort = site_server.count("select id from coursework_cohort where name = ?", GROUP)
    hand_in_ten(open_as, cohort)
    page = open_as(TRAINER)
    keyboard = Keyboard(page)

    # By mouse in three actions: open, type, decide. Undone at once, so that all ten wait for the keyboard.
    page.goto("/grupy/")
    main(page).get_by_role("row").filter(has_text=TASKS[0]).first.get_by_role("link").click()
    page.locator("[name=comment]").fill("Zaliczam za opis.")
    main(page).get_by_role("button", name="Zalicz pracę").click()
    expect(page.locator(".undo")).to_contain_text("Możesz to cofnąć przez minutę")
    main(page).get_by_role("button", name="Cofnij").click()
    expect(page.locator("[name=comment]")).to_have_value("Zaliczam za opis.")
    expect(page.locator("h1")).to_be_focused()
    assert site_server.rows(DECIDED) == []

    # On a long submission the form stays in sight on a desk, and covers nothing at 320 px.
    page.mouse.wheel(0, 3_000)
    expect(main(page).get_by_role("button", name="Zalicz pracę")).to_be_in_viewport(ratio=1)
    page.set_viewport_size({"width": 320, "height": 256})
    assert page.locator(".review-panel").evaluate("element => getComputedStyle(element).position") == "static"
    page.set_viewport_size({"width": 1280, "height": 900})

    counted = []
    for number in range(10):
        keyboard.start()
        heading = page.locator("h1")
        expect(heading).to_be_focused()
        address = page.url
        if number % 2:
            keyboard.press("Alt+KeyK")
            expect(page.locator("[name=comment]")).to_be_focused()
            page.keyboard.type(COMMENT)
            keyboard.press("Alt+Enter")
        else:
            keyboard.press("Control+Enter")
        expect(page).not_to_have_url(address)
        counted.append(keyboard.pressed)
    assert counted == [2, 4] * 5
    assert site_server.rows(DECIDED) == [("accepted", 5), ("returned", 5)]
    expect(page.locator(".undo")).to_be_visible()
    assert_accessible(page)


def test_a_comment_is_saved_inserted_changed_and_deleted(open_as: OpenPage, watch: Watch) -> None:
    watch.expect("status of 422")
    page = open_as(TRAINER)
    page.goto("/grupy/")
    main(page).get_by_role("link", name="Zacznij od najstarszej").click()
    expect(page.locator("h1")).to_be_focused()
    comment = page.locator("[name=comment]")
    main(page).get_by_role("button", name="Zapisz jako gotowy komentarz").click()
    expect(page.get_by_role("alert")).to_be_focused()
    comment.fill(COMMENT)
    main(page).get_by_role("button", name="Zapisz jako gotowy komentarz").click()
    expect(comment).to_have_value(COMMENT)
    expect(comment).to_be_focused()
    comment.fill("Dobry początek.")
    page.locator("[name=saved]").select_option(label=COMMENT)
    main(page).get_by_role("button", name="Wstaw").click()
    expect(comment).to_have_value(f"Dobry początek.\n\n{COMMENT}")
    main(page).get_by_text("Skróty klawiszowe").click()
    assert_accessible(page)
    page.goto("/grupy/komentarze/")
    assert_accessible(page)
    main(page).get_by_role("link", name=re.compile("Dopisz")).click()
    assert_accessible(page)
    main(page).get_by_role("button", name="Usuń komentarz").click()
    expect(main(page)).to_contain_text("Nie ma jeszcze gotowych komentarzy")
    assert_accessible(page)
