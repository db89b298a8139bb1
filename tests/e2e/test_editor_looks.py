"""The admin has Pomost's logo, name and colours, legible in light and dark."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import FloatRect, Locator, Page, expect

from demo.people import EDITOR
from tests.e2e.axe import SCHEMES
from tests.e2e.conftest import OpenPage
from tests.e2e.server import SiteServer
from tests.e2e.test_editor import send_comment
from tests.e2e.watching import Watch

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

CONTRAST = {"runOnly": ["color-contrast"], "resultTypes": ["violations"]}


def contrast(page: Page) -> list[str]:
    found = []
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        # Colours change by a transition, and axe would measure an intermediate one.
        page.evaluate("Promise.allSettled(document.getAnimations().map((each) => each.finished))")
        rules = Axe().run(page, options=CONTRAST).response["violations"]
        found += [f"{scheme}: {node['target']}" for rule in rules for node in rule["nodes"]]
    return found


def colour(page: Page, selector: str) -> str:
    return str(page.locator(selector).first.evaluate("element => getComputedStyle(element).backgroundColor"))


def test_the_editor_has_the_mark_the_name_and_the_colours(open_as: OpenPage) -> None:
    page = open_as(EDITOR)
    page.goto("/admin/")
    expect(page).to_have_title("Strona główna panelu - Pomost")
    mark = page.locator("#wagtail-sidebar")
    expect(mark.locator("svg.admin-mark")).to_be_visible()
    expect(mark.get_by_text("Pomost", exact=True)).to_be_visible()
    expect(page.locator(".sidebar-wagtail-branding")).to_have_count(0)
    assert "favicon" in str(page.locator('link[rel="icon"]').get_attribute("href"))
    assert page.locator('link[rel="shortcut icon"]').count() == 0
    surfaces = []
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        surfaces.append((colour(page, ".sidebar"), colour(page, "html")))
    assert surfaces == [("rgb(22, 48, 43)", "rgb(252, 250, 246)"), ("rgb(11, 23, 21)", "rgb(16, 32, 29)")]


def test_a_theme_that_an_editor_chose_counts_for_more_than_the_system(open_as: OpenPage) -> None:
    page = open_as(EDITOR)
    page.goto("/admin/")
    surfaces = {}
    for theme in ("light", "dark"):
        # What Wagtail writes from the profile.
        page.evaluate("theme => document.documentElement.className = `w-theme-${theme}`", theme)
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)
            surfaces[theme, scheme] = (colour(page, ".sidebar"), colour(page, "html"))
    light, dark = ("rgb(22, 48, 43)", "rgb(252, 250, 246)"), ("rgb(11, 23, 21)", "rgb(16, 32, 29)")
    assert surfaces == {
        ("light", "light"): light,
        ("light", "dark"): light,
        ("dark", "light"): dark,
        ("dark", "dark"): dark,
    }


@pytest.mark.parametrize(
    "address",
    [
        "/admin/",
        "/admin/pages/{page}/edit/",
        "/admin/pages/",
        "/admin/images/",
        "/admin/reports/searches/",
        "/admin/search-engine/try/?q=umowy",
    ],
)
def test_the_editor_is_legible_in_light_and_dark(open_as: OpenPage, site_server: SiteServer, address: str) -> None:
    page = open_as(EDITOR, traced=False)
    chapter = site_server.count("select id from wagtailcore_page where slug = 'zarzadzanie-ludzmi'")
    page.goto(address.format(page=chapter))
    expect(page.locator("svg.admin-mark")).to_be_visible()
    assert contrast(page) == []


def test_an_unknown_address_of_the_editor_has_the_mark_too(open_as: OpenPage, watch: Watch) -> None:
    watch.expect("status of 404")
    page = open_as(EDITOR, traced=False)
    page.goto("/admin/nie-ma-takiej/")
    expect(page.locator("svg.admin-mark")).to_be_visible()
    assert contrast(page) == []


def box(locator: Locator) -> FloatRect:
    found = locator.bounding_box()
    assert found is not None
    return found


def overlap(one: FloatRect, other: FloatRect) -> bool:
    return (
        one["x"] < other["x"] + other["width"]
        and other["x"] < one["x"] + one["width"]
        and one["y"] < other["y"] + other["height"]
        and other["y"] < one["y"] + one["height"]
    )


@pytest.mark.parametrize(("width", "height"), [(1280, 900), (390, 844)], ids=["desk", "phone"])
def test_nothing_of_the_editor_covers_what_is_to_be_pressed(
    open_as: OpenPage, site_server: SiteServer, width: int, height: int
) -> None:
    page = open_as(EDITOR, viewport={"width": width, "height": height})
    chapter = site_server.count("select id from wagtailcore_page where slug = 'zarzadzanie-ludzmi'")
    page.goto(f"/admin/pages/{chapter}/edit/")
    fold = page.get_by_role("button", name="Zwiń wszystko")
    delete = page.get_by_role("button", name="Usuń", exact=True).first
    delete.wait_for(state="attached")
    for panel in (False, True):
        if panel:
            page.locator("[data-side-panel-toggle=status]").first.click()
        if fold.is_visible():
            # The button does not scroll: only how far each of the two reaches to the side matters.
            assert box(delete)["x"] + box(delete)["width"] <= box(fold)["x"], panel
            assert box(fold)["height"] >= 24
    page.locator("[data-a11y-dialog-show=schedule-publishing-dialog]").first.click()
    save = page.get_by_role("button", name="Zapisz plan")
    for field in ("#id_go_live_at", "#id_expire_at"):
        page.locator(field).focus()
        calendar = page.locator(".xdsoft_datetimepicker:visible")
        expect(calendar).to_have_count(1)
        assert [
            name for name in ("#id_go_live_at", "#id_expire_at") if overlap(box(calendar), box(page.locator(name)))
        ] == []
        assert not overlap(box(calendar), box(save))
        assert box(calendar)["x"] + box(calendar)["width"] <= width
        page.locator(field).blur()
        expect(calendar).to_have_count(0)


def test_the_notice_of_automatic_saving_is_not_cut_off(open_as: OpenPage, site_server: SiteServer) -> None:
    page = open_as(EDITOR)
    chapter = site_server.count("select id from wagtailcore_page where slug = 'zarzadzanie-ludzmi'")
    page.goto(f"/admin/pages/{chapter}/edit/")
    notice = page.locator("#w-autosave-indicator")
    notice.wait_for(state="attached")
    for state, words in (("saving", "Zapisywanie"), ("saved", "Zapisano"), ("paused", "Zapis wstrzymany")):
        notice.evaluate("(element, state) => element.setAttribute('data-w-autosave-state-value', state)", state)
        text = notice.locator(f".w-autosave-indicator__state--{state} .w-autosave-indicator__text")
        expect(text).to_contain_text(words)
        assert text.evaluate("element => element.scrollWidth <= element.clientWidth + 1")
        toggles = page.locator("[data-side-panel-toggle]").first
        assert box(text)["x"] + box(text)["width"] <= box(toggles)["x"]


def test_scripts_of_the_editor_speak_polish(open_as: OpenPage, site_server: SiteServer, watch: Watch) -> None:
    watch.expect("status of 400")  # automatic saving, since the new table is empty
    page = open_as(EDITOR)
    chapter = site_server.count("select id from wagtailcore_page where slug = 'zarzadzanie-ludzmi'")
    page.goto(f"/admin/pages/{chapter}/edit/")
    page.get_by_role("button", name="Dodaj blok").first.click()
    expect(page.get_by_placeholder("Szukaj…")).to_be_visible()
    page.get_by_role("option", name="Tabela").click()
    cell = page.locator(".handsontable td").first
    cell.click(button="right")
    menu = page.locator(".htContextMenu td:visible")
    expect(menu.first).to_be_visible()
    items = [item.replace("\xa0", " ") for item in menu.all_inner_texts()]
    assert [item for item in items if item] == [
        "Wstaw wiersz powyżej",
        "Wstaw wiersz poniżej",
        "Wstaw kolumnę z lewej",
        "Wstaw kolumnę z prawej",
        "Usuń wiersz",
        "Usuń kolumnę",
        "Cofnij",
        "Ponów",
    ]


def test_a_block_shows_its_description_and_preview_when_pointed_at_or_highlighted(
    open_as: OpenPage, site_server: SiteServer
) -> None:
    page = open_as(EDITOR)
    chapter = site_server.count("select id from wagtailcore_page where slug = 'zarzadzanie-ludzmi'")
    page.goto(f"/admin/pages/{chapter}/edit/")
    page.get_by_role("button", name="Dodaj blok").first.click()
    shown = page.locator(".w-combobox-preview")
    expect(shown).to_have_count(0)
    page.get_by_role("option", name="Obraz").hover()
    expect(shown).to_contain_text("Obraz z\u00a0tekstem alternatywnym")
    frame = shown.frame_locator("iframe")
    expect(frame.locator("figure img")).to_have_js_property("complete", True)
    assert frame.locator("figure img").evaluate("image => image.naturalWidth") > 0
    page.mouse.move(5, 5)  # away from the list, where it would highlight
    for key in ("Tab", "ArrowDown", "ArrowDown", "ArrowUp"):
        page.keyboard.press(key)
    expect(shown).to_contain_text("Tytuł podrozdziału")
    heading = frame.get_by_role("heading", name="Porozumienie na piśmie")
    assert "Literata" in heading.evaluate("element => getComputedStyle(element).fontFamily")
    page.keyboard.press("Enter")
    expect(shown).to_have_count(0)
    expect(page.get_by_role("textbox", name="Nagłówek").first).to_be_focused()


def test_the_panel_of_comments_lists_them_all_and_leads_to_each(open_as: OpenPage, site_server: SiteServer) -> None:
    page = open_as(EDITOR)
    chapter = site_server.count("select id from wagtailcore_page where slug = 'zarzadzanie-ludzmi'")
    page.goto(f"/admin/pages/{chapter}/edit/")
    page.locator("[data-side-panel-toggle=comments]").first.click()
    expect(page.get_by_text("Nie ma jeszcze komentarzy")).to_be_visible()
    commented = {"Skróć to zdanie.": ("[data-contentpath=summary]", 0), "Skąd to?": ("[data-contentpath=body]", -1)}
    stored = "select count(*) from wagtailcore_comment where page_id = ?"
    for so_far, (words, (place, number)) in enumerate(commented.items()):
        page.locator(f"{place} [data-comment-add]:visible").nth(number).click()
        page.get_by_placeholder("Napisz komentarz").fill(words)
        send_comment(page)
        for _attempt in range(60):
            if site_server.count(stored, chapter) > so_far:
                break
            page.wait_for_timeout(250)
        # Until Wagtail has read the response of the autosave and drawn the comments anew.
        expect(page.get_by_text("Zapisano", exact=True).first).to_be_visible()
        page.wait_for_timeout(1_000)
    index = page.locator("[data-comment-index]")
    expect(index.locator("[data-comment-count]")).to_have_text("2")
    page.reload()
    entries = index.get_by_role("button")
    expect(entries).to_have_count(2)  # open, since the second one is out of sight
    assert [entry.inner_text().split("Irena Redaktorska: ")[1] for entry in entries.all()] == list(commented)
    entries.last.click()
    expect(page.locator(".comment").filter(has_text="Skąd to?")).to_be_in_viewport()
    expect(entries).to_have_count(0)

    # The address in e-mails and of the link on the page of a review; Wagtail alone leaves the panel closed.
    page.evaluate("localStorage.removeItem('wagtail:side-panel-open')")
    last = site_server.count("select max(id) from wagtailcore_comment")
    page.goto(f"/admin/pages/{chapter}/edit/?comment={last}")
    expect(page.locator(".comment").filter(has_text="Skąd to?")).to_be_in_viewport()
