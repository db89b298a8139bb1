"""The .docx file of a document template: which fields it has, and the document that is made of it.

Its fields are Word's merge fields (ECMA-376, part 1, 17.16.5.35). The file is taken as hostile: the library that fills
it in gets only what was checked here, and nothing that Word would carry out on opening is let through.
"""

import re
from collections.abc import Iterator, Mapping
from io import BytesIO
from typing import IO
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring
from django.core.files.base import File
from django.utils.translation import gettext as _
from mailmerge import MailMerge

from publishing.archives import Archive, ArchiveError, open_archive
from publishing.file_kinds import extension_of, fault_of

LARGEST_FILE = 2 * 1024 * 1024
LARGEST_PART = 5 * 1024 * 1024
LARGEST_TEXT = 20 * 1024 * 1024
"""Bytes: of the file, of one XML part unpacked, of all of them."""

FIELD_NAME = r"[A-Za-z][A-Za-z0-9_]{0,39}"

_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MERGE_FIELD = re.compile(rf'\s*MERGEFIELD\s+(?P<quote>"?)(?P<name>{FIELD_NAME})(?P=quote)(\s+\\\*\s+MERGEFORMAT)?\s*')
_HARMLESS = re.compile(r"\s*(PAGE|NUMPAGES|SECTIONPAGES)\b[^\"{]*")
_RUNS_PROGRAMS = re.compile(r"activex|embeddings|oleobject|vba|macro", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


class TemplateFileError(Exception):
    """The file is no template that can be filled in; the message says why, in words for editors."""


def fields_in(file: "File[bytes]", name: str) -> list[str]:
    """The names of the merge fields, each once, in the order of the text. Raises ``TemplateFileError``."""
    _check_kind(file, name)
    file.seek(0)
    try:
        archive = open_archive(file)
        roots = _parsed_parts(archive)
    except ArchiveError as error:
        raise TemplateFileError(_("The file is damaged. Save it anew and upload it again.")) from error
    finally:
        file.seek(0)
    _check_content(archive, roots)
    _try_out(file)
    instructions = [text for part in sorted(roots, key=_reading_order) for text in _instructions(roots[part])]
    return list(dict.fromkeys(found for text in instructions if (found := _name_of(text))))


def filled_in(file: IO[bytes], values: Mapping[str, str]) -> bytes:
    """The document with these values in place of its fields. ``fields_in`` must have accepted the file."""
    file.seek(0)
    made = BytesIO()
    with MailMerge(BytesIO(file.read())) as document:
        document.merge(**{name: _CONTROL.sub("", text) for name, text in values.items()})
        document.write(made)
    return made.getvalue()


def _check_kind(file: "File[bytes]", name: str) -> None:
    if extension_of(name) != "docx":
        raise TemplateFileError(_("A template is a Word document: choose a file with the ending .docx."))
    if file.size > LARGEST_FILE:
        raise TemplateFileError(_("The file is larger than 2 MB. Take pictures out of it and upload it again."))
    if fault := fault_of(file, name):
        raise TemplateFileError(fault)


def _parsed_parts(archive: Archive) -> dict[str, Element]:
    """The XML parts by their names. Raises ``ArchiveError`` and ``TemplateFileError``."""
    roots: dict[str, Element] = {}
    left = LARGEST_TEXT
    for name in sorted(name for name in archive.names if name.lower().endswith((".xml", ".rels"))):
        data = archive.read(name, most=min(LARGEST_PART, left))
        left -= len(data)
        try:
            roots[name] = fromstring(data, forbid_dtd=True)
        except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
            raise TemplateFileError(_("The file is damaged. Save it anew and upload it again.")) from error
    return roots


def _check_content(archive: Archive, roots: Mapping[str, Element]) -> None:
    refused = _("The file holds a program, an embedded object or a link to another file. Save it without them.")
    if any(_RUNS_PROGRAMS.search(name) for name in archive.names):
        raise TemplateFileError(refused)
    for name, root in roots.items():
        if any(_is_refused(name, element) for element in root.iter()):
            raise TemplateFileError(refused)


def _try_out(file: IO[bytes]) -> None:
    """Fills the file in with nothing: the library raises all kinds of errors for one that lacks a part."""
    try:
        filled_in(file, {})
    except Exception as error:
        raise TemplateFileError(_("The file is damaged. Save it anew and upload it again.")) from error
    finally:
        file.seek(0)


def _is_refused(part: str, element: Element) -> bool:
    """Whether an element brings in a program or another file; links that a reader may click are let through."""
    if part.endswith(".rels"):
        return element.get("TargetMode") == "External" and not element.get("Type", "").endswith("/hyperlink")
    if part == "[Content_Types].xml":
        kind, name = element.get("ContentType", ""), element.get("PartName", "")
        # The library parses what is declared to be XML, and only parts of these names were checked.
        hidden = bool(name) and kind.endswith("+xml") and not name.lower().endswith(".xml")
        return hidden or _RUNS_PROGRAMS.search(kind) is not None
    return element.tag == f"{_WORD}altChunk"


def _reading_order(part: str) -> tuple[int, str]:
    return (0 if part == "word/document.xml" else 1, part)


def _instructions(root: Element) -> Iterator[str]:
    """The instructions of all fields. Raises ``TemplateFileError`` for a field inside another."""
    opened: list[str] = []
    inside = False
    for element in root.iter():
        if element.tag == f"{_WORD}fldSimple":
            yield element.get(f"{_WORD}instr", "")
        elif element.tag == f"{_WORD}fldChar":
            kind = element.get(f"{_WORD}fldCharType")
            if kind == "begin":
                if inside:
                    raise TemplateFileError(
                        _("A field stands inside another one. Take it out and upload the file again.")
                    )
                inside, opened = True, []
            elif inside and kind == "end":
                inside = False
                yield "".join(opened)
        elif element.tag in (f"{_WORD}instrText", f"{_WORD}delInstrText"):
            if inside:
                opened.append(element.text or "")
            else:
                yield element.text or ""
    if inside:
        raise TemplateFileError(_("A field of the file has no end. Insert it anew and upload the file again."))


def _name_of(instruction: str) -> str:
    """The name of a merge field; "" for a page number. Raises ``TemplateFileError`` for any other field."""
    if found := _MERGE_FIELD.fullmatch(instruction):
        return found["name"]
    if _HARMLESS.fullmatch(instruction):
        return ""
    raise TemplateFileError(
        _(
            "The file has a field that is not filled in here: %(field)s. Merge fields have names of letters without "
            "diacritics, digits and _, and no further switches."
        )
        % {"field": instruction.strip()[:60] or "–"}
    )
