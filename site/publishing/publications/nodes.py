"""Makes the blocks of a document from plain values, as ``document_tree`` makes them from HTML."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import formats

Node = dict[str, Any]
"""A block or a run as JSON: ``kind`` says which.

Blocks: ``heading`` (level, inline), ``paragraph`` (inline), ``list`` (ordered, items: blocks each), ``table`` (caption,
columns, header: inline each, rows: cells, row_headers), ``image`` (file, alt, caption), ``quote`` (blocks), ``box``
(blocks, look: "requirement" for one of the law, "grantor", "practice", "callout", "tool" or "exercise", whole: whether
it stays on one page), ``options``
(items: inline each), ``checks`` (done, items: blocks each), ``facts`` (items: term and blocks).

Runs: ``text`` (text, strong, emphasis), ``link`` (url, inline, needed: whether a reader of paper must see the address;
after ``with_notes`` also note: the address in the footnote, or place: a label of the document), ``break``.
"""


@dataclass(frozen=True, slots=True)
class Document:
    """A document of one kind, such as a module card: what its template sets, and a Word file holds.

    ``kind`` stands above the title, ``facts`` stand below the summary.
    """

    kind: str
    title: str
    summary: str
    facts: Sequence[Node]
    body: Sequence[Node]


def text(words: str, *, strong: bool = False) -> list[Node]:
    """A run of text, none for an empty one."""
    return [{"kind": "text", "text": words, "strong": strong, "emphasis": False}] if words else []


def day(value: date) -> str:
    """A day in words of the language in use."""
    return str(formats.date_format(value, "DATE_FORMAT"))


def heading(words: str, level: int = 2) -> Node:
    return {"kind": "heading", "level": level, "inline": text(words)}


def paragraph(words: str, *, strong: bool = False) -> Node:
    return {"kind": "paragraph", "inline": text(words, strong=strong)}


def paragraphs(words: str) -> list[Node]:
    """A paragraph for each line that is not empty."""
    return [paragraph(line.strip()) for line in words.splitlines() if line.strip()]


def bullets(items: Iterable[str]) -> list[Node]:
    """A list, none for no items."""
    found = [[paragraph(item)] for item in items]
    return [{"kind": "list", "ordered": False, "items": found}] if found else []


def facts(items: Iterable[tuple[str, str]]) -> list[Node]:
    """Terms and what they are, without those of which nothing is known."""
    found = [{"term": text(term), "blocks": paragraphs(value)} for term, value in items if value.strip()]
    return [{"kind": "facts", "items": found}] if found else []


def table(
    header: Sequence[str], rows: Iterable[Sequence[str]], *, caption: str = "", widths: Sequence[int] = ()
) -> Node:
    """A table of text; ``widths`` are the shares of the columns, equal ones by default."""
    return {
        "kind": "table",
        "caption": text(caption),
        "columns": len(header),
        "widths": list(widths),
        "header": [text(cell) for cell in header],
        "rows": [[text(cell) for cell in row] for row in rows],
        "row_headers": False,
    }
