"""Dataclasses for the templates of differences. Each kind of value names the template that shows it."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar


class Mark(StrEnum):
    """What happened to a part."""

    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of text that is the same, added or removed."""

    mark: Mark
    text: str


@dataclass(frozen=True, slots=True)
class Text:
    """A text, or another value as words."""

    template: ClassVar[str] = "editing/differences/text.html"
    pieces: Sequence[Piece]


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph or an item of a list; ``listed`` for the latter."""

    pieces: Sequence[Piece]
    listed: bool = False


@dataclass(frozen=True, slots=True)
class Prose:
    """Paragraphs and lists. ``restyled``: no word changed, but emphasis or the kind of a list did."""

    template: ClassVar[str] = "editing/differences/prose.html"
    lines: Sequence[Line]
    restyled: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    pieces: Sequence[Piece]
    header: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    mark: Mark
    cells: Sequence[Cell]


@dataclass(frozen=True, slots=True)
class Table:
    """A table; ``headers``: what changed of which cells are headers, as sentences."""

    template: ClassVar[str] = "editing/differences/table.html"
    rows: Sequence[Row]
    headers: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Picture:
    """An image as it is or was: its title and a small rendition, whose ``url`` is empty where the file is gone."""

    mark: Mark
    title: str
    url: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Pictures:
    template: ClassVar[str] = "editing/differences/pictures.html"
    pictures: Sequence[Picture]


@dataclass(frozen=True, slots=True)
class Part:
    """One field of a block or of an inline row."""

    label: str
    value: "Value"


@dataclass(frozen=True, slots=True)
class Parts:
    template: ClassVar[str] = "editing/differences/parts.html"
    parts: Sequence[Part]


@dataclass(frozen=True, slots=True)
class Item:
    """A block of a text, or an item of a list."""

    template: ClassVar[str] = "editing/differences/item.html"
    label: str
    mark: Mark
    value: "Value"
    moved: bool = False


@dataclass(frozen=True, slots=True)
class Unchanged:
    """Neighbouring blocks without changes, folded."""

    template: ClassVar[str] = "editing/differences/unchanged.html"
    items: Sequence[Item]


@dataclass(frozen=True, slots=True)
class Items:
    template: ClassVar[str] = "editing/differences/items.html"
    entries: Sequence[Item | Unchanged]


Value = Text | Prose | Table | Pictures | Parts | Items


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field of the page that differs."""

    label: str
    mark: Mark
    value: Value
