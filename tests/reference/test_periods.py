"""Periods: an empty end lasts until the next one begins; overlapping is found."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from reference.periods import DAY, Period, closed, overlapping

days = st.dates(min_value=date(2000, 1, 1), max_value=date(2040, 12, 31))
lengths = st.one_of(st.none(), st.integers(min_value=0, max_value=900))


@st.composite
def periods(draw: st.DrawFn) -> list[Period]:
    firsts = draw(st.lists(days, min_size=1, max_size=8, unique=True))
    ends = [draw(lengths) for _first in firsts]
    return [
        Period(first, None if length is None else first + timedelta(length))
        for first, length in zip(firsts, ends, strict=True)
    ]


@given(periods())
def test_only_the_last_period_stays_open(given_periods: list[Period]) -> None:
    found = closed(given_periods)
    assert [period.first for period in found] == sorted(period.first for period in given_periods)
    assert all(period.last is not None and period.last >= period.first for period in found[:-1])


@given(periods(), days)
def test_where_nothing_overlaps_one_period_at_most_holds_on_a_day(given_periods: list[Period], day: date) -> None:
    found = closed(given_periods)
    holding = [period for period in found if period.holds_on(day)]
    if not overlapping(found):
        assert len(holding) <= 1


@given(periods())
def test_overlapping_periods_share_a_day_and_others_do_not(given_periods: list[Period]) -> None:
    found = closed(given_periods)
    pairs = overlapping(found)
    assert all(one.holds_on(later.first) for one, later in pairs)
    if not pairs:
        assert not any(one.holds_on(later.first) for one in found for later in found if one.first < later.first)


def test_an_open_period_ends_on_the_day_before_the_next() -> None:
    first, second = Period(date(2026, 1, 1)), Period(date(2027, 1, 1))
    assert closed([second, first]) == [Period(date(2026, 1, 1), date(2027, 1, 1) - DAY), second]
