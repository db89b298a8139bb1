"""What an engine's answer is made of, and the filters as SQL."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import ForeignKey

from search.expressions import Filters
from search.models import Section


@dataclass(frozen=True, slots=True)
class Candidate:
    """A section, by its id, and the engine's score of it: higher is better, comparable within one answer only."""

    section: int
    score: float


def scored(rows: Iterable[tuple[Any, ...]]) -> list[Candidate]:
    return [Candidate(int(pk), float(score)) for pk, score in rows]


def filter_sql(filters: Filters, *, join: str, cast_to: str) -> tuple[str, str, list[Any]]:
    """A join of the sections with the entries of the index, conditions and their parameters; empty without filters.

    ``join`` is the word for it, ``cast_to`` the engine's type of the ids of sections.
    """
    conditions, parameters = "", []
    for name, values in filters.items():
        column = Section._meta.get_field(name)
        column_name = column.attname if isinstance(column, ForeignKey) else column.name
        conditions += f" AND section.{column_name} IN ({', '.join(['%s'] * len(values))})"
        parameters += list(values)
    if not conditions:
        return "", "", []
    table = Section._meta.db_table
    return f" {join} {table} section ON section.id = CAST(entry.object_id AS {cast_to})", conditions, parameters
