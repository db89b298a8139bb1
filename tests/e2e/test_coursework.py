"""An assignment is set, submitted, returned, corrected and accepted; every page on the way is accessible."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from demo.people import ADMINISTRATOR, COORDINATOR, LEARNER, OTHERS, TRAINER, Persona
from tests.e2e.axe import assert_accessible
from tests.e2e.conftest import OpenPage
from tests.e2e.server import SiteServer
from tests.e2e.steps import main, sign_in_as
from tests.e2e.watching import Watch

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

GROUP = "Gmina Zalesie, jesień"
WORK = "Diagnoza świetlicy"
RECEIPT = re.compile(r"P-[0-9A-Z]{4}-[0-9A-Z]{4}")


def make_group(page: Page, *members: str) -> None:
    page.goto("/grupy/")
    main(page).locator("a[href$='/grupy/nowa/']").first.click()
    page.locator("[name=name]").fill(GROUP)
    page.locator("[name=subject]").select_option(label="Współtworzenie polityk publicznych")
    assert_accessible(page)
    main(page).get_by_role("button", name="Utwórz grupę").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(GROUP)
    page.locator("[name=addresses]").fill("\n".join(members))
    main(page).get_by_role("button", name="Wyślij zaproszenia").click()
    expect(page.get_by_role("status")).to_contain_text(re.compile(f"Wysłano {len(members)} zaprosze"))


def join(page: Page) -> None:
    """Accepts the invitation from "Moja nauka"."""
    page.goto("/moja-nauka/")
    assert_accessible(page)
    main(page).get_by_role("link", name=GROUP).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(GROUP)
    expect(main(page)).to_contain_text("postępy w tym szkoleniu")
    assert_accessible(page)
    main(page).get_by_role("button", name="Dołącz do grupy").click()
    expect(page.get_by_role("status").filter(has_text="Jesteś w grupie")).to_have_count(1)


def set_assignment(page: Page) -> None:
    main(page).locator("a[href$='/zadania/nowe/']").first.click()
    assert_accessible(page)
    main(page).locator("a[href$='/zadania/nowe/praca/']").click()
    assert_accessible(page)
    page.locator("[name=title]").fill(WORK)
    page.locator("[name=instructions]").fill("Opisz jeden lokalny problem.\n\nNajwyżej dwie strony.")
    page.locator("[name=due_at]").fill((timezone.localtime() + timedelta(days=7)).strftime("%Y-%m-%dT%H:%M"))
    main(page).get_by_role("button", name="Dodaj zadanie").click()
    expect(page.get_by_role("status").filter(has_text=WORK)).to_be_visible()


def hand_in(page: Page, text: str) -> str:
    """Submits a text; returns the number of the receipt."""
    page.locator("[name=text]").fill(text)
    main(page).get_by_role("button", name="Oddaj pracę").click()
    receipt = page.locator(".receipt")
    expect(receipt).to_contain_text("Praca oddana")
    found = RECEIPT.search(receipt.inner_text())
    assert found
    return found.group()


def open_own(page: Page, section: str, state: str = "") -> None:
    """Opens the submission from "Moja nauka", where it is listed under ``section`` with its ``state``."""
    page.goto("/moja-nauka/")
    tasks = main(page).locator("section").filter(has=page.get_by_role("heading", name=section))
    task = tasks.get_by_role("listitem").filter(has=page.get_by_role("link", name=WORK))
    expect(task.locator(".badge")).to_have_text([state] if state else [])
    task.get_by_role("link", name=WORK).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(WORK)


def open_waiting(page: Page, *, revised: bool = False) -> None:
    """Opens the submission from the trainer's queue."""
    page.goto("/grupy/")
    row = main(page).get_by_role("row").filter(has_text=WORK)
    expect(row).to_have_count(1)
    if revised:
        expect(row).to_contain_text("Poprawiona")
    row.get_by_role("link").click()
    expect(main(page)).to_contain_text(WORK)


