"""An anonymous visitor searches for and reads guidance."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.server import SiteServer
from tests.e2e.steps import main
from tests.e2e.watching import Watch

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

GUIDE = "/poradniki/praca-a-trzeci-sektor/"
CHAPTER = f"{GUIDE}wolontariusze/"


def test_a_reader_finds_a_chapter_in_two_clicks(page: Page) -> None:
    page.goto("/")
    main(page).get_by_role("link", name=re.compile("Praca a trzeci sektor")).first.click()
    expect(page).to_have_url(re.compile(f"{GUIDE}$"))
    main(page).get_by_role("link", name="Wolontariusze", exact=True).click()
    expect(page).to_have_url(re.compile(f"{CHAPTER}$"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Wolontariusze")


@pytest.mark.parametrize("width", [390, 1280])
def test_a_link_to_any_heading_lands_on_it(page: Page, width: int) -> None:
    """Also far down a long text, where estimated heights of elements outside the screen would move the heading."""
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(CHAPTER)
    headings = page.locator(".prose [id]").evaluate_all("found => found.map(heading => heading.id)")
    assert len(headings) >= 5
    for heading in headings:
        page.goto("about:blank")
        page.goto(f"{CHAPTER}#{heading}")
        expect(page.locator(f"#{heading}")).to_be_in_viewport()
        top = page.evaluate("id => document.getElementById(id).getBoundingClientRect().top", heading)
        assert 0 <= top <= 60, (heading, top)


@pytest.mark.parametrize("height", [800, 600])
def test_what_stays_beside_a_chapter_is_all_within_reach(page: Page, height: int) -> None:
    """The contents and the right column stay in the window: they fit or can be scrolled."""
    page.set_viewport_size({"width": 1280, "height": height})
    chapters = set()
    for guide in (GUIDE, "/metodologia/"):
        page.goto(guide)
        links = main(page).get_by_role("link").evaluate_all("found => found.map(link => new URL(link.href).pathname)")
        chapters |= {
            link for link in links if re.fullmatch(f"{guide}(?!historia|druk|wymogi|pytanie|zglos-blad)[^/]+/", link)
        }
    assert len(chapters) >= 16
    for chapter in sorted(chapters):
        page.goto(chapter)
        columns = page.locator(".contents, .rail").evaluate_all(
            "found => found.map(column => [getComputedStyle(column).position, column.offsetHeight])"
        )
        assert [position for position, _tall in columns] == ["sticky", "sticky"]
        assert all(tall <= height - 16 for _position, tall in columns), (chapter, columns)


@pytest.mark.parametrize("words", ["porozumienie z wolontariuszem", "porozumienie na pismie", "wolontariuszom"])
def test_a_search_from_the_home_page_leads_to_an_answer(page: Page, words: str) -> None:
    page.goto("/")
    field = page.get_by_role("combobox")
    field.fill(words)
    field.press("Enter")
    expect(page).to_have_url(re.compile("/szukaj/"))
    results = main(page).get_by_role("listitem").filter(has=page.get_by_role("heading", level=2))
    expect(results.first).to_be_visible()
    main(page).get_by_role("link", name="Wolontariusze", exact=True).first.click()
    expect(page).to_have_url(re.compile(f"{CHAPTER}(#|$)"))


def test_a_chapter_says_what_is_required_who_checked_it_and_where_one_is(page: Page) -> None:
    page.goto(CHAPTER)
    card = page.locator(".requirement").filter(has_text="dłużej niż 30 dni")
    expect(card).to_contain_text("Wymóg prawny")
    expect(card).to_contain_text("art. 44")
    expect(card.get_by_role("link", name="art. 44")).to_have_attribute("href", re.compile(r"^https://"))
    expect(page.locator(".requirement.practice").first).to_contain_text("Dobra praktyka")
    rail = page.get_by_role("complementary")
    expect(rail).to_contain_text("1 marca 2026")
    expect(rail).to_contain_text("Zespół poradnika")

    rail.get_by_role("link", name="Zawrzyj porozumienie").click()
    expect(page).to_have_url(re.compile(r"#zawrzyj-porozumienie$"))
    expect(page.locator("#zawrzyj-porozumienie")).to_be_in_viewport()

    page.locator("a[rel=next]").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Czas pracy")
    page.locator("a[rel=prev]").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Wolontariusze")


def test_a_reader_reports_an_error_in_one_field(page: Page, site_server: SiteServer, watch: Watch) -> None:
    page.goto(CHAPTER)
    page.get_by_role("complementary").locator("a[href$='/zglos-blad/']").click()
    expect(page.get_by_role("textbox")).to_have_count(1)
    send = main(page).locator("form button[type=submit]")

    watch.expect("status of 422")
    send.click()
    expect(page.get_by_role("alert")).to_be_visible()
    before = site_server.count("select count(*) from guidance_question")

    page.get_by_role("textbox").fill("W drugim akapicie jest literówka: „wolontarjusz”.")
    page.wait_for_timeout(2_100)  # a form sent faster is a program's
    send.click()
    expect(page.locator(".receipt")).to_be_visible()
    expect(main(page).get_by_role("link")).to_have_attribute("href", re.compile(CHAPTER))
    assert site_server.count("select count(*) from guidance_question") == before + 1
    assert site_server.rows("select kind, text from guidance_question order by id desc limit 1") == [
        ("error", "W drugim akapicie jest literówka: „wolontarjusz”.")
    ]


def test_a_download_of_a_chapter_is_a_file(page: Page) -> None:
    page.goto(CHAPTER)
    link = page.get_by_role("complementary").get_by_role("link", name=re.compile("Wzór porozumienia"))
    with page.expect_download() as waiting:
        link.click()
    assert waiting.value.suggested_filename.endswith(".docx")
