"""What a post costs its employer and what the employee gets, from gross pay and rates. No HTTP, no database.

Decimal only. Each contribution is rounded half up to the grosz by itself; the basis of the tax and the tax to whole
złoty, half up (art. 63 § 1 Ordynacji podatkowej).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

GROSZ = Decimal("0.01")
ZLOTY = Decimal(1)
NOTHING = Decimal("0.00")
MONTHS = 12


class RateKey(StrEnum):
    """The keys of the dated values that are used."""

    MINIMUM_WAGE = "placa-minimalna"
    PENSION = "skladka-emerytalna"
    DISABILITY_EMPLOYER = "skladka-rentowa-pracodawca"
    DISABILITY_EMPLOYEE = "skladka-rentowa-pracownik"
    SICKNESS = "skladka-chorobowa"
    ACCIDENT = "skladka-wypadkowa"
    LABOUR_FUND = "fundusz-pracy"
    GUARANTEED_BENEFITS = "fgsp"
    PPK_EMPLOYER = "ppk-pracodawca"
    PPK_EMPLOYEE = "ppk-uczestnik"
    HEALTH = "skladka-zdrowotna"
    TAX = "podatek-stawka"
    TAX_REDUCTION = "podatek-kwota-zmniejszajaca"
    TAX_COSTS = "koszty-uzyskania"
    YEARLY_LIMIT = "roczna-podstawa-skladek"


@dataclass(frozen=True, slots=True)
class Rate:
    """A rate in percent or an amount in złoty, the day that it holds from, and its source."""

    key: RateKey
    name: str
    value: Decimal
    since: date
    source: str
    source_url: str = ""


@dataclass(frozen=True, slots=True)
class Employment:
    """A post: gross pay a month in złoty, what is paid of it, and the accident rate in percent, None: the usual one."""

    gross: Decimal
    ppk: bool = False
    labour_fund: bool = True
    guaranteed_benefits: bool = False
    accident_rate: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One contribution: ``amount`` = ``basis`` × ``percent``. ``own``: the rate was given, not that of a value."""

    rate: Rate
    basis: Decimal
    percent: Decimal
    amount: Decimal
    own: bool = False


@dataclass(frozen=True, slots=True)
class Cost:
    """What the employer pays in a month: gross pay and the lines."""

    gross: Decimal
    lines: tuple[Line, ...]
    total: Decimal


@dataclass(frozen=True, slots=True)
class Tax:
    """The advance on the tax: ``basis`` × ``percent`` − ``reduction``, in whole złoty and not below nothing."""

    costs: Rate
    rate: Rate
    reduction: Rate
    income: Decimal
    basis: Decimal
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Net:
    """What the employee gets in a month: gross pay less social contributions, health, tax and PPK."""

    social: tuple[Line, ...]
    health: Line
    tax: Tax
    ppk: Line | None
    total: Decimal


@dataclass(frozen=True, slots=True)
class Year:
    """Twelve such months. ``limit`` is the yearly basis of pension contributions; None where it is not known.

    ``reached``: the month, from 1, in which it is reached; 0 where it is not.
    """

    total: Decimal
    limit: Rate | None
    reached: int


class MissingRatesError(Exception):
    """Rates that are needed are not known for the month."""

    def __init__(self, keys: Iterable[RateKey]) -> None:
        self.keys = tuple(keys)
        super().__init__(", ".join(self.keys))


Rates = Mapping[RateKey, Rate]


def employer_keys(post: Employment) -> tuple[RateKey, ...]:
    """The rates of the employer's contributions that a post needs, in the order in which they are shown."""
    chosen = (
        (RateKey.PENSION, True),
        (RateKey.DISABILITY_EMPLOYER, True),
        (RateKey.ACCIDENT, True),
        (RateKey.LABOUR_FUND, post.labour_fund),
        (RateKey.GUARANTEED_BENEFITS, post.guaranteed_benefits),
        (RateKey.PPK_EMPLOYER, post.ppk),
    )
    return tuple(key for key, paid in chosen if paid)


