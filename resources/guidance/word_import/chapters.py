"""The HTML of a Word file as chapters with pieces of text. Needs no Django."""

from collections.abc import Callable, Mapping
from typing import Any

from editing.pasting.inline import Line, safe_link, tag_of
from editing.pasting.lists import DEEPEST, Item, html_of
from editing.pasting.results import Dropped
from editing.pasting.tables import cells_of, convert_table, rows_of
from publishing.file_names import is_file_name
from resources.guidance.word_import.contents import (
    Fault,
    Loss,
    Lost,
    RefusedFileError,
    WordChapter,
    WordComment,
    WordDocument,
)
from resources.guidance.word_import.inner_links import InnerLinks
from resources.guidance.word_import.markup import CAPTION, CONTENTS, TITLE, UNKNOWN_PICTURE, Remark
from resources.guidance.word_import.references import note_texts, take_remarks, write_links_out

MOST_CHAPTERS = 100
MOST_PICTURES = 300
LONGEST_TITLE, LONGEST_HEADING, LONGEST_CAPTION, LONGEST_ALT = 255, 200, 200, 250
LONGEST_PROSE = 100_000
"""Characters of one block."""

_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_DEEPEST_HEADING = 4


def chapters_of(body: Any, remarks: Mapping[str, Remark]) -> WordDocument:
    """The chapters in the body of ``markup.html_of``. Raises ``RefusedFileError`` where there are too many."""
    reader = _Reader(body, remarks)
    for node in list(body):
        reader.read(node)
    return reader.finished()


