"""The five descriptions that the project grew from: everything in them is on the site and in the CSV, listed by hand.

They are not part of the repository. ``POMOST_SEEDS`` names their folder; without it, ``shared/seeds`` beside the
checkout is used where it is there.
"""

import csv
import io
import os
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.core.management import call_command
from django.test import Client

from resources.results.models import ProjectIndex
from tests.builders import hide_other_pages

SEEDS = Path(os.environ.get("POMOST_SEEDS") or Path(__file__).parents[4] / "shared" / "seeds")

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not list(SEEDS.glob("*.txt")), reason=f"the descriptions are not in {SEEDS} (POMOST_SEEDS)"),
]

PROJECTS = {
    "Partnerstwo na rzecz profesjonalizacji trzeciego sektora": {
        "numer projektu": ["D0685"],
        "temat": ["D. Wzmocnienie krajowej gospodarki społecznej (trzeciego sektora)"],
        "regiony": ["śląskie", "opolskie"],
        "odbiorcy": ["co najmniej 250 organizacje", "około 700 osoby"],
        "składniki": [
            "podprojekt: Program edukacji dla profesjonalizacji trzeciego sektora",
            "Inkubatory Organizacji Pozarządowych (IOP)",
            "podprojekt: Pomocniczość w praktyce lokalnej",
        ],
        "rezultaty": ["Metodologia udzielania kompleksowego wsparcia dla lokalnych organizacji pozarządowych"],
        "opis": ["Ośrodka Partnerstwa Lokalnego (OPAL)", "Praca a trzeci sektor", "trzy podprojekty"],
    },
    "Tu jest praca": {
        "numer projektu": ["D0456"],
        "temat": ["D. Wzmocnienie krajowej gospodarki społecznej"],
        "regiony": ["cała Polska"],
        "odbiorcy": ["około 420 osoby", "250 osoby", "około 170 osoby", "grup zależnych", "instytucji publicznych"],
        "składniki": ["Priorytet edukacyjny", "Priorytet badawczy", "Priorytet doradczo-wspierający"],
        "rezultaty": ["Spójny model wsparcia krajowej gospodarki społecznej"],
        "opis": ["Polskiej Kasy Wspierania Gospodarki Społecznej", "spółdzielni socjalnych"],
    },
    "Międzysektorowa współpraca czyli wspólnota samorządowa w innym wymiarze": {
        "program": ["Program Operacyjny Kapitał Ludzki"],
        "finansowanie": [
            "5. Oś Priorytetowa: Dobre rządzenie",
            "Działanie 5.4 Rozwój potencjału trzeciego sektora",
            "Europejskiego Funduszu Społecznego",
        ],
        "lider": ["Forum Organizacji Pozarządowych Subregionu Zachodniego (organizacja pozarządowa)"],
        "partnerzy": ["Związek Gmin i Powiatów Subregionu Zachodniego Województwa Śląskiego z siedzibą w Rybniku"],
        "początek": ["2013-12-02"],
        "koniec": ["2015-06-30"],
        "koszt całkowity (zł)": ["393434.90"],
        "dofinansowanie (%)": ["100"],
        "regiony": ["śląskie (Subregion Zachodni)"],
        "odbiorcy": ["80 osoby", "30 osoby", "co najmniej 8 jednostki", "50 osoby", "co najmniej 24 organizacje"],
        "opis": [
            "do 30 czerwca 2015 r.",
            "warsztatów tematycznych",
            "administracji publicznej i organizacji pozarządowych w obszarze polityk publicznych",
            "budżetu partycypacyjnego w samorządach",
        ],
    },
    "Model współpracy – standardem działań NGO i JST": {
        "lider": ["Fundacja Wspierania Inicjatyw Lokalnych PROBUS"],
        "partnerzy": ["Fundacja Integracji Społecznej ABRAMIS", "Starostwo Powiatowe"],
        "finansowanie": ["współfinansowany ze środków Unii Europejskiej"],
        "początek": ["2014-01-01"],
        "koniec": ["2015-04-30"],
        "okres słownie": ["styczeń 2014 – kwiecień 2015"],
        "regiony": ["powiat zgorzelecki"],
        "odbiorcy": ["80 osoby", "20 osoby"],
        "składniki": [
            "w zakresie tworzenia polityk publicznych",
            "w zakresie realizacji zadań publicznych",
            "Infrastruktura współpracy, tworzenie warunków do społecznej aktywności",
        ],
        "opis": ["Indeksu Jakości Współpracy", "czterech grup szkoleniowych", "trzech zjazdach"],
    },
}
RESULTS = {
    "Spójny model wsparcia krajowej gospodarki społecznej jako mechanizm rozwoju lokalnego włączającego zbiorowości "
    "zmarginalizowane": {
        "numer projektu": ["D0456"],
        "projekt": ["Tu jest praca"],
        "program": ["PIW EQUAL"],
        "elementy": [
            "Koncepcja innowacyjnego systemu profesjonalnego kształcenia",
            "Polska Kasa Wspierania Gospodarki Społecznej",
            "Model diagnostyki potencjału i funkcji gospodarki społecznej",
            "Krajowe Obserwatorium Gospodarki Społecznej",
            "System promocji pozytywnego wizerunku gospodarki społecznej",
        ],
        "adresaci": [
            "spółdzielni socjalnych",
            "Powiatowe Urzędy Pracy",
            "podmioty gospodarki społecznej",
            "członków partnerstw międzynarodowych",
        ],
        "opis": ["Studium Podyplomowego Zarządzania Gospodarką Społeczną", "fundusze kredytowe"],
    },
    "Metodologia udzielania kompleksowego wsparcia dla lokalnych organizacji pozarządowych i przygotowanie jego "
    "elementów do praktycznego zastosowania": {
        "numer projektu": ["D0685"],
        "projekt": ["Partnerstwo na rzecz profesjonalizacji"],
    },
}


