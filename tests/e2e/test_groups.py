"""A coordinator adds eight people at once; a trainer writes to those ticked; every page on the way is accessible."""

import re

import pytest
from playwright.sync_api import expect

from demo.activity import GROUP
from demo.people import COORDINATOR, LEARNER, OTHERS, TRAINER
from tests.e2e.axe import assert_accessible
from tests.e2e.conftest import OpenPage
from tests.e2e.steps import main

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


def test_eight_addresses_with_two_unknown_are_one_form(open_as: OpenPage) -> None:
    known = [LEARNER.email, *(person.email for person in OTHERS[:5])]
    unknown = ["nowa.osoba@example.org", "inna.osoba@example.org"]
    page = open_as(COORDINATOR)
    page.goto("/grupy/nowa/")
    page.locator("[name=name]").fill("Osiem osób")
    page.locator("[name=subject]").select_option(label="Współtworzenie polityk publicznych")
    main(page).get_by_role("button", name="Utwórz grupę").click()
    page.locator("[name=addresses]").fill("\n".join([*known, *unknown]))
    page.locator("[name=signed_up]").check()
    main(page).get_by_role("button", name="Dodaj albo zaproś").click()
    expect(page.get_by_text("Dodano 6 osób.")).to_be_visible()
    expect(page.get_by_text("Wysłano 2 zaproszenia.")).to_be_visible()
    outcome = main(page).locator("details").filter(has_text="Co się stało z każdym adresem").get_by_role("listitem")
    expect(outcome).to_have_text(
        [
            *(f"{address}: dodano do grupy" for address in known),
            *(f"{address}: wysłano zaproszenie" for address in unknown),
        ]
    )
    expect(main(page).locator("table tbody tr")).to_have_count(6)
    for address in unknown:
        waiting = (
            main(page).get_by_role("listitem").filter(has_text=re.compile(f"{address}.*zaproszenie wysłane", re.S))
        )
        expect(waiting).to_have_count(1)
    page.reload()
    expect(main(page).get_by_text("Co się stało z każdym adresem")).to_have_count(0)
    assert_accessible(page)

    main(page).get_by_role("link", name="Dodaj osoby z arkusza").click()
    expect(main(page).get_by_role("heading", name="Osoby z arkusza")).to_be_visible()
    assert_accessible(page)
    page.locator("[name=rows]").fill(f"Imię\tE-mail\nOla\tola@example.org\nJan\t{known[0]}\nEwa\tewa@")
    main(page).get_by_role("button", name="Pokaż podgląd").click()
    expect(main(page).locator("tbody tr td:last-child")).to_have_text(
        ["dostanie wiadomość", "jest już w grupie", "to nie jest adres e-mail"]
    )
    assert_accessible(page)
    page.goto("/grupy/wszystkie/")
    expect(main(page)).to_contain_text("Nikt nie prowadzi tej grupy")
    assert_accessible(page)


def test_a_trainer_reads_the_table_and_a_person_and_writes_to_those_ticked(open_as: OpenPage) -> None:
    page = open_as(TRAINER)
    page.goto("/grupy/")
    main(page).get_by_role("link", name=GROUP).first.click()
    main(page).get_by_role("link", name="Kto co zrobił").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Zadania i osoby")
    assert_accessible(page)
    main(page).get_by_role("rowheader").get_by_role("link").first.click()
    assert_accessible(page)
    main(page).get_by_role("link", name="Daj późniejszy termin").first.click()
    assert_accessible(page)
    page.go_back()
    main(page).get_by_role("link", name="Napisz wiadomość").click()
    assert_accessible(page)
    page.goto("/grupy/")
    main(page).get_by_role("link", name=GROUP).first.click()
    boxes = main(page).locator("[name=osoba]")
    boxes.nth(0).check()
    boxes.nth(1).check()
    main(page).get_by_role("button", name="Napisz do zaznaczonych").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Wiadomość do 2 osób")
    page.locator("[name=subject]").fill("Zjazd")
    page.locator("[name=text]").fill("Spotykamy się o 9.")
    main(page).get_by_role("button", name="Wyślij do 2 osób").click()
    expect(page.get_by_role("status")).to_contain_text("Wiadomość wysłana do 2 osób.")
    main(page).get_by_role("link", name="Zjazd").click()
    assert_accessible(page)
    page.go_back()
    main(page).locator("h3 a[href*='/zadania/']").first.click()
    assert_accessible(page)
    main(page).get_by_role("link", name="Zamknij zadanie").click()
    assert_accessible(page)
    page.go_back()
    page.goto(f"{page.url}usun/")  # what the page of a task with submissions does not link to
    assert_accessible(page)
