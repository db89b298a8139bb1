"""The text of a file, or why it is none."""

import codecs
import unicodedata

from django.utils.translation import gettext as _

LARGEST = 2_000_000
"""Bytes; the longest page seen had five thousand."""
_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)


class FileRefusedError(Exception):
    """The file is not taken; the message says why and what to do."""


def text_of(data: bytes) -> str:
    """The text of a page saved as UTF-8. Raises ``FileRefusedError``."""
    if len(data) > LARGEST:
        raise FileRefusedError(_("The file is larger than 2 MB. A description of a project is a page of text."))
    if data.startswith(_MARKS):
        raise FileRefusedError(_("The file is in UTF-16 or UTF-32. Save it as UTF-8."))
    if b"\0" in data or data.startswith((b"%PDF", b"PK\x03\x04", b"\x89PNG", b"\xff\xd8\xff", b"{\\rtf")):
        raise FileRefusedError(_("The file is no text. Save the page as text in UTF-8."))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        message = _("The file is not in UTF-8 (byte %(place)d). Save it as UTF-8.")
        raise FileRefusedError(message % {"place": error.start + 1}) from error
    if not text.strip():
        raise FileRefusedError(_("The file is empty."))
    if sum(unicodedata.category(letter) == "Cc" and letter not in "\t\n\r\f\v" for letter in text) > len(text) // 100:
        raise FileRefusedError(_("The file is no text. Save the page as text in UTF-8."))
    return text
