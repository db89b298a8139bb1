"""Turns the HTML of a page into data for documents: blocks and the runs of text in them.

Only what a reader of paper needs is kept: no scripts, icons, buttons, links to sections, nor fields that are not shown.
"""

import re
from collections.abc import Callable, Iterable, Iterator

from lxml.html import HtmlElement

from publishing.publications.fragments import fragment
from publishing.publications.nodes import Node

_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_SKIPPED = {"script", "style", "svg", "button", "template", "nav", "dialog", "iframe", "audio", "video", "source"}
_INLINE = {"a", "abbr", "b", "bdi", "br", "cite", "code", "data", "del", "dfn", "em", "i", "ins", "kbd", "mark", "q",
           "s", "small", "span", "strong", "sub", "sup", "time", "u", "var"}  # fmt: skip
_BOXES = {"requirement": "requirement", "callout": "callout", "tool-box": "tool", "exercise": "exercise"}
_FORCES = ("grantor", "practice")
"""Requirements that are not of the law, with a look of their own: who sees red must be able to rely on it."""
_SPACES = re.compile(r"[ \t\r\n\f]+")

_TITLES = {"requirement-head", "callout-title", "tool-title", "duty-force"}
_OPTIONS = {"options", "answer-options", "answer-ticks", "choices"}
SHORT = 1500
"""Characters in a box that is kept on one page: less than half of the page."""
_NEEDED = {"file", "video", "tool-address"}
"""Where a link is the very thing, which paper has to show the address of."""

ImageFile = Callable[[str], str | None]
"""Gives the name under which the image at an address goes into the document; None leaves it out."""


def document_tree(markup: str, *, image: ImageFile = lambda _address: None, base: str = "") -> list[Node]:
    """The blocks of ``markup``. Relative links start from ``base``; without one they become plain text."""
    return _Reader(image, base).blocks(fragment(markup))


class _Reader:
    def __init__(self, image: ImageFile, base: str) -> None:
        self._image = image
        self._base = base

    def blocks(self, parent: HtmlElement) -> list[Node]:
        """The blocks in an element; text beside them becomes paragraphs."""
        found: list[Node] = []
        runs: list[Node] = []

        def close() -> None:
            nonlocal runs
            if inline := _trimmed(runs):
                found.append({"kind": "paragraph", "inline": inline})
            runs = []

        runs += _text(parent.text)
        for child in parent:
            if isinstance(child.tag, str) and not _hidden(child):
                if child.tag in _INLINE and not _holds_blocks(child):
                    runs += self._run(child)
                else:
                    close()
                    found += self._block(child)
            runs += _text(child.tail)
        close()
        return found

    def _block(self, element: HtmlElement) -> list[Node]:
        tag = element.tag
        if tag in _HEADINGS:
            inline = self.inline(element)
            return [{"kind": "heading", "level": _HEADINGS[tag], "inline": inline}] if inline else []
        if tag == "legend":
            return self._legend(element)
        classes = _classes(element)
        if tag in {"p", "summary", "figcaption", "caption", "pre"}:
            inline = _trimmed(self._runs(element, strong=not classes.isdisjoint(_TITLES)))
            return [{"kind": "paragraph", "inline": inline}] if inline else []
        if tag in {"ul", "ol"} and "choices" not in classes:
            items = [blocks for item in element.iterchildren("li") if (blocks := self.blocks(item))]
            return [{"kind": "list", "ordered": tag == "ol", "items": items}] if items else []
        if tag == "dl":
            return self._facts(element)
        if tag == "table":
            return self._table(element)
        if tag == "figure":
            return self._figure(element)
        if tag == "img":
            return self._picture(element, "")
        if tag == "blockquote":
            return [{"kind": "quote", "blocks": self.blocks(element)}]
        if not classes.isdisjoint(_OPTIONS):
            items = [inline for option in element.iter("label", "li") if (inline := self.inline(option))]
            return [{"kind": "options", "items": items}] if items else []
        look = next((look for name, look in _BOXES.items() if name in classes), None)
        if look == "requirement":
            look = next((force for force in _FORCES if force in classes), look)
        blocks = self.blocks(element)
        if not look or not blocks:
            return blocks
        return [{"kind": "box", "look": look, "blocks": blocks, "whole": len(element.text_content()) < SHORT}]

    def inline(self, element: HtmlElement) -> list[Node]:
        """The runs of text in an element, without space at the ends."""
        return _trimmed(self._runs(element))

    def _runs(self, element: HtmlElement, **style: bool) -> list[Node]:
        found = _text(element.text, **style)
        for child in element:
            if isinstance(child.tag, str) and not _hidden(child):
                found += self._run(child, **style)
            found += _text(child.tail, **style)
        return found

    def _run(self, element: HtmlElement, **style: bool) -> list[Node]:
        tag = element.tag
        if tag == "br":
            return [{"kind": "break"}]
        if tag == "img":
            return []
        if tag == "a":
            runs = self._runs(element, **style)
            url = self._address(element.get("href") or "")
            needed = any(not _NEEDED.isdisjoint(_classes(above)) for above in element.iterancestors())
            link = {"kind": "link", "url": url, "needed": needed, "inline": runs}
            return [link] if url and _trimmed(runs) else runs
        if tag in {"strong", "b"}:
            style = {**style, "strong": True}
        elif tag in {"em", "i", "cite", "dfn"}:
            style = {**style, "emphasis": True}
        runs = self._runs(element, **style)
        return [*runs, *_text(" ")] if tag in {"p", "div", "dt", "dd", "li"} else runs

    def _address(self, address: str) -> str:
        if address.startswith(("http://", "https://", "mailto:")):
            return address
        return f"{self._base}{address}" if self._base and address.startswith("/") else ""

    def _legend(self, element: HtmlElement) -> list[Node]:
        """What the legend says of the field, then the question."""
        notes = element.findall("./span[@class='meta']")
        found = [{"kind": "paragraph", "inline": inline} for note in notes if (inline := self.inline(note))]
        for note in notes:
            note.drop_tree()
        inline = _trimmed(self._runs(element, strong=True))
        return [*found, {"kind": "paragraph", "inline": inline}] if inline else found

    def _facts(self, element: HtmlElement) -> list[Node]:
        items: list[Node] = []
        for child in element.iter("dt", "dd"):
            if child.tag == "dt":
                items.append({"term": self.inline(child), "blocks": []})
            elif items:
                items[-1]["blocks"] += self.blocks(child)
        return [{"kind": "facts", "items": items}] if items else []

    def _table(self, element: HtmlElement) -> list[Node]:
        rows = [row for row in element.iter("tr") if len(row)]
        if not rows:
            return []
        header = rows.pop(0) if all(cell.tag == "th" or not cell.text_content().strip() for cell in rows[0]) else None
        width = max(len(row) for row in [*rows, *([header] if header is not None else [])])
        caption = element.find("caption")
        if caption is not None and "visually-hidden" in (caption.get("class") or ""):
            caption = None  # the heading above says the same
        return [
            {
                "kind": "table",
                "caption": self.inline(caption) if caption is not None else [],
                "columns": width,
                "widths": [],
                "header": self._cells(header, width) if header is not None else [],
                "rows": [self._cells(row, width) for row in rows],
                "row_headers": bool(rows) and all(row[0].tag == "th" for row in rows),
            }
        ]

    def _cells(self, row: HtmlElement, width: int) -> list[list[Node]]:
        cells = [self.inline(cell) for cell in row]
        return cells + [[] for _cell in range(width - len(cells))]

    def _figure(self, element: HtmlElement) -> list[Node]:
        picture, caption = element.find(".//img"), element.find("figcaption")
        if picture is None:
            return self.blocks(element)
        found = self._picture(picture, "".join(caption.itertext()) if caption is not None else "")
        return found or ([{"kind": "paragraph", "inline": self.inline(caption)}] if caption is not None else [])

    def _picture(self, picture: HtmlElement, caption: str) -> list[Node]:
        file = self._image(picture.get("src") or "")
        if file is None:
            return []
        alt = picture.get("alt") or ""
        return [{"kind": "image", "file": file, "alt": alt, "caption": _SPACES.sub(" ", caption).strip()}]


