"""Word files for tests: those of LibreOffice beside this module, and files made here."""

import io
from pathlib import Path
from zipfile import ZipFile

import docx
from docx.document import Document as Docx
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph
from PIL import Image

from tests.builders import zipped

FOLDER = Path(__file__).parent / "files"
NAMES = ("styles", "tables", "footnotes", "pictures", "changes")


def of_libreoffice(name: str) -> bytes:
    return (FOLDER / f"{name}.docx").read_bytes()


def saved(made: Docx) -> bytes:
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def simple(*chapters: tuple[str, str]) -> bytes:
    """A file of chapters: a title and a paragraph each."""
    made = docx.Document()
    for title, text in chapters:
        made.add_heading(title, level=1)
        made.add_paragraph(text)
    return saved(made)


def png(colour: str, size: tuple[int, int] = (60, 40)) -> io.BytesIO:
    file = io.BytesIO()
    Image.new("RGB", size, colour).save(file, "PNG")
    file.seek(0)
    return file


def add_link(paragraph: Paragraph, url: str, text: str) -> None:
    """A link, which python-docx has no method for."""
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), paragraph.part.relate_to(url, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    run, words = OxmlElement("w:r"), OxmlElement("w:t")
    words.text = text
    run.append(words)
    link.append(run)
    paragraph._p.append(link)


def parts_of(data: bytes) -> dict[str, bytes]:
    with ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def with_parts(data: bytes, **parts: str | bytes | None) -> bytes:
    """The file with parts replaced or added; None takes one away. Underscores twice stand for slashes."""
    found: dict[str, str | bytes] = dict(parts_of(data))
    for name, content in parts.items():
        path = name.replace("__", "/").replace("_rels/_rels", "_rels/.rels")
        if content is None:
            found.pop(path, None)
        else:
            found[path] = content
    return zipped(found)


def replaced(data: bytes, name: str, old: str, new: str) -> bytes:
    """The file with a text of one part replaced."""
    parts: dict[str, str | bytes] = dict(parts_of(data))
    text = bytes(parts[name]).decode()  # type: ignore[arg-type]
    assert old in text
    parts[name] = text.replace(old, new, 1)
    return zipped(parts)
