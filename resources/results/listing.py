"""The list of the base: what an address asks for, with the counts by which it can be narrowed."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from django.core.paginator import Paginator
from django.http import HttpRequest
from django.urls import reverse

from resources.results.cards import FacetLink, FacetLinks, Listed, ListEntry, Period
from resources.results.filtering import RecordFilters, filters_of, query_of
from resources.results.models import Record, RecordValue
from resources.results.records.facets import TITLES, Facet, label_of

if TYPE_CHECKING:
    from resources.results.models import ProjectIndex

A_PAGE = 25
SHOWN = 6
"""Values of a facet that are shown at once."""
PAGE = "strona"
_CONTENT = frozenset({Facet.THEME, Facet.PROGRAMME, Facet.REGION})


def listed(base: "ProjectIndex", request: HttpRequest) -> Listed:
    """The list at this address. Its queries are as many for ten entries as for any number."""
    filters = filters_of(request.GET, base)
    values, words = filters.values, filters.words
    shown = Paginator(filters.qs.in_order().select_related("page"), A_PAGE).get_page(request.GET.get(PAGE, "1"))

    def page_url(number: int) -> str:
        return query_of(words, values, **{PAGE: str(number)})

    return Listed(
        entries=[_entry(record, request) for record in shown.object_list],
        total=shown.paginator.count,
        whole=Record.objects.of(base).public().count(),
        words=words,
        chosen=_chosen(filters, base),
        facets=_facets(filters),
        hidden=[(str(facet), value) for facet, value in values.items()],
        base_url=base.get_url(request) or "/",
        data_query=query_of(words, values),
        data_url=reverse("results:open_data"),
        previous_url=page_url(shown.previous_page_number()) if shown.has_previous() else "",
        next_url=page_url(shown.next_page_number()) if shown.has_next() else "",
        page_number=shown.number if shown.has_other_pages() else None,
    )


def _entry(record: Record, request: HttpRequest) -> ListEntry:
    data = record.data
    project = data.get("project") or {}
    return ListEntry(
        kind=record.kind,
        title=data["title"],
        url=(record.page.get_url(request) if record.page else None) or "",
        summary=data["summary"],
        number=data["number"],
        when=_period(data) if record.kind == Record.Kind.PROJECT else None,
        belongs_to=project.get("title", ""),
    )


def _period(data: Mapping[str, Any]) -> Period:
    starts, ends = (date.fromisoformat(data[name]) if data[name] else None for name in ("starts", "ends"))
    return Period(words=data["period"], starts=starts, ends=ends)


def _chosen(filters: RecordFilters, base: "ProjectIndex") -> list[FacetLink]:
    """The filters in force, each with the address without it."""
    values, words = filters.values, filters.words
    links = [FacetLink(words, query_of("", values) or "?", 0, is_content=True)] if words else []
    for facet, value in values.items():
        others = {other: kept for other, kept in values.items() if other != facet}
        row = RecordValue.objects.filter(record__base=base, facet=facet, value=value).first()
        label = label_of(facet, value, row.label if row else "")
        links.append(FacetLink(label, query_of(words, others) or "?", 0, is_content=facet in _CONTENT))
    return links


def _facets(filters: RecordFilters) -> list[FacetLinks]:
    """The values by which the list can be narrowed further: of facets without a value, unless all entries have it."""
    values, words = filters.values, filters.words
    total = filters.qs.count()
    links: dict[Facet, list[FacetLink]] = defaultdict(list)
    for row in RecordValue.objects.counted(filters.qs):
        facet = Facet(row["facet"])
        if facet in values or row["count"] == total:
            continue
        label = label_of(facet, row["value"], row["label"])
        url = query_of(words, {**values, facet: row["value"]})
        links[facet].append(FacetLink(label, url, row["count"], is_content=facet in _CONTENT))
    return [
        FacetLinks(str(TITLES[facet]), ordered[:SHOWN], ordered[SHOWN:])
        for facet in Facet
        if (ordered := _ordered(facet, links[facet]))
    ]


def _ordered(facet: Facet, links: list[FacetLink]) -> list[FacetLink]:
    """Years from the latest, everything else by how many entries have it."""
    if facet == Facet.YEAR:
        return sorted(links, key=lambda link: link.label, reverse=True)
    return sorted(links, key=lambda link: (-link.count, link.label))
