"""Every page type checked with axe, in light and dark, at 320 and 1280 px, and rules that axe does not check."""

import sqlite3
from contextlib import closing

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from playwright.sync_api import expect

from demo.people import EDITOR, LEARNER, OTHERS, PASSWORD
from tests.e2e.axe import assert_accessible
from tests.e2e.conftest import OpenPage
from tests.e2e.server import SiteServer
from tests.e2e.steps import answer, enrolled, exercise, exercises_of, lessons_of, main
from tests.e2e.watching import Watch

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

GUIDE = "/poradniki/praca-a-trzeci-sektor/"
COURSE = "wspoltworzenie-polityk-publicznych"
LESSON = f"/szkolenia/{COURSE}/konsultowanie-projektow/co-i-kiedy-konsultowac/"

PUBLIC = {
    "home": "/",
    "home in English": "/en/",
    "guide list": "/poradniki/",
    "guide": GUIDE,
    "chapter": f"{GUIDE}wolontariusze/",
    "chapter in English": f"/en{GUIDE}czas-pracy/",
    "history of a guide": f"{GUIDE}historia/",
    "two versions compared": f"{GUIDE}wolontariusze/historia/?od=1&do=3",
    "edition": "/metodologia/wydania/1/",
    "edition to print": "/metodologia/wydania/1/druk/",
    "e-mails about changes": f"{GUIDE}historia/powiadomienia/",
    "question to an adviser": f"{GUIDE}wolontariusze/pytanie/?czesc=kto-ubezpiecza",
    "what is missing": f"{GUIDE}wolontariusze/czego-brakuje/",
    "questions and answers": "/pytania/",
    "report of an error": "/zglos-blad/?strona=3",
    "methodology": "/metodologia/",
    "requirements": "/wymogi/?moc=grantodawcy&etat=tak&samorzad=nie",
    "calendar of duties": "/wymogi/kalendarz/?etat=tak",
    "checking a certificate": "/zaswiadczenia/",
    "mistyped number of a certificate": "/zaswiadczenia/?numer=PM-2026-AAAA-AAAA",
    "catalogue": "/szkolenia/",
    "programme": "/szkolenia/model-wspolpracy/",
    "postgraduate studies": "/szkolenia/zarzadzanie-gospodarka-spoleczna/",
    "choice in the catalogue": "/szkolenia/?rodzaj=postgraduate",
    "course": f"/szkolenia/{COURSE}/",
    "module card": "/szkolenia/formy-prawne-i-zarzadzanie/",
    "topic": f"/szkolenia/{COURSE}/konsultowanie-projektow/",
    "lesson": LESSON,
    "locked lesson": "/szkolenia/liczby-przedsiebiorstwa-spolecznego/gotowka-i-kapital/plan-przeplywow/",
    "search": "/szukaj/",
    "search with results": "/szukaj/?q=wolontariusz",
    "search without results": "/szukaj/?q=hipopotam",
    "standard page": "/regulamin/",
    "accessibility declaration": "/deklaracja-dostepnosci/",
    "results base": "/projekty/",
    "project": "/projekty/model-wspolpracy-standardem-dzialan/",
    "result": "/projekty/spojny-model-wsparcia/",
    "open data": "/otwarte-dane/",
    "news list": "/aktualnosci/",
    "news item": "/aktualnosci/jak-zglosic-blad/",
    "glossary": "/slownik/",
    "values": "/wartosci/",
    "document templates": "/wzory/",
    "document template": "/wzory/wzor-umowa-zlecenie/",
    "sign-in": "/konto/login/",
    "sign-up": "/konto/signup/",
    "sign-up with a guardian": "/konto/signup/opiekun/",
    "password reset": "/konto/password/reset/",
    "verification sent": "/konto/confirm-email/",
    "not found": "/nie-ma-takiej-strony/",
    "pattern library": "/wzorce/",
}
OWN = {
    "home of a learner": "/",
    "my learning": "/moja-nauka/",
    "notes": "/moja-nauka/notatki/",
    "weekly goal": "/moja-nauka/cel/",
    "answers": "/moja-nauka/odpowiedzi/",
    "history of learning": "/moja-nauka/historia/",
    "shared checklists": "/wymogi/udostepnianie/",
    "course of a learner": f"/szkolenia/{COURSE}/",
    "e-mail": "/konto/email/",
    "password": "/konto/password/change/",
    "two factors": "/konto/2fa/",
    "sign-out": "/konto/logout/",
    "deleting the account": "/konto/usun/",
    "own data": "/konto/dane/",
    "consents": "/konto/zgody/",
}


@pytest.mark.parametrize("address", PUBLIC.values(), ids=PUBLIC.keys())
def test_a_public_page_is_accessible(open_page: OpenPage, watch: Watch, address: str) -> None:
    page = open_page(traced=False)
    expected = {PUBLIC["not found"]: "status of 404", PUBLIC["mistyped number of a certificate"]: "status of 422"}
    if address in expected:
        watch.expect(expected[address])
    page.goto(address)
    assert_accessible(page)


