"""The files: CSV and JSON, written record by record."""

import csv
from collections.abc import Iterable, Iterator
from datetime import UTC
from typing import Any

import orjson
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import override

from publishing.spreadsheets import BOM, SEPARATOR, safe
from resources.results.models import Record
from resources.results.models.records import RecordQuerySet
from resources.results.open_data.columns import COLUMNS

CHUNK = 200
"""Records that are read at once."""


class _Line:
    """What a ``csv.writer`` writes into: it hands each line on."""

    def write(self, line: str) -> str:
        return line


def csv_lines(records: RecordQuerySet, *, kind: str, request: HttpRequest) -> Iterator[bytes]:
    """A CSV file with semicolons and a byte order mark, as spreadsheets in Polish expect, safe from formulas."""
    columns = COLUMNS[kind]
    writer = csv.writer(_Line(), delimiter=SEPARATOR)
    yield BOM.encode()
    yield _encoded(writer.writerow([column.name for column in columns]))
    for record in _read(records):
        data = public_data(record, request)
        with override("pl"):  # another request of this thread's may ask for another language between two records
            cells = [column.cell(data) for column in columns]
        yield _encoded(writer.writerow([safe(cell) for cell in cells]))


def json_parts(records: RecordQuerySet, *, about: dict[str, Any], request: HttpRequest) -> Iterator[bytes]:
    """A JSON object: ``about`` the data, and the list ``records``."""
    yield orjson.dumps(about)[:-1] + b',"records":['
    separator = b"\n"
    for record in _read(records):
        yield separator + orjson.dumps(public_data(record, request))
        separator = b",\n"
    yield b"\n]}\n"


def public_data(record: Record, request: HttpRequest) -> dict[str, Any]:
    """The data of a record with its address and the time of its last change."""
    materials = (
        {
            "materials": [
                {"title": row["title"], "url": request.build_absolute_uri(row["path"])}
                for row in record.data["materials"]
            ]
        }
        if "materials" in record.data
        else {}
    )
    return {
        **record.data,
        **materials,
        "url": address_of(record, request),
        "changed": record.changed_at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
    }


def address_of(record: Record, request: HttpRequest) -> str:
    """The lasting address of a record, which leads to its page."""
    return request.build_absolute_uri(reverse("results_data:record", args=[record.key]))


def _read(records: RecordQuerySet) -> Iterable[Record]:
    return records.in_order().iterator(chunk_size=CHUNK)


def _encoded(line: Any) -> bytes:
    return str(line).encode("utf-8", "replace")
