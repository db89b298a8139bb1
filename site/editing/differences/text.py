"""Differences of texts, word by word, and of rich text, paragraph by paragraph."""

from collections.abc import Hashable, Iterator, Sequence
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import TypeVar

from bs4 import BeautifulSoup, Tag
from django.utils.translation import gettext as _
from wagtail.admin.compare import diff_text
from wagtail.documents import get_document_model
from wagtail.models import Page

from editing.differences.cards import Line, Mark, Piece, Prose
from editing.rich_text import plain
from reference.rich_text import VALUE, VALUE_AND_NEXT, shown_by_id

ALIKE = 0.4
"""Texts that have less in common (0 to 1) are shown one after the other: words marked here and there read badly."""

MARKS = {"equal": Mark.SAME, "addition": Mark.ADDED, "deletion": Mark.REMOVED}
_LINES = ("p", "li", "h2", "h3", "h4", "h5", "h6", "blockquote")

K = TypeVar("K", bound=Hashable)

Paragraph = tuple[bool, str]
"""Whether it is an item of a list, and its text."""


def pieces_of(before: str, after: str) -> list[Piece]:
    """The pieces of both texts, those that were removed before those that were added."""
    if before == after:
        return [Piece(Mark.SAME, after)] if after else []
    if not before or not after or not _alike(before, after):
        return replaced(before, after)
    return _joined([Piece(MARKS[kind], text) for kind, text in diff_text(before, after).changes])


def replaced(before: str, after: str) -> list[Piece]:
    """The one as removed, the other as added; where they are equal, that text."""
    if before == after:
        return [Piece(Mark.SAME, after)] if after else []
    return [piece for piece in (Piece(Mark.REMOVED, before), Piece(Mark.ADDED, after)) if piece.text]


def _alike(before: str, after: str) -> bool:
    return SequenceMatcher(None, before.split(), after.split(), autojunk=False).ratio() >= ALIKE


def _joined(pieces: list[Piece]) -> list[Piece]:
    """Changes with only a space between them as one change, the removed words before the added ones."""
    joined: list[Piece] = []
    removed = added = ""

    def flush() -> None:
        nonlocal removed, added
        joined.extend(replaced(removed, added) if removed != added else [])
        removed = added = ""

    for index, piece in enumerate(pieces):
        if piece.mark == Mark.REMOVED:
            removed += piece.text
        elif piece.mark == Mark.ADDED:
            added += piece.text
        elif piece.text.isspace() and (removed or added) and index + 1 < len(pieces):
            removed, added = removed + piece.text, added + piece.text
        else:
            flush()
            joined.append(piece)
    flush()
    return joined


def prose_of(before: str, after: str) -> Prose:
    """The difference of two rich texts as stored."""
    old, new = list(_paragraphs(before)), list(_paragraphs(after))
    return Prose(lines=list(_lines(old, new)), restyled=old == new and plain(before) != plain(after))


def _lines(old: Sequence[Paragraph], new: Sequence[Paragraph]) -> Iterator[Line]:
    for listed, pieces in aligned(old, new):
        yield Line(pieces, listed)


def aligned(old: Sequence[tuple[K, str]], new: Sequence[tuple[K, str]]) -> Iterator[tuple[K, list[Piece]]]:
    """The texts of both in order, those that have much in common as one; each with its kind, the newer of two."""
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for operation, start_old, end_old, start_new, end_new in matcher.get_opcodes():
        if operation == "equal":
            yield from ((kind, [Piece(Mark.SAME, text)]) for kind, text in new[start_new:end_new])
            continue
        for was, now in zip_longest(old[start_old:end_old], new[start_new:end_new]):
            if was is not None and now is not None and _alike(was[1], now[1]):
                yield now[0], pieces_of(was[1], now[1])
                continue
            if was is not None:
                yield was[0], [Piece(Mark.REMOVED, was[1])]
            if now is not None:
                yield now[0], [Piece(Mark.ADDED, now[1])]


def _paragraphs(source: str) -> Iterator[Paragraph]:
    """The paragraphs and items of stored rich text, in order, with the targets of links in brackets."""
    soup = BeautifulSoup(source, "html.parser")
    for link in soup.find_all("a"):
        link.append(f" [{_target(link)}]")
    for line_break in soup.find_all("br"):
        line_break.replace_with(" ")
    for value in soup.find_all("embed", embedtype=(VALUE, VALUE_AND_NEXT)):
        value.replace_with(_value(value))
    found = soup.find_all(_LINES)
    if not found and soup.get_text(strip=True):
        yield False, soup.get_text(strip=True)
    for tag in found:
        for nested in tag.find_all(_LINES):
            nested.extract()  # an item of its own, met later: find_all() has listed it
        if text := " ".join(tag.get_text().split()):
            yield tag.name == "li", text


def _value(element: Tag) -> str:
    """A dated value: what it shows today, and its name."""
    shown = shown_by_id().get(str(element.get("id")))
    following = element.get("embedtype") == VALUE_AND_NEXT
    return f"{shown.plain(following=following)} [{shown.name}]" if shown else "…"


def _target(link: Tag) -> str:
    """Where a link leads: the title of a page or document, or an address."""
    kind, key = link.get("linktype"), link.get("id")
    model = {"page": Page, "document": get_document_model()}.get(str(kind))
    if model is None:
        return _("link: %(target)s") % {"target": link.get("href", "")}
    title = model._default_manager.filter(pk=key).values_list("title", flat=True).first()
    return _("link: %(target)s") % {"target": title or _("a page that is gone")}
