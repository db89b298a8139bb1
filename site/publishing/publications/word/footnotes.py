"""Footnotes: a part of the file beside the text (ECMA-376, part 1, 17.11), of which python-docx knows nothing."""

from typing import Any

from docx.document import Document as Docx
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.parts.story import StoryPart
from docx.text.paragraph import Paragraph

from publishing.publications.word.styles import NOTE_MARK, NOTE_TEXT

_PLACE = PackURI("/word/footnotes.xml")
_LINES = ((-1, "separator"), (0, "continuationSeparator"))
"""The lines above the notes of a page, which Word asks for by these numbers."""


class Footnotes:
    """The footnotes of one file, numbered from 1 as they are added."""

    def __init__(self, made: Docx) -> None:
        self._made = made
        self._part: StoryPart | None = None
        self._count = 0

    def add(self, paragraph: Paragraph) -> Paragraph:
        """Marks the end of the paragraph as it is now; gives the note's own paragraph, to be written."""
        part = self._part = self._part or self._begin()
        self._count += 1
        _mark(paragraph, _numbered("w:footnoteReference", self._count))
        note = _numbered("w:footnote", self._count)
        text = Paragraph(OxmlElement("w:p"), part)
        note.append(text._p)
        part.element.append(note)
        text.style = self._made.styles[NOTE_TEXT]
        _mark(text, OxmlElement("w:footnoteRef"))
        text.add_run(" ")
        return text

    def _begin(self) -> StoryPart:
        """The part, with the lines above the notes, which the settings of the file name too."""
        lines = "".join(
            f'<w:footnote w:type="{kind}" w:id="{number}"><w:p><w:r><w:{kind}/></w:r></w:p></w:footnote>'
            for number, kind in _LINES
        )
        root = parse_xml(f"<w:footnotes {nsdecls('w', 'r')}>{lines}</w:footnotes>")
        part = StoryPart(_PLACE, CONTENT_TYPE.WML_FOOTNOTES, root, self._made.part.package)
        self._made.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
        named = OxmlElement("w:footnotePr")
        for number, _kind in _LINES:
            named.append(_numbered("w:footnote", number))
        # The schema has it before w:compat.
        self._made.settings.element.find(qn("w:compat")).addprevious(named)
        return part


def _numbered(tag: str, number: int) -> Any:
    element = OxmlElement(tag)
    element.set(qn("w:id"), str(number))
    return element


def _mark(paragraph: Paragraph, number: Any) -> None:
    """Adds a number in the look of footnotes."""
    run = paragraph.add_run()
    run.style = NOTE_MARK
    run._r.append(number)
