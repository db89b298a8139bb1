"""The handbook, found in the admin's menu by an editor and below the queue by a trainer, legible to everybody."""

import pytest
from playwright.sync_api import expect

from demo.people import EDITOR, TRAINER
from tests.e2e.axe import assert_accessible
from tests.e2e.conftest import OpenPage
from tests.e2e.steps import main

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


def test_an_editor_opens_the_handbook_from_the_help_menu(open_as: OpenPage) -> None:
    page = open_as(EDITOR)
    page.goto("/admin/")
    page.get_by_role("button", name="Pomoc").click()
    page.get_by_role("link", name="Podręcznik redakcji").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Podręcznik redakcji")
    assert_accessible(page)
    page.get_by_role("link", name="Bloki", exact=True).click()
    expect(page.get_by_role("heading", name="Bloki", exact=True)).to_be_in_viewport()


def test_a_trainer_opens_the_handbook_from_the_queue(open_as: OpenPage) -> None:
    page = open_as(TRAINER)
    page.goto("/grupy/")
    main(page).get_by_role("link", name="Podręcznik").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Podręcznik trenera i trenerki")
    assert_accessible(page)
