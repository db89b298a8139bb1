"""Conversion of pasted HTML into headings, prose and tables.

Written for what Word (``Mso`` classes, ``mso-`` styles, lists as paragraphs), LibreOffice and Google Docs put on the
clipboard. Nothing of the input reaches the result but text and checked addresses; its size and time are bounded.
"""

import re
from html import escape
from typing import Any

from lxml import etree
from lxml import html as lxml_html

from editing.pasting.inline import PICTURES, SKIPPED, Line, is_hidden, look_of, tag_of
from editing.pasting.lists import DEEPEST, Item, html_of, word_item
from editing.pasting.results import Converted, Dropped, Heading, Piece, Prose
from editing.pasting.tables import cells_of, convert_table, rows_of

LARGEST = 2_000_000
"""Characters of HTML."""
MOST_PIECES = 300
MOST_PARAGRAPHS = 5_000
"""Items of lists included."""
LONGEST_PROSE = 100_000
"""Characters of one block."""
LONGEST_HEADING = 200

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_OUTLINE = re.compile(r"mso-outline-level:\s*([1-6])")
_FLOW = frozenset(
    {
        *("address", "article", "aside", "blockquote", "body", "center", "dd", "details", "dir", "div", "dl", "dt"),
        *("fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr"),
        *("li", "main", "menu", "nav", "ol", "p", "pre", "section", "summary", "table", "ul"),
    }
)
# Notes and comments at the end of the document; their references in the text are counted.
_NOTES = re.compile(r"mso-element:\s*(footnote|endnote|comment)(-list)?\b|\bsd(foot|end)note\d|MsoCommentText")


def convert(html: str) -> Converted:
    """The blocks of ``html``. Never raises for any input; longer input than ``LARGEST`` is cut."""
    body = _parse(html[:LARGEST])
    converter = _Converter(_with_blocks(body))
    # Word draws text boxes in conditional comments, which no parser reads.
    converter.dropped.text_boxes = html.count("<v:textbox")
    if body is not None:
        converter.flow(body)
    converter.end_prose()
    converter.dropped.rest |= len(html) > LARGEST
    return Converted(tuple(_levelled(converter.pieces)), converter.dropped)


def _parse(html: str) -> Any:
    data = _CONTROL.sub("", html).encode("utf-8", "ignore")
    try:
        root = lxml_html.document_fromstring(
            data, parser=lxml_html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False)
        )
    except (etree.LxmlError, ValueError):
        return None
    return root.find("body")


def _with_blocks(body: Any) -> set[Any]:
    """The block elements and all that contain one."""
    found: set[Any] = set()
    for element in body.iter() if body is not None else ():
        if tag_of(element) in _FLOW:
            while element is not None and element not in found:
                found.add(element)
                element = element.getparent()
    return found


def _levelled(pieces: list[Piece]) -> list[Piece]:
    """The pieces with the highest of their headings at level 2, and none below 4."""
    top = min((piece.level for piece in pieces if isinstance(piece, Heading)), default=1)
    return [
        Heading(piece.text, min(2 + piece.level - top, 4)) if isinstance(piece, Heading) else piece for piece in pieces
    ]


