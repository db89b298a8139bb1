"""From a Word file to a published chapter."""

import re

import pytest
from playwright.sync_api import Page, expect

from demo.people import EDITOR
from tests.e2e.conftest import OpenPage
from tests.e2e.server import SiteServer
from tests.e2e.test_editor import begin_writing, body, page_id, publish
from tests.e2e.watching import Watch
from tests.guidance.word_import.word_files import of_libreoffice, simple

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

GUIDE = "praca-a-trzeci-sektor"


@pytest.fixture(autouse=True)
def _autosave(watch: Watch) -> None:
    """Wagtail's autosave responds 400 while the form is incomplete; the form of the import 422 for a wrong file."""
    watch.expect(r"status of 400 .*/admin/pages/\d+/edit/\)$")
    watch.expect(r"status of 422 .*/word/\)$")


def choose_file(page: Page, name: str, data: bytes) -> None:
    page.get_by_label("Plik Worda").set_input_files({"name": name, "mimeType": "", "buffer": data})
    page.get_by_role("button", name="Pokaż, co się stanie").click()


def test_a_word_file_becomes_a_published_chapter(
    open_as: OpenPage, open_page: OpenPage, site_server: SiteServer
) -> None:
    page = open_as(EDITOR)
    page.goto("/admin/")
    page.get_by_role("link", name=re.compile(r"Importuj z\sWorda")).click()
    page.get_by_role("link", name="Praca a trzeci sektor").click()

    choose_file(page, "poradnik.docx", b"To nie jest plik Worda.")
    expect(page.get_by_text("To nie jest plik Worda (.docx).")).to_be_visible()

    choose_file(page, "poradnik.docx", of_libreoffice("pictures"))
    expect(page.get_by_role("checkbox", name="Ilustracje")).to_be_checked()
    page.get_by_text("Pokaż tekst").click()
    expect(page.get_by_role("img", name="Kładka nad rzeką")).to_be_visible()
    expect(page.get_by_text("Brak tekstu alternatywnego.")).to_have_count(2)
    page.get_by_role("button", name="Importuj zaznaczone rozdziały").click()
    expect(page.get_by_role("status").filter(has_text="Dodano")).to_be_visible()

    # Two pictures wait for their words.
    page.goto(f"/admin/pages/{page_id(site_server, 'ilustracje')}/edit/")
    begin_writing(page)
    alternatives = body(page).get_by_role("textbox", name="Tekst alternatywny")
    expect(alternatives).to_have_count(3)
    alternatives.nth(1).fill("Brązowy prostokąt.")
    alternatives.nth(2).fill("Zielony prostokąt.")
    publish(page)

    visitor = open_page()
    visitor.goto(f"/poradniki/{GUIDE}/ilustracje/")
    expect(visitor.get_by_role("heading", level=1)).to_have_text("Ilustracje")
    expect(visitor.get_by_role("heading", level=2, name="W tekście")).to_be_visible()
    expect(visitor.get_by_role("img", name="Zielony prostokąt.")).to_be_visible()

    # The changed file would take the place of what is published now, so the editor chooses.
    page.goto(f"/admin/guides/{page_id(site_server, GUIDE)}/word/")
    choose_file(page, "poradnik.docx", simple(("Ilustracje", "Wszystko inaczej.")))
    chapter = page.get_by_role("checkbox", name="Ilustracje")
    expect(chapter).not_to_be_checked()
    page.get_by_text("Pokaż, co się zmieni").click()
    expect(page.locator(".diff-item ins").first).to_contain_text("Wszystko inaczej.")
    chapter.check()
    page.get_by_role("button", name="Importuj zaznaczone rozdziały").click()
    expect(page.get_by_role("status").filter(has_text="nową wersję roboczą")).to_be_visible()
    visitor.reload()
    expect(visitor.get_by_role("heading", level=2, name="W tekście")).to_be_visible()
