"""Puts lemmas into the index of Wagtail's database backends.

Modelsearch's index classes name their ``ObjectIndexer`` in the module and have no hook to replace it: ``install()``
replaces it there. For a backend without ``analyser`` the replacement does what the original does.
"""

from functools import cached_property
from types import ModuleType
from typing import Any, cast

from modelsearch.index import AutocompleteField, SearchField

from polish.analysis import Analyser, plain, stems, tokens

TITLES = frozenset({"title", "heading"})
"""Search fields that belong to the title of an entry; all others to its body."""


class AnalysedMixin:
    """Analyses the values of search fields. Each field is a line of the entry, in the order of ``search_fields``."""

    analyser: Analyser | None
    search_fields: list[Any]
    obj: Any

    def __init__(self, obj: Any, backend: Any) -> None:
        super().__init__(obj, backend)  # type: ignore[call-arg]
        self.analyser = getattr(backend, "analyser", None)

    @cached_property
    def _prepared(self) -> list[tuple[Any, ...]]:
        """The field, its weight where the engine has weights, and its value, as modelsearch gives them."""
        return [item for field in self.search_fields for item in self.prepare_field(self.obj, field)]  # type: ignore[attr-defined]

    def _lines(self, *, title: bool) -> list[tuple[Any, ...]]:
        """The weight and the analysed value of each search field of the title or of the body."""
        analyse = cast("Analyser", self.analyser).index_text
        return [
            (*weight, analyse(value))
            for field, *weight, value in self._prepared
            if isinstance(field, SearchField) and (field.field_name in TITLES) == title
        ]

    def _text(self, *, title: bool) -> str:
        return "\n".join(line[-1] for line in self._lines(title=title))

    def _beginnings(self) -> list[tuple[Any, ...]]:
        """The weight of each autocomplete field and the words by which it is completed."""
        analyser = cast("Analyser", self.analyser)
        return [
            (*weight, completion_words(value, analyser))
            for field, *weight, value in self._prepared
            if isinstance(field, AutocompleteField)
        ]


def completion_words(text: str, analyser: Analyser) -> str:
    """The folded words of a text, and all lemmas that they can have: titles are short, and a guess may be wrong."""
    words = folded_words(text)
    lemmas = {lemma for stem in stems(text) for lemma in analyser.possible_lemmas(stem)}
    return " ".join((words, *sorted(lemmas.difference(words.split()))))


def folded_words(text: str) -> str:
    """The words of a text as typed, in lower case and without diacritics: for completing a word from its beginning."""
    return " ".join(plain(text[token.start : token.end].replace("\u00ad", "")) for token in tokens(text))


def sqlite_indexer(module: ModuleType) -> type:
    class AnalysedObjectIndexer(AnalysedMixin, module.ObjectIndexer):  # type: ignore[name-defined]
        @cached_property
        def title(self) -> str:
            return self._text(title=True) if self.analyser else str(super().title)

        @cached_property
        def body(self) -> str:
            return self._text(title=False) if self.analyser else str(super().body)

        @cached_property
        def autocomplete(self) -> str:
            if self.analyser is None:
                return str(super().autocomplete)
            return " ".join(line[-1] for line in self._beginnings())

    return AnalysedObjectIndexer


def postgres_indexer(module: ModuleType) -> type:
    class AnalysedObjectIndexer(AnalysedMixin, module.ObjectIndexer):  # type: ignore[name-defined]
        @cached_property
        def title(self) -> Any:
            return self._vector(title=True) if self.analyser else super().title

        @cached_property
        def body(self) -> Any:
            return self._vector(title=False) if self.analyser else super().body

        @cached_property
        def title_text(self) -> str:
            return self._text(title=True) if self.analyser else str(super().title_text)

        @cached_property
        def body_text(self) -> str:
            return self._text(title=False) if self.analyser else str(super().body_text)

        @cached_property
        def autocomplete(self) -> Any:
            if self.analyser is None:
                return super().autocomplete
            return self.as_vector([(value, weight) for weight, value in self._beginnings()], for_autocomplete=True)

        def _vector(self, *, title: bool) -> Any:
            return self.as_vector([(value, weight) for weight, value in self._lines(title=title)])

    return AnalysedObjectIndexer


def install(module: ModuleType, make: Any) -> None:
    """Replaces ``module.ObjectIndexer``, once."""
    if not issubclass(module.ObjectIndexer, AnalysedMixin):
        module.ObjectIndexer = make(module)  # type: ignore[attr-defined]
