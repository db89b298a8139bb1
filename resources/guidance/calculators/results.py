"""A calculation in words and figures, as its template gets it."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _

from polish.amounts import money_text, percent_text
from reference.values import shown_values
from resources.guidance.calculators.cards import CostCard, LineCard
from resources.guidance.calculators.employment_cost import (
    MONTHS,
    Cost,
    Employment,
    Line,
    Net,
    Rate,
    Rates,
    Year,
    cost_of,
    net_of,
    year_of,
)


def result_of(post: Employment, rates: Rates, *, month: date, wage: Rate | None) -> CostCard:
    """The calculation for a month. Raises ``MissingRatesError``."""
    cost, net, year = cost_of(post, rates), net_of(post, rates), year_of(post, rates)
    return CostCard(
        month=month,
        gross=money_text(post.gross),
        employer=[_line_card(line) for line in cost.lines],
        total=money_text(cost.total),
        total_formula=_sum_of(cost),
        employee=_employee(net),
        net=money_text(net.total),
        net_formula=_difference_of(post, net),
        year=money_text(year.total),
        year_formula=_year_formula(cost, year),
        notes=_notes(post, year, month=month, wage=wage),
        today=timezone.localdate(),
    )


def _line_card(line: Line) -> LineCard:
    formula = f"{money_text(line.basis)} × {percent_text(line.percent)} = {money_text(line.amount)}"
    if line.own:
        return LineCard(line.rate.name, formula, money_text(line.amount), _("the rate that you gave"), "", None, "")
    return _rate_card(line.rate, formula, line.amount)


def _rate_card(rate: Rate, formula: str, amount: Decimal) -> LineCard:
    shown = shown_values().get(rate.key)
    return LineCard(
        name=rate.name,
        formula=formula,
        amount=money_text(amount),
        source=rate.source,
        source_url=rate.source_url,
        since=rate.since,
        value_url=shown.url if shown else "",
    )


def _employee(net: Net) -> list[LineCard]:
    tax = net.tax
    formula = _(
        "(%(income)s − %(costs)s) rounded to %(basis)s × %(percent)s − %(reduction)s = %(amount)s, in whole złoty"
    ) % {
        "income": money_text(tax.income),
        "costs": money_text(tax.costs.value),
        "basis": money_text(tax.basis),
        "percent": percent_text(tax.rate.value),
        "reduction": money_text(tax.reduction.value),
        "amount": money_text(tax.amount),
    }
    lines = [_line_card(line) for line in (*net.social, net.health)]
    lines.append(_rate_card(tax.rate, formula, tax.amount))
    return [*lines, *([_line_card(net.ppk)] if net.ppk else [])]


def _sum_of(cost: Cost) -> str:
    return f"{_joined([cost.gross, *(line.amount for line in cost.lines)], ' + ')} = {money_text(cost.total)}"


def _difference_of(post: Employment, net: Net) -> str:
    taken = [*(line.amount for line in net.social), net.health.amount, net.tax.amount]
    taken += [net.ppk.amount] if net.ppk else []
    return f"{_joined([post.gross, *taken], ' − ')} = {money_text(net.total)}"


def _joined(amounts: Iterable[Decimal], sign: str) -> str:
    return sign.join(money_text(amount) for amount in amounts)


def _year_formula(cost: Cost, year: Year) -> str:
    if year.reached:
        return _(
            "Twelve months, added one by one: from month %(number)d on the yearly limit lowers the contributions."
        ) % {"number": year.reached}
    return f"{MONTHS} × {money_text(cost.total)} = {money_text(year.total)}"


def _notes(post: Employment, year: Year, *, month: date, wage: Rate | None) -> list[str]:
    notes = []
    if month > timezone.localdate():
        notes.append(_("This month is still to come: the rates are those announced so far and may change."))
    if wage is None:
        notes.append(_("We do not know the minimum wage of this month, so we have not compared the gross pay with it."))
    elif post.labour_fund and post.gross < wage.value:
        notes.append(
            _(
                "The gross pay is below %(wage)s. With no other job of this person the Labour Fund is usually not due: "
                "change the answer."
            )
            % {"wage": money_text(wage.value)}
        )
    if year.limit is None:
        notes.append(
            _("We do not know the yearly limit of the basis for this month, so the year is counted without it.")
        )
    elif year.reached:
        notes.append(
            _("Pension and disability contributions are due up to %(limit)s of pay in a year (%(source)s).")
            % {"limit": money_text(year.limit.value), "source": year.limit.source}
        )
    return [
        *notes,
        _(
            "What the employee gets is that of a month in the first tax bracket and below the yearly limit, with "
            "PIT-2, basic deductible costs and no tax relief."
        ),
        _(
            "Not counted: sick pay and cover for absence, holiday equivalent, medical examination, safety training, "
            "equipment, bonuses, the social benefits fund, the disability fund (PFRON), grants towards pay."
        ),
    ]
