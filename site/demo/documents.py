"""Model documents to download: from Markdown to an accessible DOCX.

The source is CommonMark with tables. Each kind of block becomes the Word style of the same meaning, so that screen
readers find headings, lists and header rows, and whoever downloads the document can restyle it.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph
from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode
from mdit_py_plugins.front_matter import front_matter_plugin

from polish.typography import no_orphans

_LANGUAGE = "pl-PL"
_PUBLISHER = "Pomost"
_INK = RGBColor(0x16, 0x30, 0x2B)
_DATED = datetime(2026, 1, 1, tzinfo=UTC)
_ZIP_DATED = (2026, 1, 1, 0, 0, 0)

_CELL_STYLE = "Table Text"
_NOTE_STYLE = "Note"

_TEXT_WIDTH = Mm(170)
_BLANK = "…"
# Widths of columns are shared out by the longest text in each, counted in characters within these bounds.
_NARROWEST, _BLANK_WIDTH, _WIDEST = 8, 20, 44

_BULLETS = ("List Bullet", "List Bullet 2", "List Bullet 3")
_NUMBERS = ("List Number", "List Number 2", "List Number 3")
_CONTINUED = ("List Continue", "List Continue 2", "List Continue 3")


def docx_of(markdown: str, title: str) -> bytes:
    """Return ``markdown`` as the bytes of a Word document headed by ``title``.

    Understood are headings (the title is the only one of level 1, so use levels 2–6), paragraphs, lists up to three
    deep, tables, bold, italics and the text of links; front matter is passed over. What follows a thematic break is set
    as a note. The same input gives the same bytes: dates inside the file are fixed.

    Raises ``ValueError`` on any other block or inline mark, on a heading of level 1 and on a deeper list.
    """
    parser = MarkdownIt("commonmark").enable("table").use(front_matter_plugin)
    document = _blank(title)
    _Writer(document).blocks(SyntaxTreeNode(parser.parse(markdown)).children)
    buffer = BytesIO()
    document.save(buffer)
    return _with_fixed_dates(buffer.getvalue())


class _Writer:
    """Writes the blocks of a Markdown tree at the end of a Word document."""

    def __init__(self, document: WordDocument) -> None:
        self._document = document
        self._style = "Normal"
        self._after_table = False

    def blocks(self, nodes: Sequence[SyntaxTreeNode]) -> None:
        for node in nodes:
            if node.type == "heading":
                self._heading(node)
            elif node.type == "paragraph":
                _inline(self._paragraph(self._style), node)
            elif node.type in {"bullet_list", "ordered_list"}:
                self._list(node, 0)
            elif node.type == "table":
                self._table(node)
            elif node.type == "hr":
                self._style = _NOTE_STYLE
            elif node.type != "front_matter":
                raise _unsupported(node)

    def _paragraph(self, style: str) -> Paragraph:
        paragraph = self._document.add_paragraph(style=style)
        if self._after_table:
            paragraph.paragraph_format.space_before = Pt(8)
            self._after_table = False
        return paragraph

    def _heading(self, node: SyntaxTreeNode) -> None:
        level = int(node.tag[1:])
        if level == 1:
            raise _unsupported(node)
        self._after_table = False
        _inline(self._document.add_heading(level=level), node)

    def _list(self, node: SyntaxTreeNode, depth: int) -> None:
        if depth >= len(_BULLETS):
            raise _unsupported(node)
        ordered = node.type == "ordered_list"
        style = (_NUMBERS if ordered else _BULLETS)[depth]
        number = self._new_numbering(style, int(node.attrs.get("start", 1))) if ordered else None
        for item in node.children:
            first = True
            for block in item.children:
                if block.type == "paragraph":
                    paragraph = self._paragraph(style if first else _CONTINUED[depth])
                    if first and number is not None:
                        _set_numbering(paragraph, number)
                    _inline(paragraph, block)
                    first = False
                elif block.type in {"bullet_list", "ordered_list"}:
                    self._list(block, depth + 1)
                else:
                    raise _unsupported(block)

    def _new_numbering(self, style: str, start: int) -> int:
        """Return the id of a numbering that looks like that of ``style`` and begins at ``start``.

        Without one of its own each list would go on counting where the list before it stopped.
        """
        numbering = self._document.part.numbering_part.element
        styled = self._document.styles[style].element.find(f".//{qn('w:numId')}").get(qn("w:val"))
        nums = numbering.findall(qn("w:num"))
        abstract = next(num for num in nums if num.get(qn("w:numId")) == styled).find(qn("w:abstractNumId"))
        identifier = max(int(num.get(qn("w:numId"))) for num in nums) + 1
        override = _element("w:lvlOverride", ("w:ilvl", "0"))
        override.append(_element("w:startOverride", ("w:val", str(start))))
        num = _element("w:num", ("w:numId", str(identifier)))
        num.append(_element("w:abstractNumId", ("w:val", abstract.get(qn("w:val")))))
        num.append(override)
        nums[-1].addnext(num)
        return identifier

    def _table(self, node: SyntaxTreeNode) -> None:
        rows = [row for part in node.children for row in part.children]
        table = self._document.add_table(len(rows), len(rows[0].children), style="Table Grid")
        widths = _column_widths(rows)
        for row, source in zip(table.rows, rows, strict=True):
            properties = row._tr.get_or_add_trPr()
            properties.append(_element("w:cantSplit"))
            if source is rows[0]:
                properties.append(_element("w:tblHeader"))
            for cell, content, width in zip(row.cells, source.children, widths, strict=True):
                cell.width = width
                _fill(cell, content, bold=source is rows[0])
        _only_first_row_is_header(table)
        self._after_table = True


def _fill(cell: _Cell, content: SyntaxTreeNode, *, bold: bool) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.style = _CELL_STYLE
    if content.attrs.get("style") == "text-align:right":
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    elif content.attrs.get("style") == "text-align:center":
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _inline(paragraph, content, bold=bold)


def _inline(paragraph: Paragraph, node: SyntaxTreeNode, *, bold: bool = False, italic: bool = False) -> None:
    """Add the text under ``node`` to ``paragraph``, a run for each stretch of the same weight and slope."""
    for child in node.children:
        if child.type in {"inline", "link"}:
            _inline(paragraph, child, bold=bold, italic=italic)
        elif child.type == "strong":
            _inline(paragraph, child, bold=True, italic=italic)
        elif child.type == "em":
            _inline(paragraph, child, bold=bold, italic=True)
        elif child.type == "hardbreak":
            paragraph.add_run().add_break()
        elif child.type in {"text", "softbreak"}:
            run = paragraph.add_run(no_orphans(child.content) if child.type == "text" else " ")
            # None leaves the matter to the style: a heading stays as heavy as its style says.
            run.bold = bold or None
            run.italic = italic or None
        else:
            raise _unsupported(child)


def _column_widths(rows: Sequence[SyntaxTreeNode]) -> list[Mm]:
    """Return the width of each column; columns to write in count as wide as their blanks deserve."""
    weights = [
        min(max(_NARROWEST, *(_weight(cell) for cell in column)), _WIDEST)
        for column in zip(*(row.children for row in rows), strict=True)
    ]
    return [Mm(_TEXT_WIDTH.mm * weight / sum(weights)) for weight in weights]


def _weight(cell: SyntaxTreeNode) -> int:
    text = "".join(node.content for node in _walk(cell) if node.type == "text")
    return max(len(text), _BLANK_WIDTH) if _BLANK in text else len(text)


def _walk(node: SyntaxTreeNode) -> Iterator[SyntaxTreeNode]:
    yield node
    for child in node.children:
        yield from _walk(child)


def _blank(title: str) -> WordDocument:
    """Return an A4 document in Polish with nothing in it but its title and a footer that numbers the pages."""
    document = Document()
    properties = document.core_properties
    properties.title = title
    properties.language = _LANGUAGE
    properties.author = properties.last_modified_by = _PUBLISHER
    properties.comments = ""
    properties.created = properties.modified = _DATED
    _set_language(document)
    _set_styles(document)
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(20)
    footer = section.footer.paragraphs[0]
    footer.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    footer.add_run(no_orphans(f"{title} – strona "))
    _add_field(footer, "PAGE")
    footer.add_run(" z\N{NO-BREAK SPACE}")
    _add_field(footer, "NUMPAGES")
    document.add_heading(no_orphans(title), level=1)
    return document


def _set_language(document: WordDocument) -> None:
    document.styles.element.find(f"{qn('w:docDefaults')}//{qn('w:lang')}").set(qn("w:val"), _LANGUAGE)
    document.settings.element.find(qn("w:themeFontLang")).set(qn("w:val"), _LANGUAGE)


def _set_styles(document: WordDocument) -> None:
    normal = _style(document, "Normal", size=11, after=4)
    normal.font.name = "Calibri"
    normal.paragraph_format.line_spacing = 1.08
    for level, size in ((1, 18), (2, 13), (3, 12), (4, 11), (5, 11), (6, 11)):
        heading = _style(document, f"Heading {level}", size=size, after=4, before=0 if level == 1 else 10)
        heading.font.color.rgb = _INK
    for name in (*_BULLETS, *_NUMBERS, *_CONTINUED):
        _style(document, name, size=11, after=2)
    for name in (_CELL_STYLE, _NOTE_STYLE):
        document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH).base_style = normal
    _style(document, _CELL_STYLE, size=10, after=1, before=1)
    _style(document, _NOTE_STYLE, size=9.5, after=4, before=14)
    borders = _element("w:pBdr")
    borders.append(
        _element("w:top", ("w:val", "single"), ("w:sz", "4"), ("w:space", "4"), ("w:color", str(_INK))),
    )
    # The schema wants the border ahead of the spacing.
    document.styles[_NOTE_STYLE].element.get_or_add_pPr().insert(0, borders)


def _style(document: WordDocument, name: str, *, size: float, after: float, before: float = 0) -> ParagraphStyle:
    """Set size and spacing, in points, of the paragraph style ``name`` and return it."""
    style = document.styles[name]
    if not isinstance(style, ParagraphStyle):
        raise TypeError(f"{name} is not a paragraph style")
    style.font.size = Pt(size)
    style.paragraph_format.space_before = Pt(before)
    style.paragraph_format.space_after = Pt(after)
    return style


def _only_first_row_is_header(table: Table) -> None:
    look = table._tbl.tblPr.find(qn("w:tblLook"))
    if look is not None:
        look.set(qn("w:firstColumn"), "0")
        look.set(qn("w:val"), "0420")


def _set_numbering(paragraph: Paragraph, identifier: int) -> None:
    numbering = _element("w:numPr")
    numbering.append(_element("w:ilvl", ("w:val", "0")))
    numbering.append(_element("w:numId", ("w:val", str(identifier))))
    properties = paragraph._p.get_or_add_pPr()
    properties.insert_element_before(numbering, "w:spacing", "w:ind", "w:jc", "w:rPr")


def _add_field(paragraph: Paragraph, instruction: str) -> None:
    field = _element("w:fldSimple", ("w:instr", instruction))
    run = paragraph.add_run("1")
    field.append(run._r)
    paragraph._p.append(field)


def _element(tag: str, *attributes: tuple[str, str]) -> BaseOxmlElement:
    element = OxmlElement(tag)
    for name, value in attributes:
        element.set(qn(name), value)
    return element


def _with_fixed_dates(package: bytes) -> bytes:
    """Return the zip ``package`` packed anew, with the same date on every member."""
    target = BytesIO()
    with ZipFile(BytesIO(package)) as source, ZipFile(target, "w") as fixed:
        for name in source.namelist():
            member = ZipInfo(name, date_time=_ZIP_DATED)
            member.compress_type = ZIP_DEFLATED
            member.create_system = 0  # otherwise the operating system's own number
            fixed.writestr(member, source.read(name))
    return target.getvalue()


def _unsupported(node: SyntaxTreeNode) -> ValueError:
    owner: SyntaxTreeNode | None = node
    while owner is not None and not owner.is_root and owner.map is None:
        owner = owner.parent
    line = owner.map[0] + 1 if owner is not None and not owner.is_root and owner.map else 0
    return ValueError(f"line {line}: a document cannot hold {node.type} {node.tag}".rstrip())
