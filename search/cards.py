"""What the templates of search get."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from search.expressions import Filters
from search.facets import Facet
from search.parameters import address_of, with_value, without_value

VALUES_SHOWN = 6
"""The values of a facet that are shown at once; the others are folded."""
# Whose labels are words of the content, not of the interface.
_OF_CONTENT = frozenset({"theme", "part_of", "audience"})


@dataclass(frozen=True, slots=True)
class FilterLink:
    """A value to filter by, or a chosen one to drop: ``url`` does it. ``is_content``: the label is of the content."""

    label: str
    url: str
    count: int
    is_content: bool


@dataclass(frozen=True, slots=True)
class FacetCard:
    """A heading with links; ``more`` are those that are folded."""

    title: str
    links: Sequence[FilterLink]
    more: Sequence[FilterLink]


def facet_cards(facets: Sequence[Facet], query: str, filters: Filters) -> list[FacetCard]:
    """The facets that divide the results: with a value of which none is chosen yet and that not all results have."""
    titles = _titles()
    cards = []
    for facet in facets:
        if len(facet.values) < 2 or any(value.chosen for value in facet.values):
            continue
        links = [
            FilterLink(
                value.label,
                address_of(query, with_value(filters, facet.name, value.value)),
                value.count,
                facet.name in _OF_CONTENT,
            )
            for value in facet.values
        ]
        cards.append(FacetCard(titles[facet.name], links[:VALUES_SHOWN], links[VALUES_SHOWN:]))
    return cards


def chosen_filters(facets: Sequence[Facet], query: str, filters: Filters) -> list[FilterLink]:
    """The chosen values, each with the address of the search without it."""
    return [
        FilterLink(
            value.label,
            address_of(query, without_value(filters, facet.name, value.value)),
            value.count,
            facet.name in _OF_CONTENT,
        )
        for facet in facets
        for value in facet.values
        if value.chosen
    ]


def _titles() -> dict[str, str]:
    return {
        "kind": pgettext("facet", "Kind"),
        "theme": pgettext("facet", "Theme"),
        "part_of": _("Guide or course"),
        "legal_year": _("Legal state of the year"),
        "audience": _("For whom"),
        "file_type": _("File type"),
    }
