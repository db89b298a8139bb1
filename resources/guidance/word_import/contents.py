"""What is read from a Word file: plain values that go from the reading process to the site as JSON. Needs no Django."""

from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any


class Fault(StrEnum):
    """Why a file is not read at all."""

    NOT_WORD = "not_word"
    OLD_WORD = "old_word"
    PASSWORD = "password"  # noqa: S105 - a kind of fault
    MACROS = "macros"
    EXTERNAL = "external"
    """It takes something from another place: a template, a picture, an object."""
    HOSTILE = "hostile"
    """Its XML declares entities or a document type, which no word processor writes."""
    UNPACKED = "unpacked"
    """It unpacks to too much."""
    TOO_LONG = "too_long"
    MANY_CHAPTERS = "many_chapters"
    TOO_SLOW = "too_slow"
    DAMAGED = "damaged"
    EMPTY = "empty"
    NOT_READ = "not_read"
    """No process could be started."""


class Lost(StrEnum):
    """What of a file is not kept as it was."""

    DELETED = "deleted"
    INSERTED = "inserted"
    TEXT_BOX = "text_box"
    EQUATION = "equation"
    OBJECT = "object"
    MERGED_CELLS = "merged_cells"
    LARGE_TABLE = "large_table"
    TABLE_LINK = "table_link"
    PICTURE = "picture"
    DEEP_HEADING = "deep_heading"
    LONG_HEADING = "long_heading"
    INNER_LINK = "inner_link"
    OTHER_LINK = "other_link"
    STRUCK = "struck"
    LOOK = "look"
    RESOLVED = "resolved"


class RefusedFileError(Exception):
    """The file is not imported."""

    def __init__(self, fault: Fault) -> None:
        self.fault = fault
        super().__init__(fault)


@dataclass(frozen=True, slots=True)
class Loss:
    """``heading`` is the one that it stands under, "" before the first."""

    kind: Lost
    heading: str
    count: int = 1


@dataclass(frozen=True, slots=True)
class WordComment:
    """A comment on the piece at ``piece``; -1 is the title of the chapter."""

    piece: int
    author: str
    text: str


@dataclass(slots=True)
class WordChapter:
    """A chapter of a file: what stands under one Heading 1.

    ``key`` is the first bookmark of its heading, "" where it has none. ``pieces`` are objects with a ``kind``:
    ``heading`` (text, level), ``prose`` (html), ``quote`` (text), ``table`` (rows, header_row, header_column, caption)
    and ``figure`` (image: the SHA-1 of its file, alt, caption). In ``html`` and ``notes`` a link to ``#:h0`` leads to
    the first heading among the pieces, and one to ``#:notes`` to the notes.
    """

    title: str
    key: str = ""
    pieces: list[dict[str, Any]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    comments: list[WordComment] = field(default_factory=list)


@dataclass(slots=True)
class WordDocument:
    """A chapter without a title holds what stands before the first Heading 1; ``title`` is that of the document."""

    title: str = ""
    chapters: list[WordChapter] = field(default_factory=list)
    losses: list[Loss] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> "WordDocument":
        chapters = [
            WordChapter(**{**chapter, "comments": [WordComment(**comment) for comment in chapter["comments"]]})
            for chapter in value["chapters"]
        ]
        losses = [Loss(Lost(loss["kind"]), loss["heading"], loss["count"]) for loss in value["losses"]]
        return cls(value["title"], chapters, losses)
