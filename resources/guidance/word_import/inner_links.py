"""Links from one place of a Word file to another: to bookmarks and to notes. Needs no Django."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from editing.pasting.inline import tag_of
from resources.guidance.word_import.contents import WordChapter
from resources.guidance.word_import.markup import ANCHOR
from resources.guidance.word_import.references import NOTE_KINDS, says_address_again

NOTES = "#:notes"
"""The address of the notes of a chapter; that of the heading with number 3 is ``#:h3``."""

_TO_BOOKMARK = re.compile(r'<a href="#:b(\d+)">(.*?)</a>', re.DOTALL)


class InnerLinks:
    """Remembers where bookmarks stand, and leads links there once all are known."""

    def __init__(self) -> None:
        self._places: dict[str, tuple[int, int]] = {}
        self._wanted: list[str] = []

    def names_in(self, node: Any) -> Iterator[str]:
        """The bookmarks of a node, without the prefix."""
        for link in node.iter("a"):
            if (name := link.get("id") or "").startswith(ANCHOR) and not link.get("href"):
                yield name.removeprefix(ANCHOR)

    def remember(self, node: Any, chapter: int, read: WordChapter) -> None:
        """That the bookmarks of a node stand below the last heading of what is read of the chapter."""
        heading = sum(piece["kind"] == "heading" for piece in read.pieces) - 1
        for name in self.names_in(node):
            self._places.setdefault(name, (max(chapter, 0), heading))

    def number_notes(self, node: Any, chapter: WordChapter, notes: Mapping[str, str]) -> None:
        """Gives the notes of a node the next numbers of the chapter.

        A note with nothing but the address of the link before it is for paper, and left out.
        """
        for link in list(node.iter("a")):
            name = (link.get("href") or "").removeprefix("#")
            if not name.startswith(NOTE_KINDS) or name not in notes:
                continue
            raised = link.getparent()
            mark = raised if tag_of(raised) == "sup" else link
            if says_address_again(mark, notes[name]):
                mark.drop_tree()
                continue
            chapter.notes.append(notes[name])
            link.set("href", NOTES)
            link.text = f"[{len(chapter.notes)}]"
            if mark is raised:
                # The editor keeps emphasis inside of a link.
                raised.tag, link.tag = "a", "sup"
                raised.set("href", NOTES)
                link.attrib.clear()

    def address(self, address: str) -> str:
        """The address of a link for now: the heading that it leads to may come later."""
        if address == NOTES:
            return address
        self._wanted.append(address.removeprefix("#").removeprefix(ANCHOR))
        return f"#:b{len(self._wanted) - 1}"

    def resolve(self, number: int, chapter: WordChapter) -> Iterator[int]:
        """Leads the links of a chapter to its headings; yields 1 for each that becomes plain text."""
        lost: list[int] = []

        def lead(found: re.Match[str]) -> str:
            place = self._places.get(self._wanted[int(found[1])])
            if place is None or place[0] != number or place[1] < 0:
                lost.append(1)
                return found[2]
            return f'<a href="#:h{place[1]}">{found[2]}</a>'

        for piece in chapter.pieces:
            if piece["kind"] == "prose":
                piece["html"] = _TO_BOOKMARK.sub(lead, piece["html"])
        chapter.notes = [_TO_BOOKMARK.sub(lead, note) for note in chapter.notes]
        yield from lost
