"""Path converter for URLs that contain a primary key."""

from django.urls import register_converter
from django.urls.converters import IntConverter

LARGEST_ID = 2**63 - 1
"""The largest ``BigAutoField`` value; PostgreSQL and SQLite raise on anything larger."""


class IdConverter(IntConverter):
    """``<id:name>``: a primary key from 1 to ``LARGEST_ID``; other numbers do not match, so the response is a 404."""

    regex = "[0-9]{1,19}"

    def to_python(self, value: str) -> int:
        number = id_from(value)
        if not number:
            raise ValueError(value)
        return number


def id_from(raw: str | None) -> int:
    """The primary key in a value of a query string or a form; 0, which no row has, where it is not a valid one."""
    if raw is None or not (raw.isascii() and raw.isdigit()) or len(raw) > 19:
        return 0
    number = int(raw)
    return number if number <= LARGEST_ID else 0


def register() -> None:
    """Registers ``<id:name>`` for URL patterns. Called once, when Django is ready."""
    register_converter(IdConverter, "id")
