"""The parts of a Word file, checked before anything reads them. Needs no Django.

A Word file is a ZIP archive of XML parts and the files between them (ECMA-376, part 2).
"""

from collections.abc import Iterator
from typing import IO, Any
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

from publishing.archives import Archive, ArchiveError, open_archive
from resources.guidance.word_import.contents import Fault, RefusedFileError

MOST_UNPACKED = 200 * 1024 * 1024
"""Bytes of all parts together."""
MOST_XML = 30 * 1024 * 1024
"""Bytes of one part of XML."""
MOST_XML_TOGETHER = 60 * 1024 * 1024
LARGEST_RATIO = 250
"""Unpacked to packed, of parts above a mebibyte: the same paragraph over and over reaches 150."""

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_DOCUMENT = "wordprocessingml.document.main+xml"
_TYPES = "[Content_Types].xml"
_FAULTS = {"damaged": Fault.DAMAGED, "encrypted": Fault.PASSWORD, "too_large": Fault.UNPACKED}


def local(tag: Any) -> str:
    """The name of an element or attribute without its namespace, of which Word has a transitional and a strict one."""
    return str(tag).rpartition("}")[2]


def attribute(element: Any, name: str) -> str:
    """The attribute of this local name; "" for none."""
    return next((str(value) for key, value in element.attrib.items() if local(key) == name), "")


class Package:
    """A checked file. ``main`` is the name of the part with the text."""

    def __init__(self, archive: Archive, main: str) -> None:
        self._archive = archive
        self.main = main

    @property
    def names(self) -> list[str]:
        """Of the parts, in the order of the alphabet."""
        return sorted(name for name in self._archive.names if not name.endswith("/"))

    def read(self, name: str) -> bytes:
        """A whole part."""
        return self._archive.read(name, most=MOST_UNPACKED)

    def elements(self, name: str, *, events: tuple[str, ...] = ("end",)) -> Iterator[tuple[str, Any]]:
        """The events of a part of XML; none where there is no such part."""
        if name in self._archive.names:
            yield from _events(self._archive, name, events)

    def beside_main(self, name: str) -> str:
        """The name of a part in the folder of the main one, such as ``styles.xml``."""
        return f"{self.main.rpartition('/')[0]}/{name}".lstrip("/")


def open_package(file: IO[bytes]) -> Package:
    """Checks a file. Raises ``RefusedFileError``."""
    file.seek(0)
    head = file.read(len(_OLE))
    if head == _OLE:
        raise RefusedFileError(Fault.PASSWORD if _ENCRYPTED in file.read() else Fault.OLD_WORD)
    if not head.startswith(b"PK"):
        raise RefusedFileError(Fault.NOT_WORD)
    try:
        return _checked(open_archive(file))
    except ArchiveError as error:
        raise RefusedFileError(_FAULTS[error.fault]) from error


def _checked(archive: Archive) -> Package:
    if archive.unpacked > MOST_UNPACKED or archive.largest_ratio > LARGEST_RATIO:
        raise RefusedFileError(Fault.UNPACKED)
    if _TYPES not in archive.names:
        raise RefusedFileError(Fault.NOT_WORD)
    if any(name.lower().endswith(("vbaproject.bin", "vbadata.xml")) for name in archive.names):
        raise RefusedFileError(Fault.MACROS)
    xml = sorted(name for name in archive.names if name.lower().endswith((".xml", ".rels")))
    if sum(map(archive.size_of, xml)) > MOST_XML_TOGETHER:
        raise RefusedFileError(Fault.TOO_LONG)
    main = ""
    for name in xml:
        for _event, element in _events(archive, name, ("end",)):
            if name == _TYPES:
                main = _main_of(element) or main
            elif name.lower().endswith(".rels"):
                _check_relationship(element)
            element.clear()
    if not main or main not in archive.names:
        raise RefusedFileError(Fault.NOT_WORD)
    return Package(archive, main)


def _main_of(element: Any) -> str:
    """The name of the part with the text, if the element declares it; "" otherwise."""
    media_type = element.get("ContentType") or ""
    if "macroenabled" in media_type.lower():
        raise RefusedFileError(Fault.MACROS)
    return (element.get("PartName") or "").lstrip("/") if media_type.endswith(_DOCUMENT) else ""


def _check_relationship(element: Any) -> None:
    """Only links may lead out of the file: whatever else does would be fetched when it is opened."""
    external = (element.get("TargetMode") or "").lower() == "external"
    if external and not (element.get("Type") or "").endswith("/hyperlink"):
        raise RefusedFileError(Fault.EXTERNAL)


def _events(archive: Archive, name: str, events: tuple[str, ...]) -> Iterator[tuple[str, Any]]:
    try:
        with archive.open(name, most=MOST_XML) as part:
            yield from iterparse(part, events=events, forbid_dtd=True)
    except DefusedXmlException as error:
        raise RefusedFileError(Fault.HOSTILE) from error
    except ParseError as error:
        raise RefusedFileError(Fault.DAMAGED) from error
    except ArchiveError as error:
        raise RefusedFileError(Fault.TOO_LONG if error.fault == "too_large" else _FAULTS[error.fault]) from error
