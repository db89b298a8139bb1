"""The parameters of a search's address: words of Polish, read from a query string and written into one."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict

from publishing.converters import id_from
from search.expressions import Filters
from search.models.sections import Kind

QUERY, PAGE = "q", "strona"
MOST_VALUES = 10
LONGEST_AUDIENCE = 300
KINDS: dict[str, Kind] = {
    "poradniki": Kind.GUIDE,
    "lekcje": Kind.LESSON,
    "szkolenia": Kind.COURSE,
    "projekty": Kind.RESULT,
    "aktualnosci": Kind.NEWS,
    "pliki": Kind.DOCUMENT,
    "inne": Kind.PAGE,
}
# The address of a term. Of its characters only the underscore means something to a database's LIKE: any character.
_SLUG = re.compile(r"[a-z0-9_-]{1,120}")
_SLUGS = {kind.value: slug for slug, kind in KINDS.items()}


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter that filters: its name in the address, the filter, and how a value is read and written.

    ``read`` returns nothing for what cannot be a value.
    """

    name: str
    filter: str
    read: Callable[[str], str | int | None]
    write: Callable[[str], str] = str


def _year(raw: str) -> int | None:
    return int(raw) if raw.isascii() and raw.isdigit() and len(raw) == 4 else None


def _file_type(raw: str) -> str | None:
    return raw.upper() if raw.isascii() and raw.isalnum() and len(raw) <= 10 else None


def _audience(raw: str) -> str | None:
    return raw if raw.strip() and raw.isprintable() and len(raw) <= LONGEST_AUDIENCE else None


def _theme(raw: str) -> str | None:
    return raw if _SLUG.fullmatch(raw) else None


PARAMETERS = (
    Parameter("rodzaj", "kind", lambda raw: KINDS[raw].value if raw in KINDS else None, lambda kind: _SLUGS[kind]),
    Parameter("w", "part_of", lambda raw: id_from(raw) or None),
    Parameter("rok", "legal_year", _year),
    Parameter("dla", "audience", _audience),
    Parameter("plik", "file_type", _file_type, str.lower),
    Parameter("temat", "theme", _theme),
)


def filters_from(given: QueryDict) -> tuple[Filters, list[str]]:
    """The filters of an address, and the names of parameters with a value that cannot be one; those are ignored."""
    wrong: list[str] = []
    found: dict[str, Any] = {}
    for parameter in PARAMETERS:
        raw = given.getlist(parameter.name)
        values = [parameter.read(value) for value in raw[:MOST_VALUES]]
        if None in values or len(raw) > MOST_VALUES:
            wrong.append(parameter.name)
        found[parameter.filter] = tuple(dict.fromkeys(value for value in values if value is not None))
    return Filters(**found), wrong


def address_of(query: str, filters: Filters, *, page_number: int = 1) -> str:
    """The query string of a search, with its question mark."""
    pairs: list[tuple[str, str | int]] = [(QUERY, query)]
    chosen = dict(filters.items())
    for parameter in PARAMETERS:
        pairs += [(parameter.name, parameter.write(str(value))) for value in chosen.get(parameter.filter, ())]
    if page_number > 1:
        pairs.append((PAGE, page_number))
    return "?" + urlencode(pairs)


def with_value(filters: Filters, name: str, value: str) -> Filters:
    """The filters with one value more; ``value`` as a facet has it."""
    return _replaced(filters, name, (*getattr(filters, name), _typed(name, value)))


def without_value(filters: Filters, name: str, value: str) -> Filters:
    return _replaced(filters, name, (other for other in getattr(filters, name) if str(other) != value))


def _replaced(filters: Filters, name: str, values: Iterable[str | int]) -> Filters:
    return replace(filters, **{name: tuple(values)})  # type: ignore[arg-type]


def _typed(name: str, value: str) -> str | int:
    return int(value) if name in ("part_of", "legal_year") else value
