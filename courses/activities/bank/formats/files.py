"""The two formats by name, and the questions of a file as our exercises."""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Final

from django.utils.translation import gettext as _

from courses.activities.bank.formats import gift_reading, gift_writing, xml_reading, xml_writing
from courses.activities.bank.formats.giving import given
from courses.activities.bank.formats.moodle import FileRefusedError, MoodleQuestion, NotTakenError
from courses.activities.bank.formats.taking import Taken, taken
from courses.activities.bank.formats.values import plain, without_empty
from courses.activities.bank.models import BankQuestion

MOST_QUESTIONS: Final = 500
"""Of a file: what one transaction imports in the time of a request."""
OUTCOME: Final = "efekt:"
"""Before a tag that is the code of an outcome."""


class Format(StrEnum):
    GIFT = "gift"
    XML = "xml"

    @property
    def extension(self) -> str:
        return {Format.GIFT: "txt", Format.XML: "xml"}[self]


_READ: Final[dict[Format, Callable[[bytes], list[MoodleQuestion]]]] = {
    Format.GIFT: gift_reading.read,
    Format.XML: xml_reading.read,
}
_WRITTEN: Final[dict[Format, Callable[[Iterable[MoodleQuestion]], bytes]]] = {
    Format.GIFT: gift_writing.written,
    Format.XML: xml_writing.written,
}


@dataclass(frozen=True, slots=True)
class FileQuestion:
    """A question of a file. ``key`` names it, so that it is found again; ``reason`` says why it is not taken."""

    line: int
    title: str
    key: str
    tags: tuple[str, ...] = ()
    outcomes: tuple[str, ...] = ()
    taken: Taken | None = None
    reason: str = ""


def format_of(data: bytes) -> Format:
    """The format of a file, by how it begins."""
    start = data[:200].removeprefix(b"\xef\xbb\xbf").replace(b"\0", b"").lstrip(b"\xff\xfe \t\r\n")
    return Format.XML if start.startswith(b"<") else Format.GIFT


def read(data: bytes) -> list[FileQuestion]:
    """The questions of a file in order. Raises ``FileRefusedError``."""
    found, keys = [], dict[str, int]()
    questions = _READ[format_of(data)](data)
    if len(questions) > MOST_QUESTIONS:
        words = _("The file has more than %(most)d questions. Divide it into smaller ones.")
        raise FileRefusedError(words % {"most": MOST_QUESTIONS})
    for question in questions:
        item = _question(question)
        if item.taken and item.key in keys:
            words = _("It has the same number or the same text as the question in line %(line)d.")
            item = replace(item, taken=None, reason=words % {"line": keys[item.key]})
        keys.setdefault(item.key, item.line)
        found.append(item)
    if not found:
        raise FileRefusedError(_("The file has no questions."))
    return found


def _question(question: MoodleQuestion) -> FileQuestion:
    item = FileQuestion(
        line=question.line,
        title=(question.name if question.kind == "cloze" else question.text) or question.name,
        key=question.id_number or hashlib.sha256(f"{question.kind}\n{question.text}".encode()).hexdigest()[:40],
        tags=tuple(tag for tag in question.tags if not tag.startswith(OUTCOME)),
        outcomes=tuple(tag.removeprefix(OUTCOME) for tag in question.tags if tag.startswith(OUTCOME)),
    )
    try:
        return replace(item, taken=taken(question))
    except NotTakenError as error:
        return replace(item, reason=str(error))


@dataclass(frozen=True, slots=True)
class Exported:
    """A file, and the questions that the format cannot hold with the reasons."""

    data: bytes
    left_out: tuple[tuple[BankQuestion, str], ...]


def exported(questions: Iterable[BankQuestion], file_format: Format) -> Exported:
    """The questions in a format of others."""
    written, left_out = [], []
    for question in questions:
        try:
            moodle = given(question.kind, value_of(question), readback=lambda item: _read_back(item, file_format))
        except NotTakenError as error:
            left_out.append((question, str(error)))
            continue
        tags = sorted(tag.name for tag in question.tags.all())
        codes = sorted(OUTCOME + code.name for code in question.outcomes.all())
        written.append(replace(moodle, id_number=question.source_key or str(question.uuid), tags=tuple(tags + codes)))
    return Exported(_WRITTEN[file_format](written), tuple(left_out))


def _read_back(question: MoodleQuestion, file_format: Format) -> MoodleQuestion:
    (read_back,) = _READ[file_format](_WRITTEN[file_format]([question]))
    return read_back


def value_of(question: BankQuestion) -> dict[str, Any]:
    """The content of a question without ids and without what is empty."""
    block = question.exercise_block
    if block is None:
        raise NotTakenError(_("The question has no content."))
    return without_empty(plain(block, question.content.raw_data[0]["value"]))
