"""The kinds of files that are accepted, checked by their content and not only by their names."""

import re
from collections.abc import Callable
from typing import IO

from django.core.files.base import File
from django.utils.translation import gettext as _

from publishing.archives import ArchiveError, open_archive

# Content that a browser would run or render as a page; not accepted as plain text.
_MARKUP = re.compile(rb"^\s*<(!doctype|!--|\?xml|html|head|body|script|svg|iframe|meta)", re.IGNORECASE)
_PROGRAMS = (b"MZ", b"\x7fELF", b"#!")
_LONGEST_PADDING = 16 * 1024 * 1024  # bytes read from the end of a PDF, which may be filled up with blanks
_CONTROL = re.compile(rb"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f]")

Content = IO[bytes]


def _starts(*signatures: bytes) -> Callable[[Content], bool]:
    def check(content: Content) -> bool:
        return content.read(16).startswith(signatures)

    return check


def _png(content: Content) -> bool:
    head = content.read(16)
    return head.startswith(b"\x89PNG\r\n\x1a\n") and head[12:16] == b"IHDR"


def _text(content: Content) -> bool:
    data = content.read()
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            data = data.decode("utf-16").encode()
        except UnicodeDecodeError:
            return False
    data = data.removeprefix(b"\xef\xbb\xbf")
    # Nearly every byte is valid in Windows-1250, which Notepad writes: only control characters show that it is no text.
    return not (_CONTROL.search(data) or _MARKUP.match(data) or data.startswith((*_PROGRAMS, b"{\\rtf", b"%PDF-")))


def _captions(content: Content) -> bool:
    """WebVTT, section 4.1: UTF-8 text whose first line begins with ``WEBVTT``."""
    head = content.read(16).removeprefix(b"\xef\xbb\xbf")
    content.seek(0)
    return head.startswith(b"WEBVTT") and _text(content)


def _mp4(content: Content) -> bool:
    """ISO/IEC 14496-12, 4.3: the first box of the file is ``ftyp``."""
    return content.read(16)[4:8] == b"ftyp"


def _office(main_part: str) -> Callable[[Content], bool]:
    """A check for Office Open XML without macros: ECMA-376, part 2, requires ``[Content_Types].xml``."""

    def check(content: Content) -> bool:
        try:
            names = open_archive(content).names
        except ArchiveError:
            return False
        return {"[Content_Types].xml", main_part} <= names and not any(
            name.lower().endswith("vbaproject.bin") for name in names
        )

    return check


def _open_document(kind: str) -> Callable[[Content], bool]:
    """A check for OpenDocument: by ODF 1.2, part 3, the part ``mimetype`` holds exactly the media type."""
    wanted = f"application/vnd.oasis.opendocument.{kind}".encode()

    def check(content: Content) -> bool:
        try:
            return open_archive(content).read("mimetype", most=len(wanted)) == wanted
        except ArchiveError:
            return False

    return check


def _pdf(content: Content) -> bool:
    """Whether it is a complete PDF: by ISO 32000-1, 7.5.5, it ends with ``startxref`` and an offset."""
    if not content.read(16).startswith(b"%PDF-"):
        return False
    end = content.seek(0, 2)
    content.seek(max(0, end - _LONGEST_PADDING))
    return b"startxref" in content.read().rstrip(b" \0\r\n")[-2048:]


_OOXML = "application/vnd.openxmlformats-officedocument"
_ODF = "application/vnd.oasis.opendocument"

KINDS: dict[str, tuple[str, Callable[[Content], bool]]] = {
    "docx": (f"{_OOXML}.wordprocessingml.document", _office("word/document.xml")),
    "odt": (f"{_ODF}.text", _open_document("text")),
    "pdf": ("application/pdf", _pdf),
    "txt": ("text/plain", _text),
    "rtf": ("application/rtf", _starts(b"{\\rtf")),
    "xlsx": (f"{_OOXML}.spreadsheetml.sheet", _office("xl/workbook.xml")),
    "ods": (f"{_ODF}.spreadsheet", _open_document("spreadsheet")),
    "pptx": (f"{_OOXML}.presentationml.presentation", _office("ppt/presentation.xml")),
    "jpg": ("image/jpeg", _starts(b"\xff\xd8\xff")),
    "jpeg": ("image/jpeg", _starts(b"\xff\xd8\xff")),
    "png": ("image/png", _png),
    "csv": ("text/csv", _text),
    "mp4": ("video/mp4", _mp4),
    "webm": ("video/webm", _starts(b"\x1aE\xdf\xa3")),
    "vtt": ("text/vtt", _captions),
    "zip": ("application/zip", _starts(b"PK\x03\x04", b"PK\x05\x06")),
}
"""Media type and check of the content by file extension."""


def extension_of(name: str) -> str:
    """The extension in lower case without the dot; "" for none."""
    return name.rpartition(".")[2].lower() if "." in name else ""


def fault_of(file: "File[bytes]", name: str) -> str:
    """What is wrong with the content of a file of this name, as a message that says what to do; "" for nothing.

    Reads the file, so call it before a transaction. A file of an unknown kind is only tested for being empty.
    """
    if not file.size:
        return _("The file is empty. Check that you chose the right one.")
    kind = extension_of(name)
    if kind not in KINDS:
        return ""
    fits = KINDS[kind][1]
    file.seek(0)
    content_fits = fits(file)
    file.seek(0)
    if content_fits:
        return ""
    return _(
        "What is in the file is not what its name says (.%(kind)s). Open it in your program and save it again."
    ) % {"kind": kind}
