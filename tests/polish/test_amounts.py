"""Numbers, money and counted things in Polish."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polish.amounts import counted, money_text, number_text, percent_text
from polish.collation import sort_key
from polish.typography import NBSP, no_orphans

DAYS = ("dzień", "dni", "dni", "dnia")
HOURS = ("godzina", "godziny", "godzin", "godziny")
amounts = st.decimals(min_value=0, max_value=10**9, places=4, allow_nan=False)


@pytest.mark.parametrize(
    ("amount", "text"),
    [("4806", "4 806,00 zł"), ("31.4000", "31,40 zł"), ("0.89", "0,89 zł"), ("1234567.895", "1 234 567,90 zł")],
)
def test_money_has_grosze_and_groups_of_three(amount: str, text: str) -> None:
    assert money_text(Decimal(amount)) == text.replace(" ", NBSP)


def test_a_percentage_has_the_decimals_that_it_needs() -> None:
    assert [percent_text(Decimal(text)) for text in ("24.5000", "9.76", "12.0000")] == ["24,5%", "9,76%", "12%"]


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        ("1", "1 godzina"),
        ("2", "2 godziny"),
        ("5", "5 godzin"),
        ("12", "12 godzin"),
        ("21", "21 godzin"),
        ("72.0000", "72 godziny"),
        ("112", "112 godzin"),
        ("1.5", "1,5 godziny"),
    ],
)
def test_the_noun_agrees_with_its_number(amount: str, text: str) -> None:
    assert counted(Decimal(amount), HOURS) == text.replace(" ", NBSP)


@given(amounts)
def test_a_number_reads_back(amount: Decimal) -> None:
    assert Decimal(number_text(amount).replace(NBSP, "").replace(",", ".")) == amount


@given(amounts)
def test_no_line_ends_inside_an_amount(amount: Decimal) -> None:
    for text in (money_text(amount), percent_text(amount), counted(amount, DAYS)):
        assert " " not in text
        assert no_orphans(text) == text


def test_words_stand_in_the_order_of_the_polish_alphabet() -> None:
    words = ["żądło", "zima", "łoś", "lis", "ława", "ćma", "cena", "ósmy", "osa"]
    assert sorted(words, key=sort_key) == ["cena", "ćma", "lis", "ława", "łoś", "osa", "ósmy", "zima", "żądło"]
