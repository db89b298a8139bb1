"""What the admin's templates get of the statistics of searches."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.http import urlencode


@dataclass(frozen=True, slots=True)
class QueryRow:
    """A query with its sums over a period. ``place`` is the mean place of the results that were opened, as text."""

    query: str
    times: int
    empty: int
    partial: int
    clicks: int
    place: str
    try_url: str


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """How often results at one place of the list were opened; ``share`` in whole per cent of all."""

    place: int
    times: int
    share: int
    is_last: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """A link that changes one parameter of a report."""

    label: str
    url: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Totals:
    """Of all queries of a period."""

    searches: int
    without_results: int


def query_row(values: dict[str, Any]) -> QueryRow:
    place = values["place"]
    return QueryRow(
        query=values["query"],
        times=values["times"],
        empty=values["empty"],
        partial=values["partial"],
        clicks=values["clicks"],
        place="" if place is None else number_format(round(place, 1)),
        try_url=try_url(values["query"]),
    )


def place_rows(sums: list[tuple[int, int]], *, shown: int) -> list[PlaceRow]:
    """Rows of the first ``shown`` places and one for all after them; ``sums`` are pairs of place and number."""
    total = sum(times for _place, times in sums)
    if not total:
        return []
    first = {place: times for place, times in sums if place <= shown}
    rest = sum(times for place, times in sums if place > shown)
    rows = [
        PlaceRow(place, first.get(place, 0), round(100 * first.get(place, 0) / total))
        for place in range(max(first, default=0) + 1)
    ]
    return [*rows, PlaceRow(shown + 1, rest, round(100 * rest / total), is_last=True)] if rest else rows


def try_url(query: str) -> str:
    """The admin's page that shows what a query finds."""
    return f"{reverse('search_try')}?{urlencode({'q': query})}"
