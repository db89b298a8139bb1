"""What is read from text pages in the shapes that they have."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from resources.results.importing.page import read_page
from resources.results.importing.parsed import (
    NoteKind,
    Parsed,
    ReadBeneficiaries,
    ReadComponent,
    ReadPartner,
    ReadPeriod,
    ReadRegion,
)

PAGES = Path(__file__).parents[1] / "pages"


def read(name: str) -> Parsed:
    return read_page((PAGES / f"{name}.txt").read_text(encoding="utf-8"))


def texts(parsed: Parsed, kind: NoteKind) -> list[tuple[int, str]]:
    return [(note.line, note.text) for note in parsed.of(kind)]


def test_a_project_of_the_base() -> None:
    parsed = read("projekt")
    page = parsed.page
    assert (page.is_result, page.title, page.number) == (False, "Przystań dla rzemiosła", "A0001")
    assert page.theme == ("A", "Ułatwianie wejścia i powrotu na rynek pracy")
    assert page.regions == [ReadRegion("06"), ReadRegion("20")]
    assert page.beneficiaries == [
        ReadBeneficiaries("at_least", 40, "organisations", "ngo", "organizacji"),
        ReadBeneficiaries("about", 120, "people", "excluded", "bezrobotnych osób"),
    ]
    assert page.components == [ReadComponent("priority", "Priorytet szkoleniowy", "Warsztaty u mistrzów.")]
    assert page.results == ["Model nauki w warsztacie"]
    assert [paragraph[:14] for paragraph in page.paragraphs] == ["Celem projektu"]
    assert texts(parsed, NoteKind.CHROME) == [
        (1, "BAZA REZULTATÓW | OPIS PROJEKTU"),
        (4, "Projekt"),
        (14, "Rezultaty"),
    ]
    assert texts(parsed, NoteKind.KEPT) == []


def test_a_result_of_the_base() -> None:
    parsed = read("rezultat")
    page = parsed.page
    assert (page.is_result, page.title, page.number) == (True, "Model nauki w warsztacie", "A0001")
    assert page.programme == "PIW EQUAL"
    assert [component.title for component in page.components] == [
        "Program nauki",
        "Zeszyt mistrza",
        "Karta Umiejętności",
    ]
    assert page.components[2].text == "Model oceny (Karta Umiejętności)"
    assert [name for name, _kind in page.addressees] == ["mistrzów rzemiosła", "urzędów pracy"]
    assert len(page.paragraphs) == 2
    assert texts(parsed, NoteKind.CHROME)[-2:] == [(17, "Opracowanie rezultatu"), (19, "Administrator")]


def test_a_freer_page() -> None:
    parsed = read("strona")
    page = parsed.page
    assert page.title == "Rada i mieszkańcy przy jednym stole"
    assert (page.programme, page.funding) == (
        "Program Operacyjny Wiedza",
        ["3. Oś Priorytetowa: Udział", "Działanie 3.1 Wspólne decyzje"],
    )
    assert page.partners == [
        ReadPartner("Stowarzyszenie Stół", "leader", "ngo"),
        ReadPartner("Gmina Dębowa", "partner", "local_government"),
    ]
    assert (page.total_cost, page.cofinancing) == (Decimal("12345.60"), Decimal(85))
    assert page.period == ReadPeriod(date(2013, 3, 1), date(2014, 8, 31))
    assert page.regions == [ReadRegion("", "powiat dębowski")]
    assert [(row.number, row.precision, row.unit) for row in page.beneficiaries] == [
        (60, "exact", "people"),
        (3, "at_least", "organisations"),
    ]
    assert "współpracy administracji z mieszkańcami" in page.paragraphs[0]
    assert texts(parsed, NoteKind.JOINED) == [(15, "admini-stracji → administracji")]
    assert [line for line, _text in texts(parsed, NoteKind.CHROME)] == [1, 5, 6, 26]


def test_a_page_in_prose() -> None:
    parsed = read("opowiesc")
    page = parsed.page
    assert page.title == "Spotkania – drogą do współpracy NGO i JST"
    assert page.partners == [
        ReadPartner("Fundacja Most", "leader", "ngo"),
        ReadPartner("Fundacja Rzeka", "partner", "ngo"),
        ReadPartner("Starostwo Powiatowe", "partner", "local_government"),
    ]
    assert page.period == ReadPeriod(date(2014, 2, 1), date(2015, 5, 31), "luty 2014 – maj 2015")
    assert page.components == [
        ReadComponent("level", "Wspólne diagnozy", "Gminy i organizacje badają potrzeby razem z sektorem prywatnym."),
        ReadComponent("level", "Wspólne działania"),
    ]
    assert page.beneficiaries == [
        ReadBeneficiaries("exact", 15, "people", "ngo", "osób działających w organizacjach pozarządowych")
    ]


def test_what_cannot_be_placed_is_kept_with_its_line() -> None:
    parsed = read_page("Jakiś nagłówek\nInny nagłówek\nTytuł projektu: Most\nNumer projektu 1\nNumer projektu 2\n")
    assert parsed.page.title == "Most"
    assert texts(parsed, NoteKind.KEPT) == [(1, "Jakiś nagłówek"), (2, "Inny nagłówek"), (5, "2")]


@pytest.mark.parametrize("text", ["", "\n\n", "Rezultaty", "Opis projektu:", "PŁASZCZYZNA 1:"])
def test_a_page_without_a_project_has_no_title(text: str) -> None:
    assert read_page(text).page.title == ""
