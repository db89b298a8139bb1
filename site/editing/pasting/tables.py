"""Tables of a word processor as rows of text."""

import re
from collections.abc import Iterator
from typing import Any

from editing.pasting.inline import Line, look_of, tag_of, tidy
from editing.pasting.results import Dropped, Table

MOST_ROWS, MOST_COLUMNS, MOST_CELLS = 500, 30, 4_000
LONGEST_CELL, LONGEST_CAPTION = 5_000, 200

_BLOCKS = frozenset({"p", "div", "li", "h1", "h2", "h3", "h4", "h5", "h6", "tr"})


def rows_of(table: Any) -> list[Any]:
    """The rows of a table, without those of tables inside it."""
    return list(_rows(table))


def _rows(element: Any) -> Iterator[Any]:
    for child in element:
        tag = tag_of(child)
        if tag == "tr":
            yield child
        elif tag in ("thead", "tbody", "tfoot"):
            yield from _rows(child)


def cells_of(row: Any) -> list[Any]:
    return [cell for cell in row if tag_of(cell) in ("td", "th")]


def convert_table(table: Any, *, caption: str, dropped: Dropped) -> Table | None:
    """The table with merged cells repeated, or None where it has no text. One that is too large counts as dropped."""
    rows = rows_of(table)
    if len(rows) > MOST_ROWS:
        dropped.tables += 1
        return None
    grid: dict[tuple[int, int], str] = {}
    bold: dict[tuple[int, int], bool] = {}
    for y, row in enumerate(rows):
        x = 0
        for cell in cells_of(row):
            while (y, x) in grid:
                x += 1
            width, height = _span(cell, "colspan"), min(_span(cell, "rowspan"), len(rows) - y)
            if x + width > MOST_COLUMNS or len(grid) + width * height > MOST_CELLS:
                dropped.tables += 1
                return None
            dropped.merged_cells += width * height > 1
            text, is_bold = _text_of(cell, dropped)
            for place in ((y + down, x + right) for down in range(height) for right in range(width)):
                grid[place] = text
                bold[place] = is_bold or tag_of(cell) == "th"
            x += width
    if not any(grid.values()):
        return None
    height, width = len(rows), max(x for _y, x in grid) + 1
    lines = [tuple(grid.get((y, x), "") for x in range(width)) for y in range(height)]
    header_row = _is_head(rows[0]) or all(bold.get((0, x), True) for x in range(width))
    # The upper left cell of a table with headers at its side may be empty.
    header_column = width > 1 and height > 1 and all(bold.get((y, 0), False) for y in range(1, height))
    return Table(
        rows=tuple(line for line in lines if any(line)),
        # A table without headers cannot be published.
        header_row=header_row or not header_column,
        header_column=header_column,
        caption=(caption or _caption_of(table))[:LONGEST_CAPTION],
    )


def _is_head(row: Any) -> bool:
    return tag_of(row.getparent()) == "thead" or "mso-yfti-firstrow:yes" in look_of(row).replace(" ", "")


def _span(cell: Any, name: str) -> int:
    found = re.match(r"\s*(\d{1,4})", cell.get(name) or "")
    return max(1, int(found.group(1))) if found else 1


def _caption_of(table: Any) -> str:
    for child in table:
        if tag_of(child) == "caption":
            return tidy(str(child.text_content())).strip()
    return ""


def _text_of(cell: Any, dropped: Dropped) -> tuple[str, bool]:
    """The text of a cell, one line for each paragraph, and whether all of it is bold."""
    lines = list(_lines(cell, dropped))
    dropped.table_links += sum(line.links for line in lines)
    texts = [line for line in lines if line.text]
    text = "\n".join(line.text for line in texts)[:LONGEST_CELL]
    return text, bool(texts) and all(line.is_bold for line in texts)


def _lines(element: Any, dropped: Dropped) -> Iterator[Line]:
    line = Line(dropped)
    line.add_text(element.text)
    for child in element:
        if any(tag_of(inner) in _BLOCKS for inner in child.iter()):
            yield line
            yield from _lines(child, dropped)
            line = Line(dropped)
        else:
            line.add(child)
        line.add_text(child.tail)
    yield line