@pytest.fixture
def imported(base: ProjectIndex) -> str:
    hide_other_pages(base.get_parent().specific)
    ProjectIndex.objects.exclude(pk=base.pk).update(live=False)
    out = io.StringIO()
    call_command("import_results", *sorted(map(str, SEEDS.glob("*.txt"))), stdout=out, stderr=out)
    return out.getvalue()


def rows_of(client: Client, address: str) -> dict[str, dict[str, str]]:
    text = client.get(address).getvalue().decode("utf-8-sig")
    return {row["tytuł"]: row for row in csv.DictReader(io.StringIO(text), delimiter=";")}


@pytest.mark.parametrize(("name", "expected"), [("projekty", PROJECTS), ("rezultaty", RESULTS)])
def test_everything_is_in_the_csv_and_on_the_site(
    client: Client, imported: str, name: str, expected: dict[str, dict[str, list[str]]]
) -> None:
    rows = rows_of(client, f"/otwarte-dane/{name}.csv")
    assert set(rows) == set(expected)
    for title, columns in expected.items():
        address = client.get(rows[title]["adres"].removeprefix("http://testserver"))["Location"]
        page = BeautifulSoup(client.get(address).content, "html.parser").get_text(" ").replace("\u00a0", " ")
        assert " ".join(title.split()) in " ".join(page.split())
        for column, wanted in columns.items():
            for words in wanted:
                assert words in rows[title][column], (title, column, rows[title][column])


def test_the_dates_and_amounts_are_on_the_pages(client: Client, imported: str) -> None:
    rows = rows_of(client, "/otwarte-dane/projekty.csv")
    for title, wanted in (
        ("Międzysektorowa współpraca", ["2 grudnia 2013 – 30 czerwca 2015", "393 434,90 zł, dofinansowanie 100%"]),
        ("Model współpracy", ["styczeń 2014 – kwiecień 2015", "powiat zgorzelecki", "80 osób", "20 osób"]),
        ("Partnerstwo", ["D0685", "co najmniej 250 organizacji", "około 700 osób", "śląskie", "opolskie"]),
        ("Tu jest praca", ["D0456", "około 420 osób", "250 osób", "około 170 osób"]),
    ):
        (row,) = [row for full, row in rows.items() if full.startswith(title)]
        address = client.get(row["adres"].removeprefix("http://testserver"))["Location"]
        page = " ".join(BeautifulSoup(client.get(address).content, "html.parser").get_text(" ").split())
        for words in wanted:
            assert words in page, (title, words)


def test_only_what_is_of_the_web_pages_is_left_out(imported: str) -> None:
    assert "zachowano jako tekst" not in imported
    left_out = [line.partition("WWW: ")[2] for line in imported.splitlines() if "pominięto" in line]
    assert sorted(set(left_out)) == [
        "Administrator",
        "BAZA REZULTATÓW | OPIS PROJEKTU",
        "BAZA REZULTATÓW | OPIS REZULTATU",
        "Nabór do projektu",
        "O regionie Związek Członkowie Władze Uchwały Biuro",
        "Opis projektu",
        "Opracowanie rezultatu",
        "Pliki do pobrania",
        "Polecamy",
        "Projekt",
        "Projektowanie stron: Lioosys",
        "Rezultaty",
        "powrót na górę strony",
    ]
    joined = [line.partition("połączono: ")[2] for line in imported.splitlines() if "połączono" in line]
    assert sorted(joined) == [
        "admini-stracji → administracji",
        "in-strumenty → instrumenty",
        "lo-kalnymi → lokalnymi",
        "miesz-kańców → mieszkańców",
        "party-cypacyjnego → partycypacyjnego",
        "sekto- rem → sektorem",
        "tema-tycznych → tematycznych",
    ]
