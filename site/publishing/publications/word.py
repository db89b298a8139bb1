"""The same documents as Word files, for those who fill them in or paste from them."""

import io
from collections.abc import Iterable, Sequence

import docx
from docx.document import Document as Docx
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor
from docx.table import _Row
from docx.text.paragraph import Paragraph

from publishing.publications.nodes import Document, Node

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
INK = RGBColor(0x16, 0x30, 0x2B)
TEXT_FONT, DISPLAY_FONT = "Calibri", "Cambria"
DEEPEST = 9
"""Word has nine styles of headings."""


def docx_of(document: Document, *, language: str = "pl") -> bytes:
    """A Word file with real headings, lists and header rows, so that screen readers find their way in it."""
    made = docx.Document()
    made.core_properties.title, made.core_properties.author = document.title, "Pomost"
    made.core_properties.language = language
    _set_styles(made, language)
    made.add_paragraph(document.kind, style="Subtitle")
    made.add_heading(document.title, level=1)
    if document.summary:
        made.add_paragraph(document.summary)
    _add(made, [*document.facts, *document.body])
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def _set_styles(made: Docx, language: str) -> None:
    for name, font, size in (
        ("Normal", TEXT_FONT, 11),
        ("Subtitle", TEXT_FONT, 10),
        ("Heading 1", DISPLAY_FONT, 22),
        ("Heading 2", DISPLAY_FONT, 15),
        ("Heading 3", DISPLAY_FONT, 12.5),
    ):
        style = made.styles[name]
        style.font.name, style.font.size, style.font.color.rgb = font, Pt(size), INK
        properties = style.element.get_or_add_rPr()
        properties.get_or_add_rFonts().set(qn("w:hAnsi"), font)
        spoken = OxmlElement("w:lang")
        spoken.set(qn("w:val"), "pl-PL" if language == "pl" else "en-GB")
        properties.append(spoken)


def _add(made: Docx, nodes: Iterable[Node]) -> None:
    for node in nodes:
        kind = node["kind"]
        if kind == "heading":
            _write(made.add_heading("", level=min(node["level"], DEEPEST)), node["inline"])
        elif kind == "paragraph":
            _write(made.add_paragraph(), node["inline"])
        elif kind in {"list", "options"}:
            _add_list(made, node)
        elif kind == "facts":
            for item in node["items"]:
                _add_fact(made, item)
        elif kind == "table":
            _add_table(made, node)
        elif kind in {"box", "quote"}:
            _add(made, node["blocks"])


def _add_list(made: Docx, node: Node) -> None:
    style = "List Number" if node.get("ordered") else "List Bullet"
    for item in node["items"]:
        runs = item if node["kind"] == "options" else [run for block in item for run in block.get("inline", ())]
        _write(made.add_paragraph(style=style), runs)


def _add_fact(made: Docx, item: Node) -> None:
    paragraph = made.add_paragraph()
    _write(paragraph, item["term"], strong=True)
    paragraph.add_run(": ").bold = True
    for number, block in enumerate(item["blocks"]):
        if number:
            paragraph.add_run().add_break()
        _write(paragraph, block.get("inline", ()))


def _add_table(made: Docx, node: Node) -> None:
    if node["caption"]:
        _write(made.add_paragraph(), node["caption"], strong=True)
    rows = [*([node["header"]] if node["header"] else []), *node["rows"]]
    table = made.add_table(rows=len(rows), cols=node["columns"], style="Table Grid")
    for place, cells in enumerate(rows):
        row = table.rows[place]
        for cell, runs in zip(row.cells, cells, strict=True):
            _write(cell.paragraphs[0], runs, strong=bool(node["header"]) and place == 0)
    if node["header"]:
        _repeat(table.rows[0])
    made.add_paragraph()


def _repeat(row: _Row) -> None:
    """Marks a row as the header, which Word repeats on each page."""
    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(mark)


def _write(paragraph: Paragraph, runs: Sequence[Node], *, strong: bool = False) -> None:
    for run in runs:
        if run["kind"] == "text":
            written = paragraph.add_run(run["text"])
            written.bold = strong or run["strong"] or None
            written.italic = run["emphasis"] or None
        elif run["kind"] == "break":
            paragraph.add_run().add_break()
        else:
            _write(paragraph, run["inline"], strong=strong)