def _text(text: str | None, **style: bool) -> list[Node]:
    if not text:
        return []
    return [{"kind": "text", "text": _SPACES.sub(" ", text), "strong": False, "emphasis": False, **style}]


def _classes(element: HtmlElement) -> set[str]:
    return set((element.get("class") or "").split())


def _hidden(element: HtmlElement) -> bool:
    return (
        element.tag in _SKIPPED
        or element.get("hidden") is not None
        or (element.tag == "input" and element.get("type") == "hidden")
        or not _classes(element).isdisjoint({"anchor", "actions", "status"})
    )


def _holds_blocks(element: HtmlElement) -> bool:
    return any(isinstance(inner.tag, str) and inner.tag not in _INLINE for inner in element.iterdescendants())


def _trimmed(runs: Iterable[Node]) -> list[Node]:
    """The runs without space at the ends, nor two spaces in a row; empty where they hold no text."""
    kept: list[Node] = []
    after_space = True
    for run in runs:
        if run["kind"] == "text":
            text = run["text"].lstrip(" ") if after_space else run["text"]
            if not text:
                continue
            kept.append({**run, "text": text})
            after_space = text.endswith(" ")
        else:
            kept.append(run)
            after_space = run["kind"] == "break"
    while kept and (kept[-1]["kind"] == "break" or (kept[-1]["kind"] == "text" and not kept[-1]["text"].strip())):
        kept.pop()
    if kept and kept[-1]["kind"] == "text":
        kept[-1] = {**kept[-1], "text": kept[-1]["text"].rstrip(" ")}
    return kept if any(word for run in kept for word in _words(run)) else []


def _words(run: Node) -> Iterator[str]:
    if run["kind"] == "text" and run["text"].strip():
        yield run["text"]
    for inner in run.get("inline", ()):
        yield from _words(inner)


def below_heading(nodes: Iterable[Node], level: int) -> list[Node]:
    """The blocks for a place below a heading of ``level``: no heading skips a level, which PDF/UA forbids."""
    deepest = level
    placed = []
    offset: int | None = None
    for node in nodes:
        if node["kind"] == "heading":
            if offset is None:
                offset = level + 1 - node["level"]
            deepest = max(level + 1, min(node["level"] + offset, deepest + 1, 6))
            node = {**node, "level": deepest}
        placed.append(node)
    return placed
