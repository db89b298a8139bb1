"""The words inside uploaded documents. Every file is treated as hostile: sizes are capped before anything is read."""

import re
import zipfile
from typing import IO
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse
from pypdf import PdfReader
from pypdf.errors import PyPdfError

MAX_CHARACTERS = 200_000
MAX_PAGES = 500
MAX_XML_BYTES = 30 * 1024 * 1024

# Where the words are: the part of the zip, the paragraph's and the text's element.
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_ODF = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"


class UnsupportedError(Exception):
    """A kind of file that is not read."""


class UnreadableError(Exception):
    """A file that says it is one kind and cannot be read as it."""


def text_of(file: IO[bytes], extension: str) -> str:
    """The text of a PDF, DOCX or ODT file, at most ``MAX_CHARACTERS`` long, white space joined.

    Raises ``UnsupportedError`` for other kinds and ``UnreadableError`` for a broken or an encrypted file.
    """
    readers = {"pdf": _pdf, "docx": _docx, "odt": _odt, "txt": _txt}
    reader = readers.get(extension.lower())
    if reader is None:
        raise UnsupportedError(extension)
    return re.sub(r"[ \t\x00]+", " ", reader(file)).strip()[:MAX_CHARACTERS]


def _pdf(file: IO[bytes]) -> str:
    parts: list[str] = []
    length = 0
    try:
        reader = PdfReader(file)
        if reader.is_encrypted:
            raise UnreadableError("encrypted")
        for number, page in enumerate(reader.pages):
            text = page.extract_text()
            parts.append(text)
            length += len(text)
            if length > MAX_CHARACTERS or number >= MAX_PAGES:
                break
    except UnreadableError:
        raise
    except (PyPdfError, ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError) as error:
        # A broken PDF breaks pypdf in many ways; each is the file's fault.
        raise UnreadableError(type(error).__name__) from error
    return "\n".join(parts)


def _docx(file: IO[bytes]) -> str:
    return _zipped_xml(file, "word/document.xml", ends=(f"{_WORD}p", f"{_WORD}tab"), own_text=f"{_WORD}t")


def _odt(file: IO[bytes]) -> str:
    return _zipped_xml(file, "content.xml", ends=(f"{_ODF}p", f"{_ODF}h"), own_text=None)


def _txt(file: IO[bytes]) -> str:
    return file.read(MAX_CHARACTERS * 4).decode("utf-8", errors="replace")


def _zipped_xml(file: IO[bytes], part: str, *, ends: tuple[str, ...], own_text: str | None) -> str:
    parts: list[str] = []
    length = 0
    try:
        with zipfile.ZipFile(file) as archive:
            if archive.getinfo(part).file_size > MAX_XML_BYTES:
                raise UnreadableError("too large")
            with archive.open(part) as stream:
                for _event, element in iterparse(stream, events=("end",), forbid_dtd=True):
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
    except (zipfile.BadZipFile, KeyError, ParseError, DefusedXmlException, EOFError) as error:
        raise UnreadableError(type(error).__name__) from error
    except (RuntimeError, OSError, ValueError) as error:  # encrypted, unknown compression, bad data
        raise UnreadableError(type(error).__name__) from error
    return "".join(parts)
