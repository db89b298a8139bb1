"""Dates in Polish words."""

from datetime import date

GENITIVE = (
    "stycznia",
    "lutego",
    "marca",
    "kwietnia",
    "maja",
    "czerwca",
    "lipca",
    "sierpnia",
    "września",
    "października",
    "listopada",
    "grudnia",
)
NOMINATIVE = (
    "styczeń",
    "luty",
    "marzec",
    "kwiecień",
    "maj",
    "czerwiec",
    "lipiec",
    "sierpień",
    "wrzesień",
    "październik",
    "listopad",
    "grudzień",
)


def long_date(day: date) -> str:
    """Return ``day`` as it is read aloud, the month in the genitive: "21 listopada 2026".

    A datetime is taken as it stands: bring it to local time first.
    """
    return f"{day.day} {GENITIVE[day.month - 1]} {day.year}"


def month_and_year(day: date) -> str:
    """Return the month of ``day`` in the nominative, with the year: "marzec 2027"."""
    return f"{NOMINATIVE[day.month - 1]} {day.year}"
