"""Path converters for addresses that name a row by its primary key."""

from django.urls import register_converter
from django.urls.converters import IntConverter

LARGEST_ID = 2**63 - 1
"""The largest ``BigAutoField`` value; PostgreSQL and SQLite raise on anything larger."""


class IdConverter(IntConverter):
    """``<id:name>``: a primary key from 1 to ``LARGEST_ID``; any other number matches no address, so it is a 404."""

    regex = "[0-9]{1,19}"

    def to_python(self, value: str) -> int:
        number = id_from(value)
        if not number:
            raise ValueError(value)
        return number


def id_from(raw: str | None) -> int:
    """The primary key that a query string or a form names; 0, which no row has, for anything else."""
    if raw is None or not (raw.isascii() and raw.isdigit()) or len(raw) > 19:
        return 0
    number = int(raw)
    return number if number <= LARGEST_ID else 0


def register() -> None:
    """Makes ``<id:name>`` known to URL patterns. Called once, when Django is ready."""
    register_converter(IdConverter, "id")
