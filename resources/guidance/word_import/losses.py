"""Finds what of a Word file will not be kept, and under which heading it stands. Needs no Django.

Mammoth leaves these out without a word, so the XML is looked through beside it.
"""

from collections import Counter
from typing import Any

from resources.guidance.word_import.contents import Fault, Loss, Lost, RefusedFileError
from resources.guidance.word_import.package import Package, attribute, local
from resources.guidance.word_import.styles import Styles

MOST_PARAGRAPHS = 15_000
"""About 500 pages."""

_LOST = {
    "del": Lost.DELETED,
    "moveFrom": Lost.DELETED,
    "ins": Lost.INSERTED,
    "moveTo": Lost.INSERTED,
    "txbxContent": Lost.TEXT_BOX,
    "oMath": Lost.EQUATION,
    "object": Lost.OBJECT,
    "chart": Lost.OBJECT,
    "relIds": Lost.OBJECT,  # a diagram
    "strike": Lost.STRUCK,
    "dstrike": Lost.STRUCK,
    "highlight": Lost.LOOK,
}
_OFF = {"0", "false", "none", "off"}
_OF_RUNS = {"strike", "dstrike", "highlight", "color", "rFonts"}
_NOT_TEXT = {"pPr", "rPrChange", "pPrChange"}
"""In these the look is that of the mark at the end of a paragraph, or of what was before a change."""


def losses_in(package: Package, styles: Styles) -> list[Loss]:
    """What is lost, by kind and heading. Raises ``RefusedFileError`` for a text that is too long."""
    counts: Counter[tuple[Lost, str]] = Counter()
    heading, paragraphs, alternatives, not_text = "", 0, 0, 0
    for event, element in package.elements(package.main, events=("start", "end")):
        tag, step = local(element.tag), 1 if event == "start" else -1
        # Word writes drawings twice, for new and for old readers: the old one is read.
        alternatives += step * (tag == "Choice")
        not_text += step * (tag in _NOT_TEXT)
        if event == "start" or alternatives:
            continue
        kind = _kind_of(element, tag)
        if kind is not None and not (not_text and tag in _OF_RUNS):
            counts[kind, heading] += 1
        if _is_paragraph(element):
            paragraphs += 1
            if paragraphs > MOST_PARAGRAPHS:
                raise RefusedFileError(Fault.TOO_LONG)
            if styles.level_of(_style_of(element)):
                heading = _text_of(element) or heading
            element.clear()
        elif tag == "tbl":
            element.clear()
    return [Loss(kind, under, count) for (kind, under), count in counts.items()]


def _kind_of(element: Any, tag: str) -> Lost | None:
    value = attribute(element, "val")
    if tag == "color":
        return Lost.LOOK if value not in {"", "auto", "000000"} else None
    if tag == "rFonts":
        return Lost.LOOK if attribute(element, "ascii") else None
    return _LOST.get(tag) if value not in _OFF else None


def _is_paragraph(element: Any) -> bool:
    """Not one of a drawing, which is named alike."""
    return local(element.tag) == "p" and "wordprocessingml" in str(element.tag)


def _style_of(paragraph: Any) -> str | None:
    for properties in paragraph:
        if local(properties.tag) == "pPr":
            return next((attribute(item, "val") for item in properties if local(item.tag) == "pStyle"), None)
    return None


def _text_of(paragraph: Any) -> str:
    texts = (element.text or "" for element in paragraph.iter() if local(element.tag) == "t")
    return " ".join("".join(texts).split())[:200]
