"""The filters of the base, all of them in the address: the list and the files understand the same ones."""

from urllib.parse import urlencode

import django_filters
from django.http import QueryDict
from wagtail.models import Page

from resources.results.models import Record
from resources.results.models.records import RecordQuerySet
from resources.results.records.facets import Facet
from resources.results.records.words import LONGEST_QUERY, lemmas_of

WORDS = "q"
LONGEST_VALUE = 80


def _facet() -> django_filters.CharFilter:
    return django_filters.CharFilter(method="with_value", max_length=LONGEST_VALUE)


class RecordFilters(django_filters.FilterSet):
    """One value of each facet, and words in any form. What cannot be a value filters nothing."""

    q = django_filters.CharFilter(method="with_words", max_length=LONGEST_QUERY)
    rodzaj = _facet()
    temat = _facet()
    program = _facet()
    region = _facet()
    partner = _facet()
    odbiorcy = _facet()
    rok = _facet()

    class Meta:
        model = Record
        fields: list[str] = []

    def with_value(self, records: RecordQuerySet, name: str, value: str) -> RecordQuerySet:
        return records.with_value(name, value)

    def with_words(self, records: RecordQuerySet, name: str, value: str) -> RecordQuerySet:
        return records.with_words(lemmas_of(value))

    @property
    def words(self) -> str:
        return str(self._given().get(WORDS, ""))

    @property
    def values(self) -> dict[Facet, str]:
        """The values that are asked for, by facet, in the order of the facets."""
        given = self._given()
        return {facet: given[facet] for facet in Facet if given.get(facet)}

    def _given(self) -> dict[str, str]:
        self.form.is_valid()
        return dict(self.form.cleaned_data)


def filters_of(query: QueryDict, base: Page) -> RecordFilters:
    """The filters of an address, applied to the public records of a base (``.qs``)."""
    return RecordFilters(query, queryset=Record.objects.of(base).public())


def query_of(words: str, values: dict[Facet, str], **others: str) -> str:
    """The query string of these filters in the order of the facets, with the question mark; "" where there is none."""
    pairs = [(WORDS, words), *((facet, values.get(facet, "")) for facet in Facet), *others.items()]
    text = urlencode([(str(name), value) for name, value in pairs if value])
    return f"?{text}" if text else ""