def test_an_assignment_is_set_submitted_returned_and_accepted(
    open_as: OpenPage, watch: Watch, site_server: SiteServer
) -> None:
    watch.expect("status of 422")
    learner_of, other = OTHERS[4], OTHERS[3]
    trainer = open_as(TRAINER)
    trainer.goto("/grupy/")
    assert_accessible(trainer)
    make_group(trainer, learner_of.email, "nieznana@example.org")
    # With or without an account, the trainer sees the typed address only, until they join.
    for email in (learner_of.email, "nieznana@example.org"):
        named = main(trainer).get_by_role("listitem").filter(has_text=email)
        expect(named.filter(has_text="zaproszenie wysłane dziś")).to_have_count(1)
        expect(named.filter(has_text="wysłano zaproszenie")).to_have_count(1)
    expect(main(trainer).get_by_text(learner_of.last_name)).to_have_count(0)
    assert_accessible(trainer)
    learner = open_as(learner_of)
    join(learner)
    trainer.reload()
    expect(main(trainer).get_by_role("row").filter(has_text=learner_of.last_name)).to_have_count(1)
    set_assignment(trainer)
    assert_accessible(trainer)

    # The learner sees what is due; an empty submission is an error, and what was typed stays.
    open_own(learner, "Do zrobienia")
    expect(main(learner)).to_contain_text("(czas warszawski)")
    assert_accessible(learner)
    main(learner).get_by_role("button", name="Oddaj pracę").click()
    expect(learner.get_by_role("alert")).to_be_focused()
    expect(learner.get_by_role("alert")).to_be_in_viewport()
    assert_accessible(learner)
    learner.locator("[name=text]").fill("Szkic: świetlica jest zamknięta w soboty.")
    main(learner).get_by_role("button", name="Zapisz wersję roboczą").click()
    open_own(learner, "Do zrobienia", "Wersja robocza")
    expect(learner.locator("[name=text]")).to_have_value("Szkic: świetlica jest zamknięta w soboty.")
    learner.locator("[name=file]").set_input_files(
        {"name": "diagnoza.txt", "mimeType": "text/plain", "buffer": "Świetlica: ankieta wśród 12 osób.".encode()}
    )
    first = hand_in(learner, "Świetlica jest zamknięta w soboty, a wtedy jest potrzebna.")
    assert_accessible(learner)

    # The trainer returns it; without a comment it cannot be returned.
    open_waiting(trainer)
    expect(main(trainer)).to_contain_text("a wtedy jest potrzebna")
    with trainer.expect_download() as waiting:
        main(trainer).get_by_role("link", name="diagnoza.txt").click()
    assert waiting.value.suggested_filename == "diagnoza.txt"
    assert_accessible(trainer)
    main(trainer).get_by_role("button", name="Zwróć do poprawy").click()
    expect(trainer.get_by_role("alert")).to_be_focused()
    assert_accessible(trainer)
    trainer.locator("[name=comment]").fill("Napisz, skąd wiesz, że jest potrzebna.")
    main(trainer).get_by_role("button", name="Zwróć do poprawy").click()
    expect(trainer.get_by_role("status").filter(has_text=WORK)).to_be_visible()

    # Corrected and handed in again: another receipt, the comment beside the first round.
    open_own(learner, "Do zrobienia", "Do poprawy")
    expect(main(learner)).to_contain_text("Napisz, skąd wiesz, że jest potrzebna.")
    assert_accessible(learner)
    second = hand_in(learner, "Świetlica jest zamknięta w soboty. Pytaliśmy o to 12 osób.")
    assert second != first

    open_waiting(trainer, revised=True)
    main(trainer).get_by_role("button", name="Zalicz pracę").click()
    expect(trainer.get_by_role("status").filter(has_text="zaliczona")).to_be_visible()
    trainer.goto("/grupy/")
    expect(main(trainer).get_by_role("row").filter(has_text=WORK)).to_have_count(0)

    address = site_server.rows("select id from coursework_assignment where title = ?", WORK)[0][0]
    open_own(learner, "Oddane i sprawdzone", "Zaliczona")
    expect(learner).to_have_url(re.compile(rf"/prace/{address}/$"))
    expect(main(learner)).to_contain_text("Zaliczona")
    expect(main(learner).get_by_role("button", name="Oddaj pracę")).to_have_count(0)
    assert_accessible(learner)

    # The decision is corrected, with a reason; the learner reads both, and still opens the submission when removed.
    trainer.goto("/grupy/")
    main(trainer).get_by_role("link", name=GROUP).click()
    main(trainer).get_by_text("Oddane prace").click()
    works = main(trainer).locator("details").filter(has_text="Oddane prace")
    works.get_by_role("link", name=learner_of.last_name).click()
    main(trainer).get_by_role("link", name="Popraw decyzję").click()
    assert_accessible(trainer)
    trainer.get_by_role("radio", name="niezaliczona").check()
    trainer.locator("[name=comment]").fill("Ankieta dotyczyła innej świetlicy.")
    main(trainer).get_by_role("button", name="Popraw decyzję").click()
    expect(trainer.get_by_role("alert")).to_be_focused()
    assert_accessible(trainer)
    trainer.locator("[name=reason]").fill("Pomyliłam prace.")
    main(trainer).get_by_role("button", name="Popraw decyzję").click()
    expect(trainer.get_by_role("status").filter(has_text="Decyzja poprawiona")).to_be_visible()
    learner.reload()
    expect(main(learner)).to_contain_text("Pomyliłam prace.")
    main(learner).get_by_text("Pokaż wcześniejszą decyzję").click()
    assert_accessible(learner)
    trainer.goto("/grupy/")
    main(trainer).get_by_role("link", name=GROUP).click()
    main(trainer).get_by_role("row").filter(has_text=learner_of.last_name).get_by_role("link", name="Usuń").click()
    assert_accessible(trainer)
    main(trainer).get_by_role("button", name="Usuń z grupy").click()
    expect(main(trainer).get_by_role("row").filter(has_text=learner_of.last_name)).to_have_count(0)
    open_own(learner, "Oddane i sprawdzone", "Niezaliczona")

    # No other user can open it.
    watch.expect("status of 40[34]")
    for outsider in (other, LEARNER, COORDINATOR):
        page = open_as(outsider)
        response = page.goto(f"/prace/{address}/")
        assert response is not None
        assert response.status in (403, 404)


