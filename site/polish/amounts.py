"""Numbers, money and counted things as Polish writes them, with no-break spaces.

Groups of three digits are separated by a no-break space, decimals by a comma; money always has grosze, a percentage
stands at its number (PWN, "Zasady pisowni i interpunkcji").
"""

from decimal import ROUND_HALF_UP, Decimal

from polish.typography import NBSP

Forms = tuple[str, str, str, str]
"""A noun with 1, with 2, with 5 and with a fraction: ``("dzień", "dni", "dni", "dnia")``."""


def number_text(amount: Decimal, *, decimals: int | None = None) -> str:
    """``amount`` with this many decimals, rounded half up; without ``decimals``, with those that it needs."""
    if decimals is not None:
        digits = f"{amount.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP):,f}"
    else:
        digits = f"{amount:,f}"
        digits = digits.rstrip("0").rstrip(".") if "." in digits else digits
    return digits.replace(",", NBSP).replace(".", ",")


def money_text(amount: Decimal) -> str:
    """An amount in złoty with grosze: ``4 806,00 zł``."""
    return f"{number_text(amount, decimals=2)}{NBSP}zł"


def percent_text(amount: Decimal) -> str:
    """A percentage with the decimals that it needs: ``24,5%``."""
    return f"{number_text(amount)}%"


def counted(amount: Decimal, forms: Forms) -> str:
    """A number with its noun in the right form: ``1 dzień``, ``33 miesiące``, ``72 godziny``, ``1,5 roku``."""
    return f"{number_text(amount)}{NBSP}{forms[_form_of(amount)]}"


def _form_of(amount: Decimal) -> int:
    if amount != amount.to_integral_value():
        return 3
    number = abs(int(amount))
    if number == 1:
        return 0
    return 1 if number % 10 in (2, 3, 4) and number % 100 not in (12, 13, 14) else 2
