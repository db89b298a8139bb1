"""The log of access: which member of staff opened the record of which user. Users see their own part of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import structlog
from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from people import roles
from people.models import PersonalDataAccess, User

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

log = structlog.get_logger("people")

ACCOUNT = "people.account"
ACCOUNT_LIST = "people.account_list"

AT_ONCE = 1000
"""Rows of one statement; SQLite takes 32,766 values."""

_labels: "dict[str, str | _StrPromise]" = {}


@dataclass(frozen=True, slots=True)
class AccessCard:
    """What a user reads of one row: who looked, in which role, at what, on which day, how many times."""

    name: str
    role: str
    what: str
    day: date
    count: int


def register(kind: str, label: "str | _StrPromise") -> None:
    """Adds a kind of access with what the user reads of it; called in ``AppConfig.ready()``."""
    _labels[kind] = label


def record(*, by: User, whose: Iterable[int], kind: str) -> None:
    """Records that ``by`` opened the records of the users with these ids; their own is left out.

    Two queries, for a whole table as for one person: the role of ``by`` and one upsert. Called before the page is
    answered, so that nobody sees what is not recorded. Raises ``KeyError`` for a kind that is not registered.
    """
    _labels[kind]
    others = sorted(set(whose) - {by.pk})
    if not others:
        return
    role, day = role_of(by), timezone.localdate()
    for start in range(0, len(others), AT_ONCE):
        _upsert(by, others[start : start + AT_ONCE], kind, role, day)


def role_of(user: User) -> str:
    """The role of a user in words, for the log; empty without one."""
    if user.is_superuser:
        return _("administrator")
    own = set(user.groups.filter(name__in=roles.ALL).values_list("name", flat=True))
    return ", ".join(name for name in roles.ALL if name in own)


def accesses_of(user: User) -> list[AccessCard]:
    """Who opened the record of ``user``, the latest day first: one query."""
    return _cards(PersonalDataAccess.objects.filter(whose=user))


def accesses_by(user: User) -> list[AccessCard]:
    """The records of others that ``user`` opened, which the cards do not name, the latest day first: one query."""
    return _cards(PersonalDataAccess.objects.filter(by=user))


def _cards(rows: QuerySet[PersonalDataAccess]) -> list[AccessCard]:
    rows = rows.select_related("by").order_by("-day", "-pk")
    return [AccessCard(row.by_name, row.role, str(_labels.get(row.kind, row.kind)), row.day, row.count) for row in rows]


def _upsert(by: User, whose: list[int], kind: str, role: str, day: date) -> None:
    # Django's bulk_create(update_conflicts=True) cannot add to the old value, so two requests at once would lose one.
    quote = connection.ops.quote_name
    table = quote(PersonalDataAccess._meta.db_table)
    names = ("by_id", "whose_id", "kind", "role", "day", "count")
    columns = ", ".join(quote(name) for name in names)
    row = f"({', '.join(['%s'] * len(names))})"
    key = ", ".join(quote(name) for name in ("by_id", "whose_id", "kind", "day"))
    count, new_role = quote("count"), quote("role")
    sql = (
        f"INSERT INTO {table} ({columns}) VALUES {', '.join([row] * len(whose))} "  # noqa: S608 - names of columns
        f"ON CONFLICT ({key}) DO UPDATE SET {count} = {table}.{count} + 1, {new_role} = excluded.{new_role}"
    )
    values = [value for pk in whose for value in (by.pk, pk, kind, role, connection.ops.adapt_datefield_value(day), 1)]
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
