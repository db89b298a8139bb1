"""The text inside one paragraph or cell: emphasis, links, white space; pictures and notes are counted."""

import re
from collections.abc import Callable
from html import escape
from typing import Any
from urllib.parse import urlsplit

from editing.pasting.results import Dropped

SKIPPED = frozenset(
    {
        *(
            "applet",
            "audio",
            "base",
            "button",
            "canvas",
            "del",
            "embed",
            "frame",
            "frameset",
            "head",
            "iframe",
            "input",
        ),
        *("link", "math", "meta", "noframes", "noscript", "object", "param", "script", "select", "style", "template"),
        *("textarea", "title", "video", "xml"),
    }
)
PICTURES = frozenset({"img", "svg", "picture"})
SCHEMES = frozenset({"http", "https", "mailto"})
LONGEST_LINK = 2_000

_MARKS = {"b": "b", "strong": "b", "i": "i", "em": "i", "cite": "i", "sup": "sup", "sub": "sub"}
_SPACES = re.compile(r"[ \t\r\n\f\v\N{NO-BREAK SPACE}\N{FIGURE SPACE}\N{NARROW NO-BREAK SPACE}]+")
# Soft hyphens, zero-width characters and marks of order; what is left of them would hide in addresses and in search.
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_BREAK = "\v"
_FOOTNOTE = re.compile(r"mso-(footnote|endnote)-id|sdfootnoteanc|sdendnoteanc")
# Not "mso-comment-reference", which is the text that the comment is about.
_COMMENT = re.compile(r"msocomanchor|MsoCommentReference")


def tag_of(element: Any) -> str:
    """The tag in lower case; "" for comments and processing instructions."""
    return element.tag.lower() if isinstance(element.tag, str) else ""


def look_of(element: Any) -> str:
    """Class and style of an element, in which Word and LibreOffice say what it is."""
    return f"{element.get('class') or ''} {element.get('style') or ''}"


def is_hidden(element: Any) -> bool:
    return bool(re.search(r"mso-hide:\s*all|display:\s*none|mso-list:\s*Ignore", look_of(element)))


def tidy(text: str) -> str:
    """``text`` without invisible characters and with single spaces; a no-break space between two words stays one."""

    def space(found: re.Match[str]) -> str:
        return "\N{NO-BREAK SPACE}" if found.group() == "\N{NO-BREAK SPACE}" else " "

    return _SPACES.sub(space, _INVISIBLE.sub("", text))


def safe_link(address: str | None) -> str:
    """The address of a link, if pages may link to it; otherwise "", as for an anchor in the document or a script."""
    address = re.sub(r"[\x00-\x20]", "", address or "")[: LONGEST_LINK + 1]
    try:
        scheme = urlsplit(address).scheme.lower()
    except ValueError:
        return ""
    return address if scheme in SCHEMES and len(address) <= LONGEST_LINK else ""


class Line:
    """Collects inline content as HTML and as text. ``link`` gives the address that a link may have, "" for none."""

    def __init__(self, dropped: Dropped, *, link: Callable[[str | None], str] = safe_link) -> None:
        self.dropped = dropped
        self._link = link
        self.links = 0
        self._parts: list[tuple[str, bool]] = []

    def add_text(self, text: str | None) -> None:
        if text:
            self._parts.append((text, False))

    def add(self, element: Any) -> None:
        """The content of ``element`` with its own marks, without its tail."""
        tag = tag_of(element)
        if not tag or tag in SKIPPED or is_hidden(element) or self._counted(element, tag):
            return
        if tag == "br":
            self.add_text(_BREAK)
            return
        opened = self._marks(element, tag)
        self._parts.extend((f"<{mark}>", True) for mark in opened)
        self.add_content(element)
        self._parts.extend((f"</{mark.partition(' ')[0]}>", True) for mark in reversed(opened))

    def add_content(self, element: Any) -> None:
        self.add_text(element.text)
        for child in element:
            self.add(child)
            self.add_text(child.tail)

    def _counted(self, element: Any, tag: str) -> bool:
        if tag in PICTURES:
            self.dropped.pictures += 1
            return True
        look = look_of(element)
        if tag == "a" and _FOOTNOTE.search(look):
            self.dropped.footnotes += 1
            return True
        if _COMMENT.search(look):
            self.dropped.comments += 1
            return True
        return False

    def _marks(self, element: Any, tag: str) -> list[str]:
        style = (element.get("style") or "").lower().replace(" ", "")
        marks = []
        if tag == "a" and (address := self._link(element.get("href"))):
            self.links += 1
            marks.append(f'a href="{escape(address)}"')
        mark = _MARKS.get(tag)
        # A document of Google is one <b> that is not bold.
        if mark and not (mark == "b" and re.search(r"(?<!-)font-weight:(normal|400)", style)):
            marks.append(mark)
        elif re.search(r"(?<!-)font-weight:(bold|[6-9]00)", style):
            marks.append("b")
        if mark != "i" and re.search(r"(?<!-)font-style:italic", style):
            marks.append("i")
        return marks

    @property
    def text(self) -> str:
        """Without marks; line breaks are spaces."""
        return tidy("".join(text.replace(_BREAK, " ") for text, mark in self._parts if not mark)).strip()

    @property
    def html(self) -> str:
        """With marks; "" where there is no text."""
        if not self.text:
            return ""
        pieces: list[str] = []
        after_space = True
        for text, mark in self._parts:
            if mark:
                pieces.append(text)
                continue
            words = _SPACES.sub(lambda found: _kept(found.group()), _INVISIBLE.sub("", text))
            if after_space:
                words = words.lstrip(" ")
            if words:
                after_space = words.endswith((" ", _BREAK))
            pieces.append(escape(words, quote=False).replace(_BREAK, "<br/>"))
        html = "".join(pieces)
        html = re.sub(r"<(b|i|sup|sub)></\1>|<a href=\"[^\"]*\"></a>", "", html)
        return re.sub(r"^(<br/>|\s)+|(<br/>|\s)+$", "", html)

    @property
    def is_bold(self) -> bool:
        """Whether all of the text is bold."""
        depth = 0
        for text, mark in self._parts:
            if mark:
                depth += {"<b>": 1, "</b>": -1}.get(text, 0)
            elif not depth and tidy(text).strip():
                return False
        return bool(self.text)


def _kept(space: str) -> str:
    if _BREAK in space:
        return _BREAK
    return "\N{NO-BREAK SPACE}" if space == "\N{NO-BREAK SPACE}" else " "
