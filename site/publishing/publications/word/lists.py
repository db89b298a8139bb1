"""The numbering of lists: levels as Word has them, and a new count for each ordered list."""

from docx.document import Document as Docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.text.paragraph import Paragraph

DEEPEST = 8
"""Word has nine levels, from 0."""
_STYLES = 3
"""Word has three styles of lists of each kind."""
_INDENT = 360
_BULLETS = ("•", "–", "▪")
_COUNTS = (("decimal", "%{}."), ("lowerLetter", "%{})"), ("lowerRoman", "%{}."))


class Numbering:
    """The lists of one file."""

    def __init__(self, made: Docx) -> None:
        self._numbering = made.part.numbering_part.element
        self._bullets = self._add_levels([("bullet", _BULLETS[level % 3]) for level in range(DEEPEST + 1)])
        self._counts = self._add_levels(
            [(kind, text.format(level + 1)) for level in range(DEEPEST + 1) for kind, text in [_COUNTS[level % 3]]]
        )
        self._bullet_list = self._numbering.add_num(self._bullets).numId

    def begin(self, level: int, *, ordered: bool) -> int:
        """A list at a level: the number that its items are marked with. An ordered one counts from 1."""
        if not ordered:
            return int(self._bullet_list)
        made = self._numbering.add_num(self._counts)
        made.add_lvlOverride(ilvl=level).add_startOverride(1)
        return int(made.numId)

    def mark(self, paragraph: Paragraph, number: int, level: int) -> None:
        """Makes the paragraph an item of the list ``number``."""
        numbering = paragraph._p.get_or_add_pPr().get_or_add_numPr()
        numbering.get_or_add_ilvl().val = level
        numbering.get_or_add_numId().val = number

    def _add_levels(self, levels: list[tuple[str, str]]) -> int:
        known = [int(item.get(qn("w:abstractNumId"))) for item in self._numbering.findall(qn("w:abstractNum"))]
        number = max(known, default=-1) + 1
        inside = "".join(
            f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:lvlText w:val="{text}"/>'
            f'<w:lvlJc w:val="left"/><w:pPr><w:ind w:left="{_INDENT * (level + 1)}" w:hanging="{_INDENT}"/></w:pPr>'
            "</w:lvl>"
            for level, (kind, text) in enumerate(levels)
        )
        made = parse_xml(
            f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{number}">'
            f'<w:multiLevelType w:val="hybridMultilevel"/>{inside}</w:abstractNum>'
        )
        self._numbering.insert(len(known), made)  # the schema has them before the lists
        return number


def style_of(level: int, *, ordered: bool) -> str:
    """The style of an item, such as "List Bullet 2"."""
    name = "List Number" if ordered else "List Bullet"
    depth = min(level + 1, _STYLES)
    return name if depth == 1 else f"{name} {depth}"


def continued(level: int) -> str:
    """The style of a later paragraph of an item."""
    depth = min(level + 1, _STYLES)
    return "List Continue" if depth == 1 else f"List Continue {depth}"
