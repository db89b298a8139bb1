"""Checks of submitted files, by their content and not only by their names."""

import re
import unicodedata
from collections.abc import Callable
from typing import IO

from django.core.files.base import File
from django.utils.translation import gettext as _

from courses.coursework.errors import FileRefusedError
from publishing.archives import ArchiveError, open_archive

LARGEST = 10 * 1000 * 1000
"""Bytes; "10 MB" on the page."""

_LONGEST_NAME = 120
# Content that a browser would run or render as a page; not accepted as plain text.
_MARKUP = re.compile(rb"^\s*<(!doctype|!--|\?xml|html|head|body|script|svg|iframe|meta)", re.IGNORECASE)
_PROGRAMS = (b"MZ", b"\x7fELF", b"#!")
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
    content.seek(0)
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
}
"""The accepted types: media type and check of the content by file extension."""

LISTED = ", ".join(kind.upper() for kind in KINDS if kind != "jpeg")
ACCEPT = ",".join(f".{kind}" for kind in KINDS)


def extension_of(name: str) -> str:
    """The extension in lower case without the dot; "" for none."""
    return name.rpartition(".")[2].lower() if "." in name else ""


def media_type(name: str) -> str:
    """The media type for downloads, by the extension; the type that the browser sent is not used."""
    return KINDS.get(extension_of(name), ("application/octet-stream", None))[0]


def harmless_name(name: str) -> str:
    """The name of the uploaded file without path, control and direction characters, at most 120 characters long.

    A right-to-left override (U+202E) would make a name display as another one.
    """
    name = name.replace("\\", "/").rpartition("/")[2]
    name = "".join(char for char in name if unicodedata.category(char)[0] != "C").rstrip(" .")
    extension = extension_of(name)
    stem = name[: -len(extension) - 1] if extension else name
    stem = stem.strip(" .") or "praca"
    return f"{stem[: _LONGEST_NAME - len(extension) - 1]}.{extension}" if extension else stem[:_LONGEST_NAME]


def check(file: "File[bytes]") -> str:
    """Returns the harmless name of an accepted file. Raises ``FileRefusedError``, whose message says what to do."""
    name = harmless_name(file.name or "")
    if extension_of(name) not in KINDS:
        raise FileRefusedError(
            _("Files of this kind are not accepted. Save the file as one of: %(kinds)s.") % {"kinds": LISTED}
        )
    if not file.size:
        raise FileRefusedError(_("The file is empty. Check that you chose the right one."))
    if file.size > LARGEST:
        raise FileRefusedError(_("The file is larger than 10 MB. Make it smaller, for instance by smaller pictures."))
    fits = KINDS[extension_of(name)][1]
    file.seek(0)
    content_fits = fits(file)
    file.seek(0)
    if not content_fits:
        raise FileRefusedError(
            _("What is in the file is not what its name says (.%(kind)s). Open it in your program and save it again.")
            % {"kind": extension_of(name)}
        )
    return name
