"""Counts the values that results can be filtered by."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from django.http import HttpRequest

from publishing.converters import id_from
from reference.models import GlossaryTerm
from search.expressions import Filters
from search.models.sections import Kind
from search.ranking import Key, RankedPage
from search.rows import Row, open_pages


@dataclass(frozen=True, slots=True)
class FacetValue:
    """A value that results can be filtered by, with the number of pages and documents that have it."""

    value: str
    label: str
    count: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class Facet:
    name: str
    values: tuple[FacetValue, ...]


def facets_of(
    ranked: Sequence[tuple[Key, RankedPage]], rows: Mapping[int, Row], filters: Filters, request: HttpRequest
) -> list[Facet]:
    """The values of the results by which they can be filtered further, with counts of pages and documents."""
    first = [rows[page.sections[0]] for _key, page in ranked]
    facets = []
    for name in ("kind", "theme", "part_of", "legal_year", "audience", "file_type"):
        chosen = {str(value) for value in getattr(filters, name)}
        counts = Counter(value for row in first for value in _values(row, name))
        counts.pop("", None)
        for value in chosen:
            counts.setdefault(value, 0)
        if not counts:
            continue
        labels = _labels(name, counts, request)
        known = sorted(labels.keys() & counts.keys(), key=lambda value: (-counts[value], labels[value]))
        values = (FacetValue(value, labels[value], counts[value], value in chosen) for value in known)
        facets.append(Facet(name, tuple(values)))
    return facets


def _values(row: Row, name: str) -> tuple[str, ...]:
    if name == "theme":
        return row.theme
    if name == "legal_year":
        return (str(row.legal_state.year) if row.legal_state else "",)
    return (str(getattr(row, name) or ""),)


def _labels(name: str, values: Iterable[str], request: HttpRequest) -> dict[str, str]:
    if name == "kind":
        labels = dict(Kind.choices)
        return {value: str(labels[value]) for value in values if value in labels}
    if name == "part_of":
        pages = open_pages(map(id_from, values), request)
        return {str(pk): page.title for pk, page in pages.items()}
    if name == "theme":
        return dict(GlossaryTerm.objects.filter(slug__in=values).values_list("slug", "term"))
    if name == "file_type":
        return {value: value.upper() for value in values}
    return {value: value for value in values}


def known_filters(filters: Filters, request: HttpRequest) -> Filters:
    """The filters without guides and courses that are not there for this reader, and without terms that are none."""
    if filters.part_of:
        known = open_pages(filters.part_of, request)
        filters = replace(filters, part_of=tuple(pk for pk in filters.part_of if pk in known))
    if filters.theme:
        terms = _labels("theme", filters.theme, request)
        filters = replace(filters, theme=tuple(slug for slug in filters.theme if slug in terms))
    return filters
