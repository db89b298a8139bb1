"""The cost of a post: known amounts, and what holds for every amount."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resources.guidance.calculators.employment_cost import (
    Employment,
    MissingRatesError,
    Rate,
    RateKey,
    cost_of,
    least_gross,
    net_of,
    year_of,
)

PERCENT = {
    RateKey.PENSION: "9.76",
    RateKey.DISABILITY_EMPLOYER: "6.5",
    RateKey.DISABILITY_EMPLOYEE: "1.5",
    RateKey.SICKNESS: "2.45",
    RateKey.ACCIDENT: "1.67",
    RateKey.LABOUR_FUND: "2.45",
    RateKey.GUARANTEED_BENEFITS: "0.1",
    RateKey.PPK_EMPLOYER: "1.5",
    RateKey.PPK_EMPLOYEE: "2",
    RateKey.HEALTH: "9",
    RateKey.TAX: "12",
    RateKey.TAX_REDUCTION: "300",
    RateKey.TAX_COSTS: "250",
    RateKey.YEARLY_LIMIT: "282600",
}
RATES = {key: Rate(key, key, Decimal(value), date(2026, 1, 1), "ustawa") for key, value in PERCENT.items()}

grosses = st.decimals(min_value="0.01", max_value="200000", places=2)
posts = st.builds(
    Employment,
    gross=grosses,
    ppk=st.booleans(),
    labour_fund=st.booleans(),
    guaranteed_benefits=st.booleans(),
    accident_rate=st.none() | st.decimals(min_value=0, max_value=10, places=2),
)


@pytest.mark.parametrize(
    ("post", "total", "net"),
    [
        (Employment(Decimal("6000.00"), ppk=True), "7312.80", "4289.43"),
        (Employment(Decimal("6000.00")), "7222.80", "4420.43"),
        (Employment(Decimal("4806.00")), "5785.47", "3605.85"),
        (Employment(Decimal("6000.00"), guaranteed_benefits=True), "7228.80", "4420.43"),
        (Employment(Decimal("2403.00"), labour_fund=False), "2833.86", "1886.93"),
    ],
)
def test_amounts_counted_by_hand(post: Employment, total: str, net: str) -> None:
    assert (cost_of(post, RATES).total, net_of(post, RATES).total) == (Decimal(total), Decimal(net))


def test_a_line_says_its_basis_its_rate_and_its_amount_rounded_half_up() -> None:
    pension = cost_of(Employment(Decimal("4806.00")), RATES).lines[0]
    assert (pension.basis, pension.percent, pension.amount) == (Decimal("4806.00"), Decimal("9.76"), Decimal("469.07"))
    assert cost_of(Employment(Decimal("0.30"), accident_rate=Decimal(5)), RATES).lines[2].amount == Decimal("0.02")


def test_the_tax_is_in_whole_zloty_and_never_below_nothing() -> None:
    tax = net_of(Employment(Decimal("6000.00")), RATES).tax
    assert (tax.basis, tax.amount) == (Decimal(4927), Decimal(291))
    assert net_of(Employment(Decimal("1500.00")), RATES).tax.amount == 0


def test_the_yearly_limit_ends_pension_contributions_within_the_year() -> None:
    year = year_of(Employment(Decimal("50000.00")), RATES)
    contributions = Decimal("282600") * (Decimal("9.76") + Decimal("6.5")) / 100
    others = 12 * (Decimal("835.00") + Decimal("1225.00"))
    assert (year.reached, year.total) == (6, 600000 + contributions + others)
    assert year_of(Employment(Decimal("23550.00")), RATES).reached == 0
    without: dict[RateKey, Rate] = {key: rate for key, rate in RATES.items() if key is not RateKey.YEARLY_LIMIT}
    assert year_of(Employment(Decimal("50000.00")), without).total == 12 * Decimal("60190.00")


def test_a_rate_that_is_not_known_is_named_and_one_that_is_not_needed_is_not() -> None:
    few: dict[RateKey, Rate] = {
        key: rate for key, rate in RATES.items() if key not in (RateKey.PENSION, RateKey.PPK_EMPLOYER)
    }
    with pytest.raises(MissingRatesError) as missing:
        cost_of(Employment(Decimal(5000)), few)
    assert missing.value.keys == (RateKey.PENSION,)


def test_a_part_of_full_time_earns_its_part_of_the_minimum_wage() -> None:
    assert least_gross(Decimal(4806), Decimal("0.25")) == Decimal("1201.50")


@given(posts)
def test_totals_are_the_sums_of_their_lines_and_nothing_is_below_nothing(post: Employment) -> None:
    cost, net, year = cost_of(post, RATES), net_of(post, RATES), year_of(post, RATES)
    assert cost.total == post.gross + sum(line.amount for line in cost.lines)
    taken = [*(line.amount for line in net.social), net.health.amount, net.tax.amount]
    taken += [net.ppk.amount] if net.ppk else []
    assert net.total == post.gross - sum(taken)
    assert min(0, net.total, *taken, *(line.amount for line in cost.lines)) == 0
    assert post.gross * 12 <= year.total <= cost.total * 12


@given(posts, grosses)
def test_a_higher_gross_never_costs_less(post: Employment, other: Decimal) -> None:
    less, more = sorted((post.gross, other))
    least, most = (Employment(gross, accident_rate=post.accident_rate, ppk=post.ppk) for gross in (less, more))
    assert cost_of(least, RATES).total <= cost_of(most, RATES).total
    assert year_of(least, RATES).total <= year_of(most, RATES).total
