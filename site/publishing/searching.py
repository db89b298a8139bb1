"""Search fields that also index words without Polish diacritics."""

from typing import Any

from wagtail.search import index

from polish.folding import fold


class FoldedSearchField(index.SearchField):
    """A search field whose words are found with and without Polish diacritics.

    Words are indexed as written, and those with diacritics a second time without. Queries are folded too, so both
    spellings match on every backend (SQLite folds ą but not ł, PostgreSQL folds nothing).
    """

    def get_value(self, obj: Any) -> Any:
        return with_folded(super().get_value(obj))


def with_folded(value: Any) -> Any:
    """A text, or each text of a list, followed by those of its words that folding changes; other values unchanged."""
    if isinstance(value, list | tuple):
        return [with_folded(item) for item in value]
    if not isinstance(value, str):
        return value
    folded = [plain for word in value.split() if (plain := fold(word)) != word]
    return f"{value} {' '.join(folded)}" if folded else value


def folded_fields(fields: list[Any]) -> list[Any]:
    """``search_fields`` with every ``SearchField``, also of related objects, replaced by a ``FoldedSearchField``."""
    return [_folded(field) for field in fields]


def _folded(field: Any) -> Any:
    if isinstance(field, index.RelatedFields):
        return index.RelatedFields(field.field_name, folded_fields(field.fields))
    if isinstance(field, index.SearchField) and not isinstance(field, FoldedSearchField):
        return FoldedSearchField(field.field_name, boost=field.boost, **field.kwargs)
    return field
