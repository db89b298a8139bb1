"""Compiles one Typst document: ``python compiling.py SOURCE FONTS`` writes the PDF to standard output.

With a third argument, a number of pixels per inch, it writes a picture of each page beside the source instead: 1.png, …

A process of its own, without Django: Typst keeps what it computed for the last ten documents, tens of megabytes each,
and nothing else frees them or ends a document that takes too long.
"""

import io
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typst

KINDNESS = 10
"""How much less of a busy processor this process takes than those that answer pages (``nice``)."""
TABLES = "<table>"
"""The label of what ``look.typ`` says before each table: whether the first cell of its rows is a header."""


def main(source: str, fonts: str, pixels: str = "") -> int:
    os.nice(KINDNESS)
    compiler = typst.Compiler(source, root=str(Path(source).parent), font_paths=[fonts], ignore_system_fonts=True)
    try:
        if pixels:
            _save_pictures(compiler, Path(source), float(pixels))
        else:
            sys.stdout.buffer.write(_pdf(compiler))
    except typst.TypstError as error:
        sys.stderr.write(str(error))
        return 1
    return 0


def _save_pictures(compiler: typst.Compiler, source: Path, pixels: float) -> None:
    """Writes the pages beside the source, as ``1.png`` and so on, of so many pixels per inch."""
    made = compiler.compile(format="png", ppi=pixels)
    for number, page in enumerate([made] if isinstance(made, bytes) else made or (), start=1):
        source.with_name(f"{number}.png").write_bytes(page)


def _pdf(compiler: typst.Compiler) -> bytes:
    made = compiler.compile(pdf_standards=["ua-1"])
    row_headers = json.loads(compiler.query(TABLES, field="value"))
    if not isinstance(made, bytes):
        raise TypeError("a PDF is one file")
    return with_row_headers(made, row_headers) if any(row_headers) else made


def with_row_headers(content: bytes, row_headers: list[bool]) -> bytes:
    """The PDF with the first cells of rows tagged as headers, in the tables for which ``row_headers`` says so.

    Typst tags header cells of columns alone, unless a feature is on that its package for Python cannot turn on. What
    changes is appended (ISO 32000-1, 7.5.6), the rest of the file stays as it is.
    """
    import pypdf  # takes as long as typesetting a short document

    writer = pypdf.PdfWriter(io.BytesIO(content), incremental=True)
    tables = list(_named("/Table", writer.root_object["/StructTreeRoot"]))
    if len(tables) != len(row_headers):
        return content
    for table, wanted in zip(tables, row_headers, strict=True):
        for row in _named("/TR", table) if wanted else ():
            _mark(row)
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


def _named(name: str, parent: Any) -> Iterator[Any]:
    """The elements of the structure with this name below another one, in the order of the text."""
    inside = parent.get("/K")
    inside = inside.get_object() if inside is not None else []
    for child in inside if isinstance(inside, list) else [inside]:
        element = child.get_object()
        if not isinstance(element, dict):
            continue  # the number of a text on the page
        if element.get("/S") == name:
            yield element
        else:
            yield from _named(name, element)


def _mark(row: Any) -> None:
    """Makes the first cell a header of the row.

    Cells name their headers no more: those of their row and column hold (ISO 32000-1, 14.8.5.7).
    """
    from pypdf.generic import ArrayObject, DictionaryObject, NameObject

    cells = [cell.get_object() for cell in row["/K"]]
    for place, cell in enumerate(cells):
        if cell["/S"] != "/TD":
            return  # the header of the columns
        kept = [item for item in _attributes(cell) if item["/O"] != "/Table"]
        of_table = [item for item in _attributes(cell) if item["/O"] == "/Table"]
        about = DictionaryObject({key: value for item in of_table for key, value in item.items() if key != "/Headers"})
        if place == 0:
            cell[NameObject("/S")] = NameObject("/TH")
            about[NameObject("/O")] = NameObject("/Table")
            about[NameObject("/Scope")] = NameObject("/Row")
        if len(about) > 1:
            kept.insert(0, about)
        if kept:
            cell[NameObject("/A")] = ArrayObject(kept)
        else:
            cell.pop("/A", None)


def _attributes(cell: Any) -> list[Any]:
    found = cell.get("/A")
    found = found.get_object() if found is not None else []
    return [item.get_object() for item in (found if isinstance(found, list) else [found])]


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