class _Reader:
    def __init__(self, body: Any, remarks: Mapping[str, Remark]) -> None:
        self._document = WordDocument()
        self._remarks = remarks
        self._links = InnerLinks()
        self._notes = note_texts(body, self._line)
        self._prose: list[str] = []
        self._caption = ""
        self._heading = ""
        self._pictures = 0
        self._nodes: dict[str, Callable[[Any], None]] = {
            "table": self._table,
            "ul": self._list,
            "ol": self._list,
            "blockquote": self._quote,
        }

    def read(self, node: Any) -> None:
        """Adds what a node of the body holds to the chapter that it stands in."""
        tag = tag_of(node)
        level = _HEADINGS.get(tag, 0)
        remarks = [self._remarks[name] for name in take_remarks(node) if name in self._remarks]
        pictures = _take_pictures(node)
        if level == 1 and self._text_of(node):
            self._begin_chapter(node)
            piece = -1
        elif level:
            self._heading_piece(node, min(level, _DEEPEST_HEADING), deep=level > _DEEPEST_HEADING)
            piece = max(len(self._chapter.pieces) - 1, -1)
        else:
            self._links.number_notes(node, self._chapter, self._notes)
            read = self._nodes.get(tag, self._paragraph)
            if tag in ("table", "blockquote"):
                read(node)
                piece = len(self._chapter.pieces) - 1
            else:
                piece = len(self._chapter.pieces)
                read(node)
                self._close_long_prose()
        self._links.remember(node, len(self._document.chapters) - 1, self._chapter)
        for picture in pictures:
            self._figure(picture)
        # A paragraph of a picture alone has no text: its comment is on the picture.
        last = len(self._chapter.pieces) - (0 if self._prose else 1)
        for remark in remarks:
            if remark.resolved:
                self._lose(Lost.RESOLVED)
                continue
            comment = WordComment(min(piece, last), remark.author, remark.text)
            self._chapter.comments.append(comment)

    def finished(self) -> WordDocument:
        self._end_prose()
        for number, chapter in enumerate(self._document.chapters):
            for lost in self._links.resolve(number, chapter):
                self._document.losses.append(Loss(Lost.INNER_LINK, chapter.title, lost))
        return self._document

    @property
    def _chapter(self) -> WordChapter:
        """The chapter that is being read; one without a title before the first Heading 1."""
        if not self._document.chapters:
            self._document.chapters.append(WordChapter(""))
        return self._document.chapters[-1]

    def _line(self) -> Line:
        return Line(Dropped(), link=self._address)

    def _address(self, address: str | None) -> str:
        if address and address.startswith("#"):
            return self._links.address(address)
        found = safe_link(address)
        if address and not found:
            self._lose(Lost.OTHER_LINK)
        return found

    def _lose(self, kind: Lost, count: int = 1) -> None:
        self._document.losses.append(Loss(kind, self._heading, count))

    def _text_of(self, node: Any) -> str:
        line = Line(Dropped())
        line.add_content(node)
        return line.text

    def _begin_chapter(self, node: Any) -> None:
        self._end_prose()
        first = self._document.chapters[0] if self._document.chapters else None
        if first is not None and not (first.title or first.pieces):
            self._document.chapters.clear()  # nothing stands before the first heading
        if len(self._document.chapters) >= MOST_CHAPTERS:
            raise RefusedFileError(Fault.MANY_CHAPTERS)
        chapter = WordChapter("", next(self._links.names_in(node), "")[:LONGEST_TITLE])
        self._links.number_notes(node, chapter, self._notes)
        text = self._text_of(node)
        chapter.title, self._heading = text[:LONGEST_TITLE].strip(), text[:LONGEST_HEADING]
        self._document.chapters.append(chapter)
        if len(text) > LONGEST_TITLE:
            self._lose(Lost.LONG_HEADING)

    def _heading_piece(self, node: Any, level: int, *, deep: bool) -> None:
        self._links.number_notes(node, self._chapter, self._notes)
        text = self._text_of(node)
        if not text:
            return
        self._end_prose()
        self._heading = text[:LONGEST_HEADING]
        if len(text) > LONGEST_HEADING:
            self._lose(Lost.LONG_HEADING)
            self._paragraph(node)
            self._end_prose()
            return
        if deep:
            self._lose(Lost.DEEP_HEADING)
        self._chapter.pieces.append({"kind": "heading", "text": text, "level": level})

    def _paragraph(self, node: Any) -> None:
        kind = node.get("class")
        if kind == CONTENTS:
            return
        if kind == TITLE and not any(chapter.title for chapter in self._document.chapters):
            self._document.title = self._document.title or self._text_of(node)[:LONGEST_TITLE]
            return
        if kind == CAPTION and self._took_caption(node):
            return
        line = self._line()
        line.add_content(node)
        if line.html:
            self._prose.append(f"<p>{line.html}</p>")

    def _took_caption(self, node: Any) -> bool:
        """Gives a caption to the picture or table that it stands beside; False where there is none."""
        text = self._text_of(node)
        last = self._chapter.pieces[-1] if self._chapter.pieces and not self._prose else {}
        following = node.getnext()
        if last.get("kind") == "figure" and not last["caption"]:
            last["caption"] = text[:LONGEST_ALT]
        elif following is not None and tag_of(following) == "table":
            self._caption = text[:LONGEST_CAPTION]
        elif last.get("kind") == "table" and not last["caption"]:
            last["caption"] = text[:LONGEST_CAPTION]
        else:
            return False
        return True

    def _list(self, node: Any) -> None:
        items: list[Item] = []
        self._collect(node, 0, items)
        if items:
            self._prose.append(html_of(items))

    def _collect(self, node: Any, level: int, items: list[Item]) -> None:
        for child in node:
            line = self._line()
            line.add_text(child.text)
            nested = [inner for inner in child if tag_of(inner) in ("ul", "ol")]
            for inner in child:
                if inner not in nested:
                    line.add(inner)
                line.add_text(inner.tail)
            if line.html:
                items.append(Item(line.html, level, tag_of(node) == "ol"))
            for inner in nested:
                self._collect(inner, min(level + 1, DEEPEST), items)

    def _quote(self, node: Any) -> None:
        self._end_prose()
        text = "\n".join(filter(None, (self._text_of(paragraph) for paragraph in node)))
        if text:
            self._chapter.pieces.append({"kind": "quote", "text": text})

    def _table(self, node: Any) -> None:
        rows = rows_of(node)
        if len(rows) == 1 and len(cells := cells_of(rows[0])) == 1:
            for inner in list(cells[0]):  # a frame around text
                self.read(inner)
            return
        if links := write_links_out(node):
            self._lose(Lost.TABLE_LINK, links)
        caption, self._caption, dropped = self._caption, "", Dropped()
        table = convert_table(node, caption=caption, dropped=dropped)
        if dropped.merged_cells:
            self._lose(Lost.MERGED_CELLS, dropped.merged_cells)
        if dropped.tables:
            self._lose(Lost.LARGE_TABLE, dropped.tables)
        if table is None:
            return
        self._end_prose()
        self._chapter.pieces.append(
            {
                "kind": "table",
                "rows": [list(row) for row in table.rows],
                "header_row": table.header_row,
                "header_column": table.header_column,
                "caption": table.caption,
            }
        )

    def _figure(self, picture: Any) -> None:
        digest, alt = picture.get("src") or UNKNOWN_PICTURE, " ".join((picture.get("alt") or "").split())
        if digest == UNKNOWN_PICTURE or self._pictures >= MOST_PICTURES:
            self._lose(Lost.PICTURE)
            return
        self._pictures += 1
        self._end_prose()
        words = "" if is_file_name(alt) else alt[:LONGEST_ALT]
        self._chapter.pieces.append({"kind": "figure", "image": digest, "alt": words, "caption": ""})

    def _close_long_prose(self) -> None:
        if sum(map(len, self._prose)) > LONGEST_PROSE:
            self._end_prose()

    def _end_prose(self) -> None:
        if self._prose:
            self._chapter.pieces.append({"kind": "prose", "html": "".join(self._prose)})
            self._prose = []


def _take_pictures(node: Any) -> list[Any]:
    """The pictures of a node, taken out of it."""
    found = list(node.iter("img"))
    for picture in found:
        picture.drop_tree()
    return found
