"""Checks of submitted files."""

import unicodedata

from django.core.files.base import File
from django.utils.translation import gettext as _

from courses.coursework.errors import FileRefusedError
from publishing import file_kinds
from publishing.file_kinds import extension_of, fault_of

LARGEST = 10 * 1000 * 1000
"""Bytes; "10 MB" on the page."""

KINDS = ("docx", "odt", "pdf", "txt", "rtf", "xlsx", "ods", "pptx", "jpg", "jpeg", "png")
"""The extensions of accepted files."""

_LONGEST_NAME = 120
LISTED = ", ".join(kind.upper() for kind in KINDS if kind != "jpeg")
ACCEPT = ",".join(f".{kind}" for kind in KINDS)


def media_type(name: str) -> str:
    """The media type for downloads, by the extension; the type that the browser sent is not used."""
    kind = extension_of(name)
    return file_kinds.KINDS[kind][0] if kind in KINDS else "application/octet-stream"


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
    if (file.size or 0) > LARGEST:
        raise FileRefusedError(_("The file is larger than 10 MB. Make it smaller, for instance by smaller pictures."))
    if fault := fault_of(file, name):
        raise FileRefusedError(fault)
    return name