def test_an_invitation_is_read_before_signing_in_declined_and_a_group_is_left(
    open_as: OpenPage, open_page: OpenPage, watch: Watch, site_server: SiteServer
) -> None:
    invited, other = OTHERS[2], "odmawia@example.org"
    make_group(open_as(TRAINER), invited.email, other)
    tokens = dict(
        site_server.rows(
            "select email, token from coursework_cohortinvitation where cohort_id in"
            " (select id from coursework_cohort where name = ?)",
            GROUP,
        )
    )
    visitor = open_page()
    visitor.goto(f"/zaproszenia/{tokens[other]}/")
    expect(main(visitor).get_by_role("link", name="Zaloguj się")).to_be_visible()
    expect(main(visitor).get_by_role("button", name="Dołącz do grupy")).to_have_count(0)
    assert_accessible(visitor)
    watch.expect("status of 4(10|04)")
    main(visitor).get_by_role("button", name="Odrzuć zaproszenie").click()
    expect(visitor.get_by_role("heading", level=1)).to_have_text("Zaproszenie jest odrzucone")
    assert_accessible(visitor)
    visitor.goto("/zaproszenia/nie-ma-takiego/")
    expect(visitor.get_by_role("heading", level=1)).to_have_text("Nie ma takiego zaproszenia")

    outsider = open_as(LEARNER)
    outsider.goto(f"/zaproszenia/{tokens[invited.email]}/")
    expect(main(outsider)).to_contain_text("To zaproszenie jest na inny adres")
    assert_accessible(outsider)

    learner = open_as(invited)
    join(learner)
    main(learner).get_by_role("link", name=f"Opuść grupę {GROUP}").click()
    assert_accessible(learner)
    main(learner).get_by_role("button", name="Opuść grupę").click()
    expect(learner.get_by_role("status").filter(has_text=f"Nie jesteś już w grupie „{GROUP}”")).to_have_count(1)
    expect(main(learner).get_by_role("link", name=f"Opuść grupę {GROUP}")).to_have_count(0)


def test_a_coordinator_sees_groups_and_no_submissions(open_as: OpenPage) -> None:
    page = open_as(COORDINATOR)
    page.goto("/grupy/")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(main(page).get_by_text("Zacznij od najstarszej")).to_have_count(0)
    assert_accessible(page)


ROWS = """() => {
  const boxes = [...document.querySelectorAll(".site-header a")].map((link) => link.getBoundingClientRect());
  const middles = boxes.filter((box) => box.height).map((box) => box.top + box.height / 2).sort((a, b) => a - b);
  return middles.filter((middle, index) => !index || middle - middles[index - 1] > 12).length;
}"""


@pytest.mark.parametrize("width", [320, 390])
@pytest.mark.parametrize("persona", [TRAINER, ADMINISTRATOR])
def test_the_header_takes_two_rows_on_a_phone(open_page: OpenPage, persona: Persona, width: int) -> None:
    page = open_page(viewport={"width": width, "height": 800})
    sign_in_as(page, persona)
    page.goto("/moja-nauka/")
    assert page.evaluate(ROWS) == 2
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert_accessible(page)
    last = page.locator(".site-header .nav a").last
    last.focus()
    expect(last).to_be_in_viewport(ratio=1)
