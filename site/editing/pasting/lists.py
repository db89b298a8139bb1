"""Lists, which Word writes as paragraphs with a level and a marker."""

import re
from dataclasses import dataclass
from typing import Any

from editing.pasting.inline import look_of, tidy

DEEPEST = 4
"""Levels, counted from 0, that the rich text editor shows."""

_WORD_LIST = re.compile(r"mso-list:\s*\w+\s+level(\d)\b")
_NUMBER = re.compile(r"\(?([0-9]+|[ivxlcdm]+|[a-z])([.)]|\.\))", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Item:
    html: str
    level: int
    ordered: bool


def word_item(paragraph: Any) -> tuple[int, bool] | None:
    """The level (from 0) and whether the list is numbered, for a paragraph that Word shows as an item of a list."""
    found = _WORD_LIST.search(look_of(paragraph))
    if found is None:
        return None
    level = min(max(int(found.group(1)) - 1, 0), DEEPEST)
    for element in paragraph.iter():
        if isinstance(element.tag, str) and re.search(r"mso-list:\s*Ignore", look_of(element)):
            return level, bool(_NUMBER.match(tidy(str(element.text_content())).strip()))
    return level, False


def html_of(items: list[Item]) -> str:
    """Nested lists. An item deeper than the one before by more than one level is one level deeper."""
    html: list[str] = []
    open_lists: list[str] = []
    for item in items:
        tag = "ol" if item.ordered else "ul"
        depth = min(item.level, len(open_lists)) + 1
        while len(open_lists) > depth:
            html.append(f"</li></{open_lists.pop()}>")
        if len(open_lists) == depth and open_lists[-1] != tag:
            html.append(f"</li></{open_lists.pop()}>")
        if len(open_lists) == depth:
            html.append("</li>")
        else:
            html.append(f"<{tag}>")
            open_lists.append(tag)
        html.append(f"<li>{item.html}")
    while open_lists:
        html.append(f"</li></{open_lists.pop()}>")
    return "".join(html)
