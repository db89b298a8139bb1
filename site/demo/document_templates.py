"""The Word files of the demo's document templates, made of their texts. The same text gives the same bytes."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt

from reference.models import DatedValue

_PIECES = re.compile(r"\{\{(\w+)\}\}|\*\*(.+?)\*\*")
_FIELD_KEYS = {"name", "label", "help", "kind", "choices", "least", "required"}
_MADE = datetime(2026, 3, 1, tzinfo=UTC)


def docx_of(text: str, *, title: str, closing: str) -> bytes:
    """The document of a text: ``# `` title, ``## `` heading, ``- `` item, ``> `` note, ``|`` row, ``~`` signatures."""
    document = Document()
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Calibri", Pt(11)
    properties = document.core_properties
    properties.title, properties.author, properties.language = title, "Pomost", "pl"
    properties.created = properties.modified = _MADE
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    rows: list[list[str]] = []
    for line in [*lines, f"> {closing}"]:
        if line.startswith("|"):
            rows.append([cell.strip() for cell in line.strip("|").split("|")])
            continue
        _add_table(document, rows)
        rows = []
        _add_line(document, line)
    made = BytesIO()
    document.save(made)
    return _without_times(made)


def _add_line(document: Any, line: str) -> None:
    mark, _space, rest = line.partition(" ")
    if mark == "#":
        paragraph = document.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        run = paragraph.add_run(rest)
        run.bold, run.font.size = True, Pt(15)
    elif mark == "##":
        paragraph = document.add_paragraph()
        paragraph.paragraph_format.keep_with_next = True
        paragraph.add_run(rest).bold = True
    elif mark == "-":
        _write(document.add_paragraph(style="List Bullet"), rest)
    elif mark == ">":
        run = document.add_paragraph().add_run(rest)
        run.italic, run.font.size = True, Pt(9)
    elif mark == "~":
        document.add_paragraph()
        names = [part.strip() for part in rest.split("|")]
        table = document.add_table(rows=2, cols=len(names))
        for place, name in enumerate(names):
            table.cell(0, place).text = "…" * 14
            _write(table.cell(1, place).paragraphs[0], name)
    else:
        _write(document.add_paragraph(), line)


def _add_table(document: Any, rows: list[list[str]]) -> None:
    if rows:
        table = document.add_table(rows=len(rows), cols=len(rows[0]))
        table.style = "Table Grid"
        for cells, row in zip(table.rows, rows, strict=True):
            for cell, text in zip(cells.cells, row, strict=True):
                _write(cell.paragraphs[0], text)
        document.add_paragraph()


def _write(paragraph: Any, text: str) -> None:
    """Adds the text, with bold pieces and with merge fields in place of ``{{name}}``."""
    place = 0
    for found in _PIECES.finditer(text):
        paragraph.add_run(text[place : found.start()])
        place = found.end()
        if found[1]:
            paragraph._p.append(_merge_field(found[1]))
        else:
            paragraph.add_run(found[2]).bold = True
    paragraph.add_run(text[place:])


def _merge_field(name: str) -> Any:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), f" MERGEFIELD {name} \\* MERGEFORMAT ")
    run, text = OxmlElement("w:r"), OxmlElement("w:t")
    text.text = f"«{name}»"
    run.append(text)
    field.append(run)
    return field


def _without_times(file: BytesIO) -> bytes:
    """The archive with the time of each part set to one day, so that it depends on the text alone."""
    made = BytesIO()
    with ZipFile(file) as archive, ZipFile(made, "w", ZIP_DEFLATED) as same:
        for name in sorted(archive.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            same.writestr(ZipInfo(name, _MADE.timetuple()[:6]), archive.read(name), ZIP_DEFLATED)
    return made.getvalue()


def fields_of(rows: Iterable[str | dict[str, Any]], common: dict[str, dict[str, Any]]) -> list[dict[str, Any]]:
    """The fields of a template as arguments of the model; a name alone stands for one of the common fields."""
    fields = []
    for row in rows:
        given = {"name": row, **common[row]} if isinstance(row, str) else row
        if unknown := given.keys() - _FIELD_KEYS:
            raise ValueError(f"{given['name']}: {', '.join(map(str, unknown))}")
        fields.append(
            {
                "name": given["name"],
                "label": given["label"],
                "help_text": given.get("help") or "",
                "kind": given.get("kind") or "text",
                "choices": "\n".join(given.get("choices") or []),
                "least": DatedValue.objects.get(slug=given["least"]) if "least" in given else None,
                "required": bool(given.get("required")),
            }
        )
    return fields
