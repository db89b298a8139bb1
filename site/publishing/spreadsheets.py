"""CSV files that spreadsheets open as text."""

import csv
import io
from collections.abc import Iterable

# Excel reads UTF-8 only with this mark, and in Polish expects semicolons.
BOM = "\ufeff"
SEPARATOR = ";"

# A spreadsheet takes a cell that begins so for a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def safe(value: str) -> str:
    """The value as text: one that a spreadsheet would take for a formula begins with an apostrophe."""
    return f"'{value}" if value.lstrip(" ").startswith(FORMULA) else value


def csv_of(rows: Iterable[Iterable[str]]) -> str:
    """The rows as the text of a CSV file."""
    written = io.StringIO()
    csv.writer(written, delimiter=SEPARATOR).writerows([safe(cell) for cell in row] for row in rows)
    return BOM + written.getvalue()
