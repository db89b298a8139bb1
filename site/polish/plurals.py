"""Which of the three Polish plural forms a number takes."""

from typing import Literal

Form = Literal["one", "few", "many"]


def plural_form(number: int) -> Form:
    """Return the form that ``number`` takes: "one" (1 praca), "few" (2 prace), "many" (5 prac).

    The rule is that of CLDR for ``pl``: 1 alone; those that end in 2–4 but not in 12–14; all others. The sign of a
    negative number does not matter.
    """
    number = abs(number)
    if number == 1:
        return "one"
    if number % 10 in (2, 3, 4) and number % 100 not in (12, 13, 14):
        return "few"
    return "many"


def choose(number: int, one: str, few: str, many: str) -> str:
    """Return the one of three forms that goes with ``number``: ``choose(5, "praca", "prace", "prac")`` is "prac"."""
    return {"one": one, "few": few, "many": many}[plural_form(number)]
