"""What an engine's index holds: words analysed here, so that it needs only its ``whitespace`` analyzer."""

from collections.abc import Sequence
from typing import Any

from modelsearch.backends.elasticsearchbase import ElasticsearchBaseMapping
from modelsearch.index import AutocompleteField, SearchField

from search import services
from search.analysis import analyser
from search.backends import chosen
from search.backends.indexing import completion_words
from search.models import Section

WHITESPACE = "whitespace"
ALL_FIELDS = "_all_text"
"""Modelsearch's field with the words of all search fields; phrases do not go from one into the next."""


class AnalysedMapping(ElasticsearchBaseMapping):
    """Lemmas in search fields; words and lemmas in autocomplete fields; filter fields as they are."""

    edgengram_analyzer_config = {"analyzer": WHITESPACE}  # the name is modelsearch's

    def get_mapping(self) -> dict[str, Any]:
        mapping: dict[str, Any] = super().get_mapping()
        _split_at_spaces(mapping["properties"])
        return {"dynamic": False, **mapping}

    def _get_document_field_data(self, field: Any, obj: Any) -> tuple[str, Any, list[str]]:
        if isinstance(field, SearchField):
            known = getattr(obj, "lemmas", {}).get(field.field_name)
            if known is not None:
                return self.get_field_column_name(field), known, []
            return self.get_field_column_name(field), analyser().index_text(_text(field.get_value(obj))), []
        if isinstance(field, AutocompleteField):
            words = completion_words(_text(field.get_value(obj)), analyser())
            return self.get_field_column_name(field), words, [words]
        return super()._get_document_field_data(field, obj)


def take_lemmas(sections: Sequence[Section]) -> None:
    """Takes the words of sections from the index of the database, where this analyser made it: they are the same."""
    if not services.is_current():
        return
    texts = chosen.database().lemma_texts([section.pk for section in sections])
    names = [field.field_name for field in Section.get_searchable_search_fields()]
    for section in sections:
        lines = [line for text in texts.get(section.pk, ()) for line in text.split("\n")]
        if len(lines) == len(names):
            section.lemmas = dict(zip(names, lines, strict=True))


def _split_at_spaces(properties: dict[str, Any]) -> None:
    for definition in properties.values():
        if definition["type"] == "text":
            definition["analyzer"] = WHITESPACE
        elif definition["type"] == "nested":
            _split_at_spaces(definition["properties"])


def _text(value: Any) -> str:
    """The text of a field's value, as the database's backends read it."""
    if isinstance(value, str):
        return value
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list | tuple):
        return ", ".join(map(_text, value))
    return str(value)
