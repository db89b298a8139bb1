"""Writes blocks into a Word file."""

from collections.abc import Iterable, Mapping, Sequence

from docx.document import Document as Docx
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt
from docx.table import Table, _Row
from docx.text.paragraph import Paragraph

from publishing.publications.nodes import Node
from publishing.publications.word.footnotes import Footnotes
from publishing.publications.word.lists import DEEPEST, Numbering, continued, style_of
from publishing.publications.word.pictures import add_picture
from publishing.publications.word.runs import write
from publishing.publications.word.styles import BOXES

DEEPEST_HEADING = 9
BOX_SPACE = Pt(12)
BREAK: Node = {"kind": "break"}


class Writer:
    """Adds blocks at the end of a file. ``files`` are its images by name."""

    def __init__(self, made: Docx, files: Mapping[str, bytes]) -> None:
        self._made = made
        self._files = files
        self._numbering = Numbering(made)
        self._footnotes = Footnotes(made)

    def add(self, nodes: Iterable[Node], style: str = "Normal") -> None:
        """``style`` is that of paragraphs, for blocks in a box or a quotation."""
        for node in nodes:
            kind = node["kind"]
            if kind == "heading":
                self._write(self._made.add_heading("", level=min(node["level"], DEEPEST_HEADING)), node["inline"])
            elif kind == "paragraph":
                self._write(self._made.add_paragraph(style=style), node["inline"])
            elif kind == "list":
                self._add_list(node, 0)
            elif kind == "options":
                items = [[{"kind": "paragraph", "inline": item}] for item in node["items"]]
                self._add_list({"kind": "list", "ordered": False, "items": items}, 0)
            elif kind == "facts":
                for item in node["items"]:
                    self._add_fact(item, style)
            elif kind == "table":
                self._add_table(node)
            elif kind == "image":
                self._add_image(node)
            elif kind == "quote":
                self.add(node["blocks"], "Quote")
            elif kind == "box":
                self._add_box(node, style)

    def _write(self, paragraph: Paragraph, runs: Sequence[Node], *, strong: bool = False) -> None:
        write(paragraph, runs, strong=strong, footnotes=self._footnotes)

    def _add_box(self, node: Node, style: str) -> None:
        """Paragraphs with a style of their own, with space above the first and below the last one."""
        before = len(self._made.paragraphs)
        self.add(node["blocks"], BOXES.get(node["look"], style))
        if inside := self._made.paragraphs[before:]:
            inside[0].paragraph_format.space_before = BOX_SPACE
            inside[-1].paragraph_format.space_after = BOX_SPACE

    def _add_list(self, node: Node, level: int) -> None:
        ordered = bool(node["ordered"])
        number = self._numbering.begin(level, ordered=ordered)
        for item in node["items"]:
            words, rest = _first_paragraph(item)
            paragraph = self._made.add_paragraph(style=style_of(level, ordered=ordered))
            self._numbering.mark(paragraph, number, level)
            self._write(paragraph, words)
            for block in rest:
                if block["kind"] == "list":
                    self._add_list(block, min(level + 1, DEEPEST))
                else:
                    self.add([block], continued(level))

    def _add_fact(self, item: Node, style: str) -> None:
        """The term and the first words of what it is in one paragraph; other blocks below."""
        words, rest = _first_paragraph(item["blocks"])
        paragraph = self._made.add_paragraph(style=style)
        self._write(paragraph, item["term"], strong=True)
        paragraph.add_run(": ").bold = True
        self._write(paragraph, words)
        self.add(rest, style)

    def _add_image(self, node: Node) -> None:
        content = self._files.get(node["file"])
        paragraph = self._made.add_paragraph()
        if content is None or not add_picture(self._made, paragraph, content, alt=node["alt"]):
            paragraph.add_run(node["alt"]).italic = True
        if node["caption"]:
            paragraph.paragraph_format.keep_with_next = True
            self._made.add_paragraph(node["caption"], style="Caption")

    def _add_table(self, node: Node) -> None:
        if node["caption"]:
            caption = self._made.add_paragraph(style="Caption")
            caption.paragraph_format.keep_with_next = True
            self._write(caption, node["caption"])
        rows = [*([node["header"]] if node["header"] else []), *node["rows"]]
        table = self._made.add_table(rows=len(rows), cols=node["columns"], style="Table Grid")
        headed, row_headers = bool(node["header"]), bool(node["row_headers"])
        for place, cells in enumerate(rows):
            for column, (cell, runs) in enumerate(zip(table.rows[place].cells, cells, strict=True)):
                strong = (headed and place == 0) or (row_headers and column == 0)
                self._write(cell.paragraphs[0], runs, strong=strong)
        _say_what_heads(table, rows=headed, columns=row_headers)
        if headed:
            _repeat(table.rows[0])
        self._made.add_paragraph()  # two tables in a row would become one


def _first_paragraph(blocks: Sequence[Node]) -> tuple[list[Node], Sequence[Node]]:
    """The words of the paragraphs that blocks begin with, each on a line of its own, and the blocks after them."""
    words: list[Node] = []
    for place, block in enumerate(blocks):
        if block["kind"] != "paragraph":
            return words, blocks[place:]
        words += [BREAK, *block["inline"]] if words else block["inline"]
    return words, []


def _say_what_heads(table: Table, *, rows: bool, columns: bool) -> None:
    """Says whether the first row and the first column are headers, which screen readers go by."""
    properties = table._tbl.tblPr
    for known in properties.findall(qn("w:tblLook")):
        properties.remove(known)
    look = OxmlElement("w:tblLook")
    look.set(qn("w:val"), f"{0x0020 * rows + 0x0080 * columns + 0x0600:04X}")
    for name, said in (("firstRow", rows), ("lastRow", False), ("firstColumn", columns), ("lastColumn", False)):
        look.set(qn(f"w:{name}"), str(int(said)))
    for name in ("noHBand", "noVBand"):
        look.set(qn(f"w:{name}"), "1")
    properties.append(look)


def _repeat(row: _Row) -> None:
    """Marks a row as the header, which Word repeats on each page."""
    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(mark)