def test_the_tools_of_a_guide_are_accessible(open_page: OpenPage) -> None:
    page = open_page(traced=False)
    page.goto(GUIDE)
    page.get_by_role("link", name="Umowa o pracę, zlecenie, dzieło czy wolontariat?").click()
    assert_accessible(page)
    for answer_text in ("Tak", "Tak"):
        page.get_by_role("radio", name=answer_text, exact=True).check()
        page.get_by_role("button", name="Dalej").click()
    expect(page.get_by_role("heading", name="Umowa o pracę", exact=True)).to_be_visible()
    assert_accessible(page)
    page.goto(GUIDE)
    page.get_by_role("link", name="Ile kosztuje etat?").click()
    page.get_by_role("button", name="Policz koszt").click()
    expect(page.get_by_role("heading", name="Co płaci pracodawca")).to_be_visible()
    assert_accessible(page)


@pytest.mark.parametrize("address", OWN.values(), ids=OWN.keys())
def test_a_page_of_a_learner_is_accessible(open_as: OpenPage, address: str) -> None:
    page = open_as(LEARNER, traced=False)
    enrolled(page, COURSE)
    page.goto(address)
    assert_accessible(page)


def test_my_learning_without_a_course_is_accessible(open_as: OpenPage) -> None:
    page = open_as(EDITOR, traced=False)
    page.goto("/moja-nauka/")
    assert_accessible(page)


@pytest.mark.parametrize("state", ["new", "right", "wrong", "without a choice"])
def test_a_lesson_is_accessible_in_every_state_of_its_exercises(open_as: OpenPage, watch: Watch, state: str) -> None:
    page = open_as(OTHERS[3], traced=False)
    enrolled(page, COURSE)
    lesson = lessons_of(COURSE)[{"new": 0, "right": 1, "wrong": 2, "without a choice": 3}[state]]
    page.goto(str(lesson.get_url()))
    items = exercises_of(lesson)
    page.locator(".lesson-bar summary").click()
    for hint in page.locator(".exercise details summary").all():
        hint.click()
    if state in ("right", "wrong"):
        for number, item in enumerate(items, start=1):
            answer(page, number, item.right if state == "right" else item.wrong)
            expect(exercise(page, number).locator("[data-feedback]").first).to_be_visible()
    elif state == "without a choice":
        watch.expect("status of 422")
        page.evaluate("document.querySelectorAll('input[required]').forEach((input) => { input.required = false })")
        exercise(page, 1).locator("button[type=submit]").click()
        expect(exercise(page, 1).get_by_role("alert")).to_be_visible()
    assert_accessible(page)


@pytest.mark.parametrize(
    "address", ["/konto/login/", "/konto/signup/", "/konto/password/reset/", f"{GUIDE}wolontariusze/"]
)
def test_a_form_that_was_not_accepted_is_accessible(open_page: OpenPage, watch: Watch, address: str) -> None:
    page = open_page(traced=False)
    page.goto(address)
    if address.startswith(GUIDE):
        page.locator("a[href$='/zglos-blad/']").first.click()
        watch.expect("status of 422")
        assert_accessible(page)
    main(page).locator("form button[type=submit]").first.click()
    expect(page.locator(".error-summary")).to_be_visible()
    assert_accessible(page)


def test_what_protects_an_account_is_accessible(open_as: OpenPage) -> None:
    """Reauthentication with a wrong and a right password; two-factor authentication enabled, used, disabled."""
    page = open_as(OTHERS[1], traced=False)

    def send() -> None:
        main(page).locator("form button[type=submit]").first.click()

    page.goto("/konto/2fa/totp/activate/")
    page.wait_for_url("**/konto/reauthenticate/**")
    assert_accessible(page)
    page.locator("input[name=password]").fill("zgaduje-haslo-1")
    send()
    expect(page.locator(".error-summary")).to_be_visible()
    assert_accessible(page)
    page.locator("input[name=password]").fill(PASSWORD)
    send()
    page.wait_for_url("**/2fa/totp/activate/")
    assert_accessible(page)
    counter = next(iter(yield_hotp_counters_from_time()))
    page.locator("input[name=code]").fill(format_hotp_value(hotp_value(page.locator(".secret").inner_text(), counter)))
    send()
    page.wait_for_url("**/2fa/recovery-codes/")
    for address in ("recovery-codes/", "recovery-codes/generate/", "reauthenticate/", "totp/deactivate/"):
        page.goto(f"/konto/2fa/{address}")
        assert_accessible(page)
    send()
    page.wait_for_url("**/konto/2fa/")


def test_the_form_of_a_shared_password_is_accessible(
    open_page: OpenPage, watch: Watch, site_server: SiteServer
) -> None:
    page = open_page(traced=False)
    change(
        site_server,
        "insert into wagtailcore_pageviewrestriction (page_id, restriction_type, password)"
        " select id, 'password', 'wspolne-haslo' from wagtailcore_page where slug = 'jak-zglosic-blad'",
    )
    try:
        page.goto(PUBLIC["news item"])
        expect(page.locator("h1")).to_have_text("Ta strona wymaga hasła")
        assert_accessible(page)
        watch.expect("status of 422")
        page.locator("input[name=password]").fill("zgaduje")
        main(page).locator("form button[type=submit]").click()
        expect(page.locator(".error-summary")).to_be_visible()
        assert_accessible(page)
        page.locator("input[name=password]").fill("wspolne-haslo")
        main(page).locator("form button[type=submit]").click()
        page.wait_for_url(f"**{PUBLIC['news item']}")
    finally:
        change(site_server, "delete from wagtailcore_pageviewrestriction")


def change(server: SiteServer, statement: str) -> None:
    """Changes the server's database and invalidates the server's caches."""
    with closing(sqlite3.connect(server.folder / "site.sqlite3")) as database:
        database.execute(statement)
        database.commit()
    (server.folder / "cache-version").touch()
