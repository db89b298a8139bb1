"""What points elsewhere in the HTML of a Word file: notes, comments, links in tables. Needs no Django."""

import re
from collections.abc import Callable
from html import unescape
from typing import Any
from urllib.parse import unquote

from editing.pasting.inline import Line, safe_link, tag_of
from resources.guidance.word_import.markup import ANCHOR, COMMENT

_ONLY_LINK = re.compile(r'<a href="([^"]*)">([^<]*)</a>')
NOTE_KINDS = (f"{ANCHOR}footnote-", f"{ANCHOR}endnote-")
_REMARK = f"{ANCHOR}comment-ref-"


def note_texts(body: Any, line: Callable[[], Line]) -> dict[str, str]:
    """The notes at the end of the body as HTML, by their ids; takes them and the comments out of it."""
    found: dict[str, str] = {}
    for node in list(body):
        if tag_of(node) == "dl":
            node.drop_tree()
        elif tag_of(node) == "ol" and len(node) and (node[0].get("id") or "").startswith(NOTE_KINDS):
            for item in node:
                found[item.get("id") or ""] = _note_text(item, line)
            node.drop_tree()
    return found


def _note_text(item: Any, line: Callable[[], Line]) -> str:
    collected = line()
    for link in list(item.iter("a")):
        if (link.get("href") or "").startswith(tuple(f"#{kind}ref-" for kind in NOTE_KINDS)):
            link.drop_tree()  # the arrow back to the text
    for place, paragraph in enumerate(item):
        if place and collected.text:
            collected.add_text("\v")
        collected.add_content(paragraph)
        collected.add_text(paragraph.tail)
    return collected.html


def says_address_again(mark: Any, note: str) -> bool:
    """Whether a note, as HTML, is only the address of the link that its mark follows, or ends."""
    found, link = _ONLY_LINK.fullmatch(note), _link_before(mark)
    if found is None or link is None:
        return False
    address = unquote(link.get("href") or "")
    return all(unquote(unescape(part)) == address for part in found.groups())


def _link_before(mark: Any) -> Any:
    """The link that a mark follows at once, or stands in, as LibreOffice has it; None for neither."""
    around = next(mark.iterancestors("a"), None)
    before = mark.getprevious()
    if around is not None or before is None or (before.tail or "").strip():
        return around
    return next(reversed(list(before.iter("a"))), None)


def take_remarks(node: Any) -> list[str]:
    """The ids of the comments in a node, whose marks are taken out of it."""
    found = []
    for mark in [item for item in node.iter("sup") if item.get("class") == COMMENT]:
        found += [(link.get("id") or "").removeprefix(_REMARK) for link in mark.iter("a")]
        mark.drop_tree()
    return found


def write_links_out(table: Any) -> int:
    """Puts the addresses of links behind their words, since cells hold text alone; how many there were."""
    count = 0
    for link in table.iter("a"):
        address = safe_link(link.get("href"))
        if not address:
            continue
        count += 1
        shown = address.removeprefix("mailto:")
        if (link.text_content() or "").strip() not in (address, shown):
            link.tail = f" ({shown}){link.tail or ''}"
    return count
