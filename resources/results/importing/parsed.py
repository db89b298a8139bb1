"""What was read from a page: the project or result, and a note for everything that is not in its text."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum


class NoteKind(StrEnum):
    """What a note tells.

    ``PLACED``: the line is in a field; ``CHROME``: it belongs to the web page around the text; ``KEPT``: it could not
    be placed, and is kept beside the page; ``JOINED``: a broken word was joined.
    """

    PLACED = "placed"
    CHROME = "chrome"
    KEPT = "kept"
    JOINED = "joined"


@dataclass(frozen=True, slots=True)
class Note:
    """What was done with a line, by its number in the file; ``field`` names where it is placed."""

    line: int
    kind: NoteKind
    text: str
    field: str = ""


@dataclass(frozen=True, slots=True)
class ReadPartner:
    name: str
    role: str
    kind: str


@dataclass(frozen=True, slots=True)
class ReadComponent:
    """A component of a project or, without ``kind``, an element of a result."""

    kind: str
    title: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class ReadRegion:
    region: str
    area: str = ""


@dataclass(frozen=True, slots=True)
class ReadBeneficiaries:
    precision: str
    number: int
    unit: str
    kind: str
    description: str


@dataclass(frozen=True, slots=True)
class ReadPeriod:
    """The days between which a project ran; ``words`` where only months are known."""

    starts: date
    ends: date
    words: str = ""


@dataclass
class ReadPage:
    """A project or a result as it was read; ``paragraphs`` are its text, in order."""

    is_result: bool = False
    title: str = ""
    number: str = ""
    theme: tuple[str, str] = ("", "")
    programme: str = ""
    funding: list[str] = field(default_factory=list)
    paragraphs: list[str] = field(default_factory=list)
    partners: list[ReadPartner] = field(default_factory=list)
    components: list[ReadComponent] = field(default_factory=list)
    regions: list[ReadRegion] = field(default_factory=list)
    beneficiaries: list[ReadBeneficiaries] = field(default_factory=list)
    period: ReadPeriod | None = None
    total_cost: Decimal | None = None
    cofinancing: Decimal | None = None
    results: list[str] = field(default_factory=list)
    addressees: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Parsed:
    """A page and the notes, in the order of the lines."""

    page: ReadPage
    notes: tuple[Note, ...]

    def of(self, kind: NoteKind) -> list[Note]:
        return [note for note in self.notes if note.kind == kind]
