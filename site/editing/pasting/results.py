"""What ``convert()`` returns."""

from dataclasses import dataclass, field
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Heading:
    text: str
    level: int
    """2, 3 or 4."""


@dataclass(frozen=True, slots=True)
class Prose:
    html: str
    """Of ``p``, ``ul``, ``ol``, ``li``, ``b``, ``i``, ``sup``, ``sub``, ``br`` and ``a`` with ``href`` alone."""


@dataclass(frozen=True, slots=True)
class Table:
    rows: tuple[tuple[str, ...], ...]
    """All of one length."""
    header_row: bool
    header_column: bool
    caption: str = ""


Piece: TypeAlias = Heading | Prose | Table


@dataclass(slots=True)
class Dropped:
    """How many things of each kind were left out or changed."""

    pictures: int = 0
    footnotes: int = 0
    comments: int = 0
    text_boxes: int = 0
    table_links: int = 0
    """Links in cells, whose text is kept."""
    merged_cells: int = 0
    """Cells over several columns or rows; their text is repeated in each."""
    tables: int = 0
    """Tables that are too large."""
    rest: bool = False
    """Whether the text was too long and its end was left out."""


@dataclass(frozen=True, slots=True)
class Converted:
    pieces: tuple[Piece, ...] = ()
    dropped: Dropped = field(default_factory=Dropped)
