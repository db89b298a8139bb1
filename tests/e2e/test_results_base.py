"""A researcher filters the results base and takes the data, without JavaScript too."""

import csv
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.axe import assert_accessible
from tests.e2e.conftest import OpenPage
from tests.e2e.steps import main

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


def titles(page: Page) -> list[str]:
    return [" ".join(text.split()) for text in main(page).locator(".found-list .entry h2").all_inner_texts()]


@pytest.mark.parametrize("scripts", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_a_researcher_filters_the_base_and_takes_the_csv(open_page: OpenPage, tmp_path: Path, scripts: bool) -> None:
    page = open_page(java_script_enabled=scripts, accept_downloads=True)
    page.goto("/")
    page.get_by_role("navigation").get_by_role("link", name="Baza rezultatów").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Baza rezultatów")
    assert len(titles(page)) == 6

    facets = page.get_by_role("complementary")
    facets.get_by_role("link", name=re.compile("^śląskie")).click()
    expect(page).to_have_url(re.compile(r"\?region=24$"))
    main(page).get_by_label("Słowa").fill("organizacjom")
    main(page).get_by_role("button", name="Filtruj").click()
    expect(page).to_have_url(re.compile(r"region=24.*q=organizacjom|q=organizacjom.*region=24"))
    facets.get_by_role("link", name=re.compile("^Projekty")).click()
    shown = titles(page)
    assert shown == [
        "Międzysektorowa współpraca, czyli wspólnota samorządowa w innym wymiarze",
        "Partnerstwo na rzecz profesjonalizacji trzeciego sektora",
    ]

    with page.expect_download() as download:
        main(page).get_by_role("link", name="Projekty, CSV").click()
    assert re.fullmatch(r"projekty-\d{4}-\d\d-\d\d\.csv", download.value.suggested_filename)
    file = tmp_path / "projekty.csv"
    download.value.save_as(file)
    with file.open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter=";"))
    assert [row["tytuł"] for row in rows] == shown
    assert rows[0]["koszt całkowity (zł)"] == "393434.90"

    main(page).get_by_role("link", name=shown[1]).click()
    main(page).get_by_role("link", name=re.compile("^Metodologia udzielania")).click()
    expect(main(page).get_by_role("heading", name="Jak cytować")).to_be_visible()
    expect(main(page).get_by_role("heading", name="Summary in English")).to_be_visible()
    main(page).locator("section[aria-labelledby=jak-cytowac] a").first.click()
    expect(page).to_have_url(re.compile("/projekty/metodologia-kompleksowego-wsparcia/$"))


def test_a_filtered_base_is_accessible(open_page: OpenPage) -> None:
    page = open_page(traced=False)
    for address in ("/projekty/?region=24", "/projekty/?q=hipopotam"):
        page.goto(address)
        assert_accessible(page)
