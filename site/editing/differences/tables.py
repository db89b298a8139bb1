"""Differences of tables, row by row and cell by cell."""

from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import Any

from django.utils.translation import gettext as _

from editing.differences.cards import Cell, Mark, Piece, Row, Table
from editing.differences.text import pieces_of

Cells = tuple[str, ...]


def table_of(before: Mapping[str, Any], after: Mapping[str, Any]) -> Table:
    """The difference of two values of Wagtail's table block."""
    shown = after or before
    header_row = bool(shown.get("first_row_is_table_header"))
    header_column = bool(shown.get("first_col_is_header"))
    rows = [
        Row(
            mark,
            [Cell(pieces, (header_row and not place) or (header_column and not column)) for column, pieces in cells],
        )
        for place, (mark, cells) in enumerate(
            (mark, list(enumerate(cells))) for mark, cells in _rows(_data(before), _data(after))
        )
    ]
    return Table(rows, list(_headers(before, after)) if before and after else ())


def _data(value: Mapping[str, Any]) -> list[Cells]:
    return [tuple(str(cell) if cell is not None else "" for cell in row) for row in value.get("data") or []]


def _rows(before: Sequence[Cells], after: Sequence[Cells]) -> Iterator[tuple[Mark, list[list[Piece]]]]:
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for kind, start_old, end_old, start_new, end_new in matcher.get_opcodes():
        if kind == "equal":
            yield from ((Mark.SAME, [pieces_of(cell, cell) for cell in row]) for row in after[start_new:end_new])
            continue
        for was, now in zip_longest(before[start_old:end_old], after[start_new:end_new]):
            if was is None:
                yield Mark.ADDED, [pieces_of(cell, cell) for cell in now]
            elif now is None:
                yield Mark.REMOVED, [pieces_of(cell, cell) for cell in was]
            else:
                yield Mark.CHANGED, [pieces_of(old, new) for old, new in zip_longest(was, now, fillvalue="")]


def _headers(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[str]:
    sentences = {
        "first_row_is_table_header": (_("The first row is headers now."), _("The first row is no longer headers.")),
        "first_col_is_header": (_("The first column is headers now."), _("The first column is no longer headers.")),
    }
    for name, (now, no_longer) in sentences.items():
        if bool(before.get(name)) != bool(after.get(name)):
            yield now if after.get(name) else no_longer