_LIMITED = frozenset({RateKey.PENSION, RateKey.DISABILITY_EMPLOYER, RateKey.DISABILITY_EMPLOYEE})
_SOCIAL = (RateKey.PENSION, RateKey.DISABILITY_EMPLOYEE, RateKey.SICKNESS)


def cost_of(post: Employment, rates: Rates, *, paid_before: Decimal = NOTHING) -> Cost:
    """The employer's cost of a month. ``paid_before``: gross pay earlier in the year, for the yearly limit.

    Raises ``MissingRatesError``.
    """
    keys = employer_keys(post)
    _require(rates, keys)
    limited = _basis(post.gross, rates, paid_before)
    lines = tuple(
        _line(rates[key], limited if key in _LIMITED else post.gross, _own_percent(post, key)) for key in keys
    )
    return Cost(post.gross, lines, post.gross + _sum(lines))


def net_of(post: Employment, rates: Rates) -> Net:
    """What the employee gets in a month that is below the yearly limits, with PIT-2 and the basic deductible costs.

    Raises ``MissingRatesError``.
    """
    ppk = (RateKey.PPK_EMPLOYEE, RateKey.PPK_EMPLOYER) if post.ppk else ()
    _require(rates, (*_SOCIAL, RateKey.HEALTH, RateKey.TAX, RateKey.TAX_REDUCTION, RateKey.TAX_COSTS, *ppk))
    social = tuple(_line(rates[key], post.gross) for key in _SOCIAL)
    left = post.gross - _sum(social)
    health = _line(rates[RateKey.HEALTH], left)
    # What the employer pays into PPK is the employee's income.
    from_employer = _line(rates[RateKey.PPK_EMPLOYER], post.gross).amount if post.ppk else NOTHING
    own = _line(rates[RateKey.PPK_EMPLOYEE], post.gross) if post.ppk else None
    tax = _tax(left + from_employer, rates)
    total = left - health.amount - tax.amount - (own.amount if own else NOTHING)
    return Net(social, health, tax, own, total)


def year_of(post: Employment, rates: Rates) -> Year:
    """The employer's cost of twelve months from January on at the rates of one month. Raises ``MissingRatesError``."""
    limit = rates.get(RateKey.YEARLY_LIMIT)
    months = [cost_of(post, rates, paid_before=post.gross * number) for number in range(MONTHS)]
    reached = 0
    if limit is not None:
        reached = next((n + 1 for n in range(MONTHS) if post.gross * (n + 1) > limit.value), 0)
    return Year(sum((month.total for month in months), NOTHING), limit, reached)


def least_gross(minimum_wage: Decimal, part: Decimal) -> Decimal:
    """The least gross pay of a part of a full-time post, ``part`` from 0 to 1."""
    return rounded(minimum_wage * part)


def rounded(amount: Decimal, to: Decimal = GROSZ) -> Decimal:
    return amount.quantize(to, rounding=ROUND_HALF_UP)


def _require(rates: Rates, keys: Iterable[RateKey]) -> None:
    if missing := [key for key in keys if key not in rates]:
        raise MissingRatesError(missing)


def _basis(gross: Decimal, rates: Rates, paid_before: Decimal) -> Decimal:
    limit = rates.get(RateKey.YEARLY_LIMIT)
    return gross if limit is None else max(NOTHING, min(gross, limit.value - paid_before))


def _own_percent(post: Employment, key: RateKey) -> Decimal | None:
    return post.accident_rate if key is RateKey.ACCIDENT else None


def _line(rate: Rate, basis: Decimal, own: Decimal | None = None) -> Line:
    percent = rate.value if own is None else own
    return Line(rate, basis, percent, rounded(basis * percent / 100), own=own is not None and own != rate.value)


def _tax(income: Decimal, rates: Rates) -> Tax:
    costs, rate, reduction = (rates[key] for key in (RateKey.TAX_COSTS, RateKey.TAX, RateKey.TAX_REDUCTION))
    basis = max(Decimal(0), rounded(income - costs.value, ZLOTY))
    amount = max(Decimal(0), rounded(basis * rate.value / 100 - reduction.value, ZLOTY))
    return Tax(costs, rate, reduction, income, basis, amount)


def _sum(lines: Iterable[Line]) -> Decimal:
    return sum((line.amount for line in lines), NOTHING)