class _Converter:
    def __init__(self, with_blocks: set[Any]) -> None:
        self._with_blocks = with_blocks
        self.pieces: list[Piece] = []
        self.dropped = Dropped()
        self._paragraphs: list[str] = []
        self._length = self._count = 0
        self._items: list[Item] = []
        self._caption = ""

    def flow(self, element: Any) -> None:
        """Block content: paragraphs of the text between the blocks, then the blocks."""
        line = Line(self.dropped)
        line.add_text(element.text)
        for child in element:
            if self._is_block(child):
                self._paragraph(line)
                if not self._is_full():
                    self._block(child)
                line = Line(self.dropped)
            else:
                line.add(child)
            line.add_text(child.tail)
        self._paragraph(line)

    def end_prose(self) -> None:
        """Makes a block of the paragraphs collected so far."""
        self._end_list()
        if self._caption:
            self._add_paragraph(f"<p>{escape(self._caption, quote=False)}</p>")
            self._caption = ""
        if self._paragraphs:
            self._add(Prose("".join(self._paragraphs)))
            self._paragraphs, self._length = [], 0

    def _is_block(self, element: Any) -> bool:
        return element in self._with_blocks and tag_of(element) not in PICTURES | SKIPPED

    def _is_full(self) -> bool:
        full = len(self.pieces) >= MOST_PIECES or self._count >= MOST_PARAGRAPHS
        self.dropped.rest |= full
        return full

    def _add(self, piece: Piece) -> None:
        if len(self.pieces) < MOST_PIECES:
            self.pieces.append(piece)

    def _block(self, element: Any) -> None:
        tag, look = tag_of(element), look_of(element)
        if is_hidden(element) or _NOTES.search(f"{look} {element.get('id') or ''}"):
            return
        if tag == "table":
            self._table(element)
        elif tag in ("ul", "ol", "menu", "dir"):
            self._list(element, level=0)
            self._end_list()
        elif any(child in self._with_blocks for child in element):
            self.flow(element)
        else:
            self._text(element, tag, look)

    def _text(self, element: Any, tag: str, look: str) -> None:
        """A heading, an item of Word's list, a caption of a table or a paragraph."""
        line = Line(self.dropped)
        line.add_content(element)
        outline = _OUTLINE.search(look)
        level = _HEADINGS.get(tag) or (int(outline.group(1)) if outline else 1 if "MsoTitle" in look else 0)
        if level and 0 < len(line.text) <= LONGEST_HEADING:
            self.end_prose()
            self._add(Heading(line.text, level))
        elif (found := word_item(element)) and line.html:
            self._item(Item(line.html, *found))
        elif "MsoCaption" in look and line.text:
            self.end_prose()
            self._caption = line.text
        else:
            self._paragraph(line)

    def _paragraph(self, line: Line) -> None:
        if not line.html:
            return
        if self._caption:
            self.end_prose()
        self._end_list()
        self._add_paragraph(f"<p>{line.html}</p>")

    def _add_paragraph(self, html: str) -> None:
        if self._length + len(html) > LONGEST_PROSE and self._paragraphs:
            self._add(Prose("".join(self._paragraphs)))
            self._paragraphs, self._length = [], 0
        self._paragraphs.append(html)
        self._count += 1
        self._length += len(html)

    def _item(self, item: Item) -> None:
        if self._caption:
            self.end_prose()
        self._items.append(item)
        self._count += 1

    def _end_list(self) -> None:
        if self._items:
            items, self._items = self._items, []
            self._add_paragraph(html_of(items))

    def _list(self, element: Any, *, level: int) -> None:
        ordered = tag_of(element) == "ol"
        for child in element:
            tag = tag_of(child)
            if tag in ("ul", "ol"):  # LibreOffice and Google nest a list beside its item
                self._list(child, level=min(level + 1, DEEPEST))
            elif tag == "li" and not self._is_full():
                line = Line(self.dropped)
                inner: list[Any] = []
                self._split(child, line, inner)
                if line.html:
                    self._item(Item(line.html, level, ordered))
                for nested in inner:
                    if tag_of(nested) == "table":
                        self._end_list()
                        self._table(nested)
                    else:
                        self._list(nested, level=min(level + 1, DEEPEST))

    def _split(self, element: Any, line: Line, inner: list[Any]) -> None:
        """Puts the text of an item into ``line``, and its lists and tables into ``inner``."""
        line.add_text(element.text)
        for child in element:
            if tag_of(child) in ("ul", "ol", "table"):
                inner.append(child)
            elif self._is_block(child):
                if line.text:
                    line.add_text("\v")
                self._split(child, line, inner)
            else:
                line.add(child)
            line.add_text(child.tail)

    def _table(self, element: Any) -> None:
        rows = rows_of(element)
        if len(rows) == 1 and len(cells := cells_of(rows[0])) == 1:
            self.flow(cells[0])  # a frame around text
            return
        caption, self._caption = self._caption, ""
        table = convert_table(element, caption=caption, dropped=self.dropped)
        if table is not None:
            self.end_prose()
            self._add(table)
