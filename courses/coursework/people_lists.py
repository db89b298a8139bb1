"""Lists of people from spreadsheets: what each row holds, and what would happen to it, before anybody is invited."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice
from typing import IO

from django.core.files.base import File
from django.utils.translation import gettext as _

from courses.coursework import rules
from courses.coursework.addresses import address_in, is_address
from courses.coursework.errors import NotPermittedError, PeopleListError
from courses.coursework.models import Cohort
from courses.coursework.services.invitations import known_addresses
from people.models import User
from publishing.archives import open_archive
from publishing.file_kinds import extension_of, fault_of

LARGEST = 1_000_000
"""Bytes of a file; "1 MB" on the page."""
LARGEST_UNPACKED = 30_000_000
MOST_ROWS, MOST_COLUMNS = 1_000, 50
_LONGEST_SHOWN = 120

Cells = Sequence[str]


class Outcome(StrEnum):
    """What happens to a row when the list is confirmed."""

    NEW = "new"
    PRESENT = "present"
    WAITING = "waiting"
    REPEATED = "repeated"
    WRONG = "wrong"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the list: its number from 1, the address, and what else stands in it, such as a name."""

    number: int
    address: str
    others: str
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class PeopleList:
    """The rows that hold something, without a row of headings."""

    rows: list[Row]

    @property
    def addresses(self) -> list[str]:
        """The addresses to add or invite."""
        return [row.address for row in self.rows if row.outcome is Outcome.NEW]

    @property
    def skipped(self) -> int:
        """How many rows are left out because they hold no address, or something that is none."""
        return sum(row.outcome in (Outcome.WRONG, Outcome.MISSING) for row in self.rows)


def people_list(*, by: User, cohort: Cohort, rows: Iterable[Cells]) -> PeopleList:
    """What the rows of a spreadsheet would do to a group. Two queries; nothing is changed.

    As with invitations, the result does not reveal who has an account. Raises ``NotPermittedError`` and
    ``PeopleListError``, where no row has an address or there are too many.
    """
    if not rules.may_organise(by, cohort):
        raise NotPermittedError
    filled = [(number, cells) for number, cells in enumerate(rows, start=1) if any(cell.strip() for cell in cells)]
    if len(filled) > MOST_ROWS:
        raise PeopleListError(_("There are more than %(number)d rows. Divide the list.") % {"number": MOST_ROWS})
    if filled and not _has_at_sign(filled[0][1]):
        filled = filled[1:]  # the headings of the columns
    found = [(number, *_read(cells)) for number, cells in filled]
    if not any(is_valid for _number, _address, is_valid, _others in found):
        raise PeopleListError(_("There is no e-mail address in this list."))
    present, waiting = known_addresses(cohort, [address for _number, address, is_valid, _others in found if is_valid])
    seen: set[str] = set()
    result = []
    for number, address, is_valid, others in found:
        if not address:
            outcome = Outcome.MISSING
        elif not is_valid:
            outcome = Outcome.WRONG
        elif address in seen:
            outcome = Outcome.REPEATED
        elif address in present:
            outcome = Outcome.PRESENT
        else:
            outcome = Outcome.WAITING if address in waiting else Outcome.NEW
        seen.add(address)
        result.append(Row(number, address, others, outcome))
    return PeopleList(result)


def _has_at_sign(cells: Cells) -> bool:
    return any("@" in cell for cell in cells)


def _read(cells: Cells) -> tuple[str, bool, str]:
    """The address of a row, or what looks most like one, whether it is valid, and the other cells."""
    found = [address_in(cell) for cell in cells]
    place = next((number for number, address in enumerate(found) if is_address(address)), None)
    is_valid = place is not None
    if place is None:
        place = next((number for number, cell in enumerate(cells) if "@" in cell), None)
    others = " · ".join(cell.strip() for number, cell in enumerate(cells) if number != place and cell.strip())
    address = found[place] if place is not None else ""
    return address if is_valid else address[:_LONGEST_SHOWN], is_valid, others[:_LONGEST_SHOWN]


def rows_of_text(text: str) -> list[Cells]:
    """The rows that were copied from a spreadsheet, which separates cells by tabs, or from a CSV file.

    Raises ``PeopleListError``.
    """
    return _rows_of_csv(text, field="rows")


def rows_of_file(file: "File[bytes]") -> list[Cells]:
    """The rows of a CSV file or of the first sheet of an XLSX file. Raises ``PeopleListError``."""
    name = file.name or ""
    kind = extension_of(name)
    if kind not in ("csv", "xlsx"):
        raise _refused(_("Choose an XLSX or a CSV file, or copy the rows and paste them below."))
    if (file.size or 0) > LARGEST:
        raise _refused(_("The file is larger than 1 MB. Keep only the list of people in it."))
    if fault := fault_of(file, name):
        raise _refused(fault)
    file.seek(0)
    return _rows_of_csv(_decoded(file.read()), field="file") if kind == "csv" else _rows_of_workbook(file)


def _refused(message: str) -> PeopleListError:
    return PeopleListError(message, field="file")


def _decoded(data: bytes) -> str:
    """The text of a CSV file: Excel writes UTF-8 with a mark or, in Poland, Windows-1250."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1250", errors="replace")


def _rows_of_csv(text: str, *, field: str) -> list[Cells]:
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max("\t;,", key=first.count)
    try:
        return list(islice(csv.reader(io.StringIO(text), delimiter=delimiter), MOST_ROWS + 2))
    except csv.Error as error:
        message = _("These rows cannot be read. Keep only the list of people, one in a row.")
        raise PeopleListError(message, field=field) from error


def _rows_of_workbook(file: IO[bytes]) -> list[Cells]:
    """The rows of the first sheet, read row by row, so that a sheet of a million columns takes no memory."""
    from openpyxl import load_workbook  # takes memory of every worker, and few need it

    if open_archive(file).unpacked > LARGEST_UNPACKED:  # it opens, as ``fault_of`` has seen
        raise _refused(_("The file is too large when unpacked. Copy the rows and paste them below."))
    file.seek(0)
    try:
        sheet = load_workbook(file, read_only=True, data_only=True).worksheets[0]
        rows = sheet.iter_rows(max_row=MOST_ROWS + 2, max_col=MOST_COLUMNS, values_only=True)
        return [["" if cell is None else str(cell) for cell in row] for row in rows]
    except Exception as error:  # openpyxl raises about everything for a damaged file
        raise _refused(_("The file cannot be read. Open it in your program and save it again.")) from error
