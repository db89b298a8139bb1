"""What differs between two published versions of a page, as readers saw them.

The rendered texts are compared, not the stored blocks: they hold nothing that was not public, and the values, acts and
titles of their day.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString, PageElement, PreformattedString
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from editing.differences.cards import Mark
from editing.differences.text import aligned, pieces_of, replaced
from resources.guidance.history_cards import Comparison, FactChange, Passage, UnchangedPassages, VersionItem
from resources.guidance.models import PublishedVersion

_HEADINGS = {"h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}
_BLOCKS = frozenset(
    {"address", "article", "aside", "blockquote", "caption", "dd", "details", "div", "dl", "dt", "figcaption", "figure"}
    | {"footer", "header", "hr", "li", "ol", "p", "section", "summary", "table", "tbody", "tfoot", "thead", "tr", "ul"}
    | set(_HEADINGS)
)
_KINDS = {"li": "item", "tr": "row", "dt": "term"}
_LEFT_OUT = frozenset({"script", "style", "svg", "template"})


def compared(
    before: PublishedVersion, after: PublishedVersion, *, cards: tuple[VersionItem, VersionItem]
) -> Comparison:
    """The differences of two versions of one page; ``cards`` are those of the two."""
    old, new = passages_of(before.body_html), passages_of(after.body_html)
    facts = list(_facts(before, after))
    changed = old != new
    return Comparison(
        before=cards[0],
        after=cards[1],
        facts=facts,
        entries=list(_entries(aligned(old, new))) if changed else [],
        restyled=not changed and before.body_html.split() != after.body_html.split(),
    )


def passages_of(html: str) -> list[tuple[str, str]]:
    """The texts of HTML in order, each with its kind: ``h2`` to ``h6``, ``item``, ``term``, ``row`` or ``text``."""
    return list(_passages(BeautifulSoup(html, "html.parser"), "text"))


def _passages(tag: Tag, kind: str) -> Iterator[tuple[str, str]]:
    inline: list[str] = []

    def flush() -> Iterator[tuple[str, str]]:
        if text := " ".join("".join(inline).split()):
            yield kind, text
        inline.clear()

    for child in tag.children:
        if isinstance(child, Tag) and child.name == "tr":
            yield from flush()
            cells = (" ".join(cell.get_text().split()) for cell in child.find_all(["td", "th"]))
            yield "row", " | ".join(cells)
        elif isinstance(child, Tag) and _is_block(child):
            yield from flush()
            inner = (
                child.name if child.name in _HEADINGS else _KINDS.get(child.name, kind if tag.name == "li" else "text")
            )
            yield from _passages(child, inner)
        else:
            inline.append(_text(child))
    yield from flush()


def _is_block(tag: Tag) -> bool:
    return tag.name in _BLOCKS or (tag.name not in _LEFT_OUT and tag.find(list(_BLOCKS)) is not None)


def _text(element: PageElement) -> str:
    if isinstance(element, PreformattedString):  # a comment
        return ""
    if isinstance(element, NavigableString):
        return str(element)
    if not isinstance(element, Tag) or element.name in _LEFT_OUT or "anchor" in element.get_attribute_list("class"):
        return ""
    if element.name == "img":
        return _("[picture: %(text)s]") % {"text": element.get("alt")} if element.get("alt") else ""
    if element.name == "br":
        return " "
    return "".join(_text(child) for child in element.children)


def _entries(lines: Iterable[tuple[str, list[Any]]]) -> Iterator[Passage | UnchangedPassages]:
    """Passages with changes, and between them those without, folded under the heading that they end below."""
    same: list[Passage] = []
    for kind, pieces in lines:
        passage = Passage("text" if kind in _HEADINGS else kind, _HEADINGS.get(kind, 0), pieces)
        if all(piece.mark == Mark.SAME for piece in pieces):
            same.append(passage)
            continue
        if same:
            headings = [item.pieces[0].text for item in same if item.level]
            yield UnchangedPassages(same, heading="" if passage.level or not headings else headings[-1])
            same = []
        yield passage
    if same:
        yield UnchangedPassages(same)


def _facts(before: PublishedVersion, after: PublishedVersion) -> Iterator[FactChange]:
    """What differs around the text, in the words of the page."""
    labels = {"title": _("Title"), "summary": _("In brief")}
    for name, label in labels.items():
        was, now = getattr(before, name), getattr(after, name)
        if was != now:
            yield FactChange(label, pieces_of(was, now))
    for name, label, words in (
        ("legal_state", _("Legal state"), _day),
        ("authors", _("Who wrote this"), _rows),
        ("sources", _("Sources"), _rows),
    ):
        was, now = words(before.facts.get(name)), words(after.facts.get(name))
        if was != now:
            yield FactChange(label, replaced(was, now) if name == "legal_state" else pieces_of(was, now))


def _day(value: Any) -> str:
    return date_format(date.fromisoformat(value)) if value else ""


def _rows(value: Any) -> str:
    return "; ".join(", ".join(part for part in row if part) for row in value or ())
