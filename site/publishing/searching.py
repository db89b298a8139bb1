"""What of a page or a document goes into the search index, and how."""

from typing import Any

from wagtail.search import index

from polish.folding import fold


class FoldedSearchField(index.SearchField):
    """A search field that can be found with and without Polish letters.

    The words go in as they are written; those with Polish letters once more without. A search folds what was typed,
    so both spellings find them on every backend (SQLite folds ą but not ł, PostgreSQL folds nothing).
    """

    def get_value(self, obj: Any) -> Any:
        return with_folded(super().get_value(obj))


def with_folded(value: Any) -> Any:
    """A text, or a list of texts, followed by those of its words that folding changes. Anything else as it is."""
    if isinstance(value, list | tuple):
        return [with_folded(item) for item in value]
    if not isinstance(value, str):
        return value
    folded = [plain for word in value.split() if (plain := fold(word)) != word]
    return f"{value} {' '.join(folded)}" if folded else value


def folded_fields(fields: list[Any]) -> list[Any]:
    """``search_fields`` with every search field, those of related rows too, made one that folds."""
    return [_folded(field) for field in fields]


def _folded(field: Any) -> Any:
    if isinstance(field, index.RelatedFields):
        return index.RelatedFields(field.field_name, folded_fields(field.fields))
    if isinstance(field, index.SearchField) and not isinstance(field, FoldedSearchField):
        return FoldedSearchField(field.field_name, boost=field.boost, **field.kwargs)
    return field
