from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from polish.dates import long_date, month_and_year


def test_long_date_has_the_month_in_the_genitive() -> None:
    assert long_date(date(2026, 11, 21)) == "21 listopada 2026"


def test_month_and_year_is_in_the_nominative() -> None:
    assert month_and_year(date(2027, 3, 1)) == "marzec 2027"


@given(st.dates())
def test_long_date_names_day_and_year(day: date) -> None:
    first, _, last = long_date(day).split(" ")
    assert (int(first), int(last)) == (day.day, day.year)
