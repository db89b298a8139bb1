"""Extracts the text of uploaded documents. Every file is treated as hostile: sizes are capped before anything is read.

These bounds cannot cover every PDF, so the site reads each file in a separate process with limits of memory and time
(``publishing.extraction_process``). Nothing here may import Django: that process is to be small and to start quickly.
"""

import importlib
import json
import re
import resource
from collections.abc import Callable
from enum import StrEnum
from typing import IO

from publishing.archives import ArchiveError, open_archive

MAX_CHARACTERS = 200_000
PAGE_BREAK = "\f"
"""Separates the pages of a PDF, so that search can say on which page a word stands."""
MAX_PAGES = 500
MAX_XML_BYTES = 30 * 1024 * 1024

MEMORY = 400 * 1024 * 1024
"""Bytes of address space that the process may take."""
CPU_SECONDS = 15
OUTPUT = 8 * 1024 * 1024
"""Bytes that the process may write: more than the longest text takes in JSON."""

# Where the text is: the part of the ZIP file, the elements of a paragraph and of a text.
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_ODF = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"


class Reason(StrEnum):
    """Why there is no text. Stored with the document; ``PomostDocument`` has the messages for editors."""

    DAMAGED = "damaged"
    ENCRYPTED = "encrypted"
    TOO_LARGE = "too_large"
    TOO_SLOW = "too_slow"
    MISSING = "missing"
    NOT_READ = "not_read"


class UnsupportedError(Exception):
    """The file is of a kind that is not supported."""


class UnreadableError(Exception):
    """The file cannot be read as the kind that its name says."""

    def __init__(self, reason: Reason) -> None:
        self.reason = reason
        super().__init__(reason)


def text_of(file: IO[bytes], extension: str) -> str:
    """The text of a PDF, DOCX, ODT or TXT file, at most ``MAX_CHARACTERS`` long, white space collapsed.

    Raises ``UnsupportedError`` for other kinds and ``UnreadableError`` for files that cannot be read. Memory and time
    are not limited here: use ``extraction_process.text_of``.
    """
    reader = READERS.get(extension.lower())
    if reader is None:
        raise UnsupportedError(extension)
    try:
        text = reader(file)
    except UnreadableError:
        raise
    except ArchiveError as error:
        raise UnreadableError(Reason(error.fault)) from error
    except MemoryError as error:
        raise UnreadableError(Reason.TOO_LARGE) from error
    except Exception as error:
        # The libraries raise many kinds of errors for a damaged file, different ones in each version.
        raise UnreadableError(Reason.DAMAGED) from error
    # Lone surrogates cannot be encoded as UTF-8, and PostgreSQL does not store NUL.
    text = text.encode("utf-8", errors="replace").decode("utf-8")
    text = re.sub(r"[ \t\x00]+", " ", text).strip(" \r\n")[:MAX_CHARACTERS]
    return text if text.strip() else ""


def _pdf(file: IO[bytes]) -> str:
    from pypdf import PdfReader

    parts: list[str] = []
    length = 0
    reader = PdfReader(file)
    if reader.is_encrypted:
        raise UnreadableError(Reason.ENCRYPTED)
    for number, page in enumerate(reader.pages):
        text = page.extract_text()
        parts.append(text)
        length += len(text)
        if length > MAX_CHARACTERS or number >= MAX_PAGES:
            break
    return PAGE_BREAK.join(parts)


def _docx(file: IO[bytes]) -> str:
    return _zipped_xml(file, "word/document.xml", ends=(f"{_WORD}p", f"{_WORD}tab"), own_text=f"{_WORD}t")


def _odt(file: IO[bytes]) -> str:
    return _zipped_xml(file, "content.xml", ends=(f"{_ODF}p", f"{_ODF}h"), own_text=None)


def _txt(file: IO[bytes]) -> str:
    return file.read(MAX_CHARACTERS * 4).decode("utf-8", errors="replace")


def _zipped_xml(file: IO[bytes], name: str, *, ends: tuple[str, ...], own_text: str | None) -> str:
    from defusedxml.ElementTree import iterparse

    parts: list[str] = []
    length = 0
    with open_archive(file).open(name, most=MAX_XML_BYTES) as part:
        for _event, element in iterparse(part, events=("end",), forbid_dtd=True):
            if own_text is not None and element.tag == own_text:
                parts.append(element.text or "")
            elif element.tag in ends:
                parts += ["".join(element.itertext()) if own_text is None else "", "\n"]
                element.clear()
            else:
                continue
            length += len(parts[-1]) + len(parts[-2] if len(parts) > 1 else "")
            if length > MAX_CHARACTERS * 2:
                break
    return "".join(parts)


READERS: dict[str, Callable[[IO[bytes]], str]] = {"pdf": _pdf, "docx": _docx, "odt": _odt, "txt": _txt}
"""The reader of each supported kind, by extension."""


def prepare(extension: str) -> None:
    """Imports what the reader of ``extension`` imports; pypdf takes longer to import than most files to read."""
    importlib.import_module("pypdf" if extension.lower() == "pdf" else "defusedxml.ElementTree")


def answer(file: IO[bytes], extension: str) -> str:
    """Limits this process, reads ``file``, and gives ``{"text"}`` or ``{"reason"}`` as JSON.

    A process that a limit kills gives nothing.
    """
    limit_process()
    text, reason = "", None
    try:
        text = text_of(file, extension)
    except UnreadableError as error:
        reason = error.reason
    except MemoryError:
        # Raised once more where the first one is handled: its traceback holds all that was read until this block ends.
        reason = Reason.TOO_LARGE
    return json.dumps({"reason": reason.value} if reason else {"text": text})


def limit_process() -> None:
    """Lets this process take no more than ``MEMORY`` and ``CPU_SECONDS``, and write no file."""
    _limit(resource.RLIMIT_AS, MEMORY)
    _limit(resource.RLIMIT_CPU, CPU_SECONDS, grace=1)
    _limit(resource.RLIMIT_FSIZE, 0)
    _limit(resource.RLIMIT_CORE, 0)


def _limit(kind: int, most: int, *, grace: int = 0) -> None:
    """Sets the soft limit and, ``grace`` above it, the hard limit."""
    now = resource.getrlimit(kind)[1]
    hard = most + grace if now == resource.RLIM_INFINITY else min(most + grace, now)
    resource.setrlimit(kind, (min(most, hard), hard))
