"""What the backends of the database share: the answer of an engine, and the filters as SQL."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import connections, router
from django.db.models import ForeignKey

from polish.analysis import Analyser
from search.analysis import analyser
from search.expressions import Filters
from search.models import Section


@dataclass(frozen=True, slots=True)
class Candidate:
    """A section, by its id, and the engine's score of it: higher is better, comparable within one answer only."""

    section: int
    score: float


class SectionsMixin:
    """Reads sections from Wagtail's index entries, whose ``columns`` have the lemmas of the title and of the body."""

    index_entry: Any
    columns: tuple[str, str]

    @property
    def analyser(self) -> Analyser:
        return analyser()

    def lemma_texts(self, pks: list[int]) -> dict[int, tuple[str, str]]:
        """The title and the body of sections as the index has them, by their ids."""
        entries = self.index_entry.objects.filter(
            content_type=ContentType.objects.get_for_model(Section), object_id__in=[str(pk) for pk in pks]
        )
        return {int(pk): (title, body) for pk, title, body in entries.values_list("object_id", *self.columns)}

    def _rows(self, sql: str, match: str, *parameters: Any) -> list[tuple[Any, ...]]:
        """The rows of a query whose first two parameters are the words and the content type of sections."""
        content_type = ContentType.objects.get_for_model(Section).pk
        with connections[router.db_for_read(Section)].cursor() as cursor:
            cursor.execute(sql, [match, content_type, *parameters])
            rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows


def scored(rows: Iterable[tuple[Any, ...]]) -> list[Candidate]:
    return [Candidate(int(pk), float(score)) for pk, score in rows]


def filter_sql(filters: Filters, *, join: str, cast_to: str) -> tuple[str, str, list[Any]]:
    """A join of the sections with the entries of the index, conditions and their parameters; empty without filters.

    ``join`` is the word for it, ``cast_to`` the engine's type of the ids of sections.
    """
    conditions = ""
    parameters: list[Any] = []
    for name, values in filters.items():
        if name == "theme":
            conditions += f" AND ({' OR '.join(['section.themes LIKE %s'] * len(values))})"
            parameters += [f"%|{value}|%" for value in values]
            continue
        column = Section._meta.get_field(name)
        column_name = column.attname if isinstance(column, ForeignKey) else column.name
        conditions += f" AND section.{column_name} IN ({', '.join(['%s'] * len(values))})"
        parameters += list(values)
    if not conditions:
        return "", "", []
    table = Section._meta.db_table
    return f" {join} {table} section ON section.id = CAST(entry.object_id AS {cast_to})", conditions, parameters
