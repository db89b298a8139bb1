"""Compares learning events with the tables that they record."""

from collections.abc import Callable, Iterator
from typing import Any

from django.utils.dateparse import parse_datetime

from courses.learning.batches import in_batches
from courses.learning.models import LearningEvent, Pseudonym
from courses.learning.records import Record, sources


def report(say: Callable[[str], object]) -> int:
    """Prints each difference in one line, and their number; returns the exit code, 1 if there are any."""
    found = 0
    for found, line in enumerate(differences(), start=1):  # noqa: B007 - counted
        say(line)
    say(f"Differences: {found}." if found else "Learning events: they agree with the tables.")
    return 1 if found else 0


def differences() -> Iterator[str]:
    """Rows without a matching event and events without a row, each as one line.

    Events of deleted users are skipped, because their rows were deleted with the user.
    """
    for source in sources.values():
        for records in in_batches(source(None)):
            yield from _missing_or_different(records)
    events = LearningEvent.objects.in_force().filter(actor__in=Pseudonym.objects.values("uuid")).order_by("record")
    for batch in in_batches(events.values_list("record", flat=True).iterator()):
        yield from _without_row(batch)


def _missing_or_different(records: list[Record]) -> Iterator[str]:
    names = [record.name for record in records]
    events = {event.record: event for event in LearningEvent.objects.in_force().filter(record__in=names)}
    for record in records:
        event = events.get(record.name)
        if event is None:
            yield f"{record.name}: it has no event"
            continue
        for name, in_event, in_table in _compared(record, event):
            if in_event != in_table:
                yield f"{record.name}: {name} is {in_table} in the table and {in_event} in event {event.pk}"


def _compared(record: Record, event: LearningEvent) -> Iterator[tuple[str, Any, Any]]:
    """The compared values: name, value in the event, value in the table."""
    statement = event.statement
    yield "the actor", event.actor, record.actor
    yield "the verb", event.verb, record.verb
    yield "the object", event.object, record.object
    yield "the time", parse_datetime(statement["timestamp"]), record.happened_at
    yield "the score", statement.get("result", {}).get("score", {}).get("raw"), record.score
    # The columns repeat parts of the statement.
    yield "the actor of the statement", statement["actor"]["account"]["name"], str(record.actor)
    yield "the verb of the statement", statement["verb"]["id"], record.verb
    yield "the object of the statement", statement["object"]["id"], record.object


def _without_row(names: list[str]) -> Iterator[str]:
    by_kind: dict[str, set[str]] = {}
    for name in names:
        by_kind.setdefault(name.partition(":")[0], set()).add(name)
    for kind, told in by_kind.items():
        source = sources.get(kind)
        ids = [int(name.partition(":")[2]) for name in told] if source else []
        there = {record.name for record in source(ids)} if source else set()
        for name in sorted(told - there):
            yield f"{name}: it has an event and no row"
