"""Reading a Word file, and saying in words why not."""

from pathlib import PurePath
from typing import IO

from django.utils.translation import gettext as _

from publishing.extraction import Reason, UnreadableError
from publishing.extraction_process import answer_of
from resources.guidance.word_import.contents import Fault, WordDocument
from resources.guidance.word_import.reading import READER, SECONDS

LARGEST_FILE = 20 * 1024 * 1024

_REASONS = {
    Reason.TOO_LARGE: Fault.UNPACKED,
    Reason.TOO_SLOW: Fault.TOO_SLOW,
    Reason.NOT_READ: Fault.NOT_READ,
}


class WordFileError(Exception):
    """The file is not imported; the message says why and what to do."""


def read_word(file: IO[bytes], name: str) -> WordDocument:
    """The chapters of a file, each with a title, read in a process with limits. Raises ``WordFileError``."""
    if not name.lower().endswith(".docx"):
        is_macro = name.lower().endswith((".docm", ".dotm"))
        raise WordFileError(message_of(Fault.MACROS if is_macro else Fault.NOT_WORD))
    if file.seek(0, 2) > LARGEST_FILE:
        raise WordFileError(too_large())
    try:
        said = answer_of(file, "docx", reader=READER, seconds=SECONDS)
    except UnreadableError as error:
        raise WordFileError(message_of(_REASONS.get(error.reason, Fault.DAMAGED))) from error
    if "fault" in said:
        raise WordFileError(message_of(Fault(said["fault"])))
    document = WordDocument.from_json(said["document"])
    first = document.chapters[0]
    if not first.title:  # what stands before the first Heading 1, or all of it
        alone = len(document.chapters) == 1
        first.title = (document.title or PurePath(name).stem[:255]) if alone else _("Introduction")
    return document


def too_large() -> str:
    return _("The file is larger than 20 MB. Compress its pictures in Word, or split it.")


def message_of(fault: Fault) -> str:
    """Why a file is refused and what to do about it."""
    return {
        Fault.NOT_WORD: _("This is not a Word file (.docx). Open it in your word processor and save it as .docx."),
        Fault.OLD_WORD: _("This is a file of an old Word (.doc). Open it in Word and save it as .docx."),
        Fault.PASSWORD: _("The file is protected by a password. Remove the password in Word and save the file."),
        Fault.MACROS: _("The file has macros. Save it as a “Word document (.docx)”, without them."),
        Fault.EXTERNAL: _(
            "The file takes something from outside: a template, a picture or an object. "
            "Embed pictures in the document, detach the template, and save the file."
        ),
        Fault.HOSTILE: _(
            "Something is written in the file that no word processor writes. "
            "If you trust it, open it in Word and save it anew."
        ),
        Fault.UNPACKED: _("There is too much in the file to be read. Compress its pictures, or split it."),
        Fault.TOO_LONG: _("The text is too long: about 500 pages can be imported at once. Split the file."),
        Fault.MANY_CHAPTERS: _(
            "The file has more than 100 headings of the style “Heading 1”, and each would become a chapter. "
            "Give subheadings the style “Heading 2”."
        ),
        Fault.TOO_SLOW: _("Reading the file took too long. Save it anew in a simpler form, or split it."),
        Fault.DAMAGED: _("The file is damaged and cannot be read. Open it in Word and save it anew."),
        Fault.EMPTY: _("There is no text in the file."),
        Fault.NOT_READ: _("The file could not be read now. Try again in a moment."),
    }[fault]
