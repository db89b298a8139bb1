"""A learner from the choice of a course to the certificate that others check, and away with all data."""

import json
import re
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from playwright.sync_api import Page, expect

from courses.catalogue.models import Lesson
from tests.e2e.axe import assert_accessible
from tests.e2e.conftest import OpenPage
from tests.e2e.server import SiteServer
from tests.e2e.steps import (
    NEW_PASSWORD,
    answer,
    answer_rightly,
    exercise,
    exercises_of,
    lessons_of,
    main,
    sign_up,
)
from tests.e2e.watching import Watch

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

COURSE = "infrastruktura-wspolpracy"
EMAIL = "hanna-droga@example.org"
ANSWERS = "select count(*) from activities_answer join people_user on people_user.id = user_id where email = ?"


def choose(page: Page) -> None:
    """Chooses by theme and hours, and compares the outcomes of what is found."""
    page.goto("/szkolenia/")
    page.get_by_label("Czego chcesz się nauczyć?").fill("partnerstwo lokalne")
    page.get_by_label("Czas").select_option(label="do 10 godzin")
    main(page).get_by_role("button", name="Pokaż pasujące").click()
    expect(page).to_have_url(re.compile("godziny=krotkie"))
    main(page).get_by_role("link", name="Infrastruktura współpracy").first.click()
    expect(main(page)).to_contain_text("prowadzenie i zakończenie partnerstwa lokalnego")
    main(page).get_by_role("button", name="Rozpocznij kurs").click()


def learn_without_connection(page: Page, lesson: Lesson) -> None:
    """Keeps the open lesson, loses the connection, answers all of it, closes the lesson and comes back."""
    panel = page.get_by_role("region", name="Nauka bez internetu")
    panel.get_by_role("button", name="Zapisz lekcję do nauki bez internetu").click()
    expect(panel.locator("[data-offline-keeping]")).to_contain_text("Zapisano.")
    page.context.set_offline(True)
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text(lesson.title)
    exercises = exercises_of(lesson)
    for number, item in enumerate(exercises, start=1):
        answer(page, number, item.right)
        expect(exercise(page, number).get_by_role("status")).to_contain_text("zapisana w tej przeglądarce")
    page.context.set_offline(False)
    expect(panel.locator("[data-offline-results] li")).to_have_count(len(exercises))
    expect(panel.locator("[data-offline-status]")).to_have_text("Wszystko, co zrobiono, jest zapisane.")


def learn(page: Page, lesson: Lesson) -> None:
    if lesson.rule == lesson.CompletionRule.MANUAL:
        page.locator("#dalej").get_by_role("button").click()
        expect(page.locator("#dalej").get_by_role("button", name="Cofnij ukończenie lekcji")).to_be_visible()
        return
    for number, item in enumerate(exercises_of(lesson), start=1):
        answer_rightly(page, number, item)


def confirm_password(page: Page) -> None:
    """Types the password, where the last sign-in was more than five minutes ago."""
    if page.locator("input[name=password]").count():
        page.locator("input[name=password]").fill(NEW_PASSWORD)
        main(page).locator("form button[type=submit]").first.click()


@pytest.mark.timeout(600)
def test_a_learner_chooses_learns_with_two_cuts_proves_it_and_leaves(
    open_page: OpenPage, site_server: SiteServer, watch: Watch, tmp_path: Path
) -> None:
    watch.expect(r"ERR_INTERNET_DISCONNECTED|Failed to load resource|net::ERR")
    lessons = lessons_of(COURSE)
    page = open_page()
    sign_up(page, site_server, EMAIL)
    choose(page)

    for place, lesson in enumerate(lessons):
        expect(page.get_by_role("heading", level=1)).to_have_text(lesson.title)
        if place < 2:
            learn_without_connection(page, lesson)
            page.goto(str(lesson.get_url()))
        else:
            learn(page, lesson)
        expect(page.locator("#dalej")).to_contain_text(re.compile("ukończ|cały kurs"))
        if lesson is not lessons[-1]:
            page.get_by_role("link", name=re.compile("^Dalej: ")).click()
    assert site_server.count(ANSWERS, EMAIL) == sum(
        len(item.steps)
        for lesson in lessons
        if lesson.rule == lesson.CompletionRule.EXERCISES
        for item in exercises_of(lesson)
    )

    # The finish, and the certificate by name.
    page.locator("#dalej").get_by_role("link", name="Zobacz podsumowanie kursu").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Masz za sobą cały kurs")
    assert_accessible(page)
    main(page).get_by_role("link", name="Zobacz wynik i zaświadczenie").click()
    expect(page.locator("#zaswiadczenie")).to_contain_text("Hanna Żuraw")
    page.get_by_label("To moje imię i nazwisko").check()
    page.get_by_role("button", name="Wydaj zaświadczenie").click()
    expect(page.locator(".seal")).to_be_visible()
    assert_accessible(page)
    number = str(page.locator(".facts dd").first.text_content())
    paper = page.request.get(f"/moja-nauka/zaswiadczenia/{number}/pdf/")
    assert paper.body().startswith(b"%PDF-")
    page.get_by_label("tylko moje inicjały").check()
    page.get_by_role("button", name="Zapisz wybór").click()

    # Somebody else checks it.
    other = open_page(viewport={"width": 390, "height": 844})
    other.goto("/zaswiadczenia/")
    other.get_by_label("Numer zaświadczenia").fill(number.lower().replace("-", " "))
    other.get_by_role("button", name="Sprawdź numer").click()
    expect(other.get_by_role("heading", name="To zaświadczenie jest ważne")).to_be_visible()
    expect(main(other)).to_contain_text("H. Ż.")
    expect(main(other)).not_to_contain_text("Żuraw")
    assert_accessible(other)

    # All data, then no account.
    page.goto("/konto/dane/kopia/")
    confirm_password(page)
    with page.expect_download() as download:
        page.get_by_role("button", name="Pobierz plik").click()
    with ZipFile(BytesIO(Path(download.value.path()).read_bytes())) as archive:
        written = json.loads(archive.read("dane.json"))
    assert number in json.dumps(written)
    page.goto("/konto/usun/")
    page.get_by_role("button", name="Usuń moje konto").click()
    expect(page.get_by_role("status").first).to_contain_text("Konto zostało usunięte")
    assert site_server.count("select count(*) from people_user where email = ?", EMAIL) == 0
    other.reload()
    expect(other.get_by_role("heading", name="To zaświadczenie jest ważne")).to_be_visible()
    expect(main(other)).not_to_contain_text("Żuraw")
