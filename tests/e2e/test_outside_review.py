"""A draft read by somebody without an account: invited by the editor, commented on a phone, ended."""

import pytest
from playwright.sync_api import expect

from demo.people import EDITOR
from tests.e2e.axe import assert_accessible
from tests.e2e.conftest import OpenPage
from tests.e2e.server import SiteServer
from tests.e2e.steps import main

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

CHAPTER = "wynagrodzenie"
EXPERT = "ekspertka@example.org"


def test_an_expert_without_an_account_comments_and_ends_the_review(
    open_as: OpenPage, open_page: OpenPage, site_server: SiteServer
) -> None:
    chapter = site_server.count("select id from wagtailcore_page where slug = ?", CHAPTER)
    editor = open_as(EDITOR)
    editor.goto(f"/admin/outside-reviews/{chapter}/")
    main(editor).get_by_label("Imię i nazwisko").fill("Zofia Ekspercka")
    main(editor).get_by_label("Adres e-mail").fill(EXPERT)
    main(editor).get_by_role("button", name="Wyślij").click()
    expect(editor.locator(".messages .success")).to_be_visible()

    expert = open_page(viewport={"width": 390, "height": 844})
    expert.goto(site_server.link_mailed_to(EXPERT))
    assert_accessible(expert)
    main(expert).get_by_label("Twoja uwaga").fill("Podaj stawkę na przyszły rok.")
    main(expert).get_by_role("button", name="Wyślij uwagę").click()
    expect(main(expert).get_by_text("Podaj stawkę na przyszły rok.")).to_be_visible()
    main(expert).get_by_role("button", name="Kończę: mam uwagi").click()
    expect(main(expert).get_by_role("button", name="Kończę: mam uwagi")).to_have_count(0)

    assert "Zofia Ekspercka" in site_server.emails_to(EDITOR.email)[-1]
    editor.goto("/admin/")
    expect(main(editor).get_by_text("Zofia Ekspercka: 1 uwaga do załatwienia")).to_be_visible()
