"""Reads a page of text: its labels, the text below each, and the web page around it.

What a line says is in the text of the project or result, or in a note; no word is lost.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from resources.results.importing.details import add_details
from resources.results.importing.facts import amount_in, kind_of_partner, percent_in, period_in
from resources.results.importing.lines import Line, lines_of
from resources.results.importing.parsed import Note, NoteKind, Parsed, ReadComponent, ReadPage, ReadPartner
from resources.results.importing.titles import clean_title, is_alike

LONGEST_NAME = 250
_CHROME = re.compile(
    r"BAZA REZULTATÓW.*|Projekt|Rezultaty?|Opis projektu|Nabór do projektu|Pliki do pobrania|Polecamy|Drukuj"
    r"|powrót na górę( strony)?|na górę strony|Projektowanie stron:.*|Opracowanie rezultatu|Administrator|Strona główna"
    r"|.*\bcookies?\b.*",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[.;:!?)]$")
_LONG = 80
"""A line of so many characters is text, whatever its end."""


@dataclass
class Reading:
    """A page while it is read. ``section`` takes the lines until the next label."""

    page: ReadPage = field(default_factory=ReadPage)
    notes: list[Note] = field(default_factory=list)
    section: "Section | None" = None
    headings: list[Line] = field(default_factory=list)
    labelled: bool = False

    def note(self, line: Line, kind: NoteKind, where: str = "") -> None:
        self.notes.append(Note(line.number, kind, line.text, where))


@dataclass(frozen=True, slots=True)
class Section:
    """What is done with a line below a label; with ``once`` only with the first."""

    take: Callable[[Reading, Line], None]
    once: bool = False


@dataclass(frozen=True, slots=True)
class Label:
    """The beginning of a line that says what follows, and what takes the rest of the line or the lines below."""

    pattern: re.Pattern[str]
    section: Section
    is_text: bool = False
    """The label stays in the text, as a heading of what follows."""


def _title(reading: Reading, line: Line) -> None:
    title = clean_title(line.text)
    if reading.page.title or not title:
        reading.note(line, NoteKind.KEPT)
        return
    reading.page.title = title
    reading.note(line, NoteKind.PLACED, "title")


def _number(reading: Reading, line: Line) -> None:
    if reading.page.number or len(line.text) > 40:
        reading.note(line, NoteKind.KEPT)
        return
    reading.page.number = line.text
    reading.note(line, NoteKind.PLACED, "number")


def _theme(reading: Reading, line: Line) -> None:
    found = re.fullmatch(r"([A-Z]) (.{1,300})", line.text)
    if not found or reading.page.theme[1]:
        reading.note(line, NoteKind.KEPT)
        return
    reading.page.theme = (found[1], found[2].rstrip("."))
    reading.note(line, NoteKind.PLACED, "theme")


def _partner(role: str) -> Callable[[Reading, Line], None]:
    def take(reading: Reading, line: Line) -> None:
        if len(line.text) > LONGEST_NAME:
            reading.note(line, NoteKind.KEPT)
            return
        reading.page.partners.append(ReadPartner(line.text, role, kind_of_partner(line.text)))
        reading.note(line, NoteKind.PLACED, "partnership")

    return take


def _programme(reading: Reading, line: Line) -> None:
    name, _space, rest = re.fullmatch(r"(.*?)( (?=\d)(.*))?", line.text, re.DOTALL).groups()  # type: ignore[union-attr]
    name = name.strip(" .,")
    if reading.page.programme or not name or len(name) > 200:
        reading.note(line, NoteKind.KEPT)
        return
    reading.page.programme = name
    if rest:
        reading.page.funding.append(rest)
    reading.note(line, NoteKind.PLACED, "grant_programme")


def _funding(reading: Reading, line: Line) -> None:
    reading.page.funding.append(line.text.rstrip("."))
    reading.note(line, NoteKind.PLACED, "funding")


def _budget(reading: Reading, line: Line) -> None:
    amount = amount_in(line.text)
    if amount is None or reading.page.total_cost is not None:
        _text(reading, line)
        return
    reading.page.total_cost, reading.page.cofinancing = amount, percent_in(line.text)
    reading.note(line, NoteKind.PLACED, "total_cost")


def _period(reading: Reading, line: Line) -> None:
    reading.page.period = reading.page.period or period_in(line.text)
    if reading.page.period is None:
        _text(reading, line)
    else:
        reading.note(line, NoteKind.PLACED, "period")


def _text(reading: Reading, line: Line) -> None:
    reading.page.paragraphs.append(line.text)


def _chrome(reading: Reading, line: Line) -> None:
    reading.note(line, NoteKind.CHROME)


def _component(reading: Reading, line: Line) -> None:
    """The first line below "PŁASZCZYZNA 1:" is the title of a component, the others its text."""
    last = reading.page.components[-1]
    if not last.title:
        if len(line.text) > 300:
            _text(reading, line)
            return
        changed = ReadComponent(last.kind, line.text.rstrip("."))
    else:
        changed = ReadComponent(last.kind, last.title, f"{last.text}\n{line.text}".strip())
    reading.page.components[-1] = changed


def _level(reading: Reading, line: Line) -> None:
    reading.page.components.append(ReadComponent("level", ""))
    reading.section = Section(_component)


TEXT = Section(_text)
_LABELS = (
    Label(re.compile(r"Temat (?=[A-Z] )"), Section(_theme, once=True)),
    Label(re.compile(r"(?:Nazwa|Tytuł) (?:projektu|rezultatu):? ?"), Section(_title, once=True)),
    Label(re.compile(r"Numer projektu:? ?"), Section(_number, once=True)),
    Label(re.compile(r"Lider(?:zy)? [Pp]rojektu: ?"), Section(_partner("leader"), once=True)),
    Label(re.compile(r"Partner(?:zy)? [Pp]rojektu: ?"), Section(_partner("partner"), once=True)),
    Label(re.compile(r"Opis (?:projektu|rezultatu): ?"), TEXT),
    Label(re.compile(r"Cel(?:e)? (?:ogólny|główny|szczegółowe)(?: projektu)?: ?"), TEXT, is_text=True),
    Label(re.compile(r"Grupa docelowa: ?"), TEXT, is_text=True),
    Label(re.compile(r"Źródła (?:do)?finansowania: ?"), Section(_budget, once=True)),
    Label(re.compile(r"Okres realizacji(?: projektu)?: ?"), Section(_period, once=True)),
    Label(re.compile(r"Rezultat został przygotowany w ramach ?"), Section(_programme, once=True)),
    Label(re.compile(r"(?=Program Operacyjny |Program Inicjatywy |PIW )"), Section(_programme, once=True)),
    Label(re.compile(r"(?=Działanie \d)|(?=Projekt współfinansowany )"), Section(_funding, once=True)),
    Label(re.compile(r"(?=PŁASZCZYZNA \d+:)"), Section(_level)),
)


def read_page(text: str) -> Parsed:
    """The project or result of a page and what was done with each of its lines. Accepts any text."""
    lines, joined = lines_of(text)
    reading = Reading()
    reading.page.is_result = any(re.match(r"OPIS REZULTATU|Nazwa rezultatu", part) for part in _starts(lines))
    for line in lines:
        _read(reading, line)
    _settle_headings(reading)
    add_details(reading.page)
    return Parsed(reading.page, tuple(sorted([*reading.notes, *joined], key=lambda note: note.line)))


def _starts(lines: list[Line]) -> list[str]:
    return [part.strip() for line in lines[:20] for part in line.text.split("|")]


def _read(reading: Reading, line: Line) -> None:
    for label in _LABELS:
        if found := label.pattern.match(line.text):
            _begin(reading, label, line, found.end())
            return
    if not _is_sentence(line.text) and _CHROME.fullmatch(line.text):
        _chrome(reading, line)
    elif reading.section is not None:
        section = reading.section
        reading.section = None if section.once else section
        section.take(reading, line)
    elif reading.labelled or _is_sentence(line.text):
        reading.section = TEXT
        _text(reading, line)
    elif _is_menu(line.text):
        _chrome(reading, line)
    else:
        reading.headings.append(line)


def _begin(reading: Reading, label: Label, line: Line, end: int) -> None:
    """Begins the section of a label, with the rest of its line where there is any."""
    reading.labelled = True
    section = label.section
    if label.is_text:
        _text(reading, line)
        reading.section = section
        return
    rest = Line(line.number, line.text[end:].strip())
    if end and not rest.text:
        reading.note(line, NoteKind.PLACED)
        reading.section = section
        return
    if end:
        reading.notes.append(Note(line.number, NoteKind.PLACED, line.text[:end].strip()))
    reading.section = TEXT if section.once else section
    if section.take is _level:
        reading.note(line, NoteKind.PLACED, "components")
        _level(reading, line)
        return
    section.take(reading, rest)


def _is_sentence(text: str) -> bool:
    return len(text) > _LONG or bool(_SENTENCE.search(text))


def _is_menu(text: str) -> bool:
    """A row of names of pages: most words begin with a capital, nothing is between them."""
    words = text.split(" ")
    capitals = sum(word[:1].isupper() for word in words)
    return len(words) >= 4 and not re.search(r"[,.;:!?]", text) and capitals * 2 > len(words)


def _settle_headings(reading: Reading) -> None:
    """The lines above the first label: the title where there is none, else its repetition, else what is kept."""
    for line in reading.headings:
        if reading.page.title and is_alike(line.text, reading.page.title):
            reading.note(line, NoteKind.PLACED, "title")
        elif not reading.page.title and clean_title(line.text):
            _title(reading, line)
        else:
            reading.note(line, NoteKind.KEPT)
    # A component whose title never came is a heading alone.
    reading.page.components = [component for component in reading.page.components if component.title]
