"""The look of a Word file: the styles that Word itself has, and those of boxes and links."""

from docx.document import Document as Docx
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import CharacterStyle, ParagraphStyle

INK = RGBColor(0x16, 0x30, 0x2B)
LINK = RGBColor(0x0F, 0x5C, 0x57)
A4, MARGIN = (Mm(210), Mm(297)), Mm(25)
TEXT_FONT, DISPLAY_FONT = "Calibri", "Cambria"

BOXES = {
    "requirement": "Requirement",
    "grantor": "Grantor requirement",
    "practice": "Good practice",
    "callout": "Callout",
    "exercise": "Exercise",
    "tool": "Tool",
}
"""The styles of the paragraphs in boxes, by the look of the box."""
_LINES = {"requirement": ("single", "B3261E"), "grantor": ("double", "465A55"), "practice": ("dashed", "0F5C57")}
_LINE = ("single", "0F5C57")
HYPERLINK = "Hyperlink"
NOTE_MARK, NOTE_TEXT = "footnote reference", "footnote text"
"""What Word calls the styles of the numbers and of the texts of footnotes."""


def set_styles(made: Docx, language: str) -> None:
    """Sets the page to A4 and the styles to the site's colours and the language."""
    section = made.sections[0]
    section.page_width, section.page_height = A4
    section.left_margin = section.right_margin = MARGIN
    for name, font, size in (
        ("Normal", TEXT_FONT, 11),
        ("Subtitle", TEXT_FONT, 10),
        ("Heading 1", DISPLAY_FONT, 22),
        ("Heading 2", DISPLAY_FONT, 15),
        ("Heading 3", DISPLAY_FONT, 12.5),
        ("Heading 4", DISPLAY_FONT, 11),
        ("Quote", DISPLAY_FONT, 12),
        ("Caption", TEXT_FONT, 10),
    ):
        _set(_style(made, name), font, size, language)
    for look, name in BOXES.items():
        made.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH).base_style = made.styles["Normal"]
        _frame(_style(made, name), *_LINES.get(look, _LINE))
    link = made.styles.add_style(HYPERLINK, WD_STYLE_TYPE.CHARACTER)
    assert isinstance(link, CharacterStyle)  # noqa: S101 - for the type checker
    link.font.color.rgb, link.font.underline = LINK, True
    mark = made.styles.add_style(NOTE_MARK, WD_STYLE_TYPE.CHARACTER, builtin=True)
    assert isinstance(mark, CharacterStyle)  # noqa: S101 - for the type checker
    mark.font.superscript = True
    note = made.styles.add_style(NOTE_TEXT, WD_STYLE_TYPE.PARAGRAPH, builtin=True)
    note.base_style = made.styles["Normal"]
    _set(_style(made, NOTE_TEXT), TEXT_FONT, 9, language)
    _style(made, NOTE_TEXT).paragraph_format.space_after = Pt(2)


def _style(made: Docx, name: str) -> ParagraphStyle:
    style = made.styles[name]
    if not isinstance(style, ParagraphStyle):
        raise TypeError(f"{name} is not a style of paragraphs")
    return style


def _set(style: ParagraphStyle, font: str, size: float, language: str) -> None:
    style.font.name, style.font.size, style.font.color.rgb = font, Pt(size), INK
    properties = style.element.get_or_add_rPr()
    properties.get_or_add_rFonts().set(qn("w:hAnsi"), font)
    spoken = "pl-PL" if language == "pl" else "en-GB"
    properties.append(parse_xml(f'<w:lang {nsdecls("w")} w:val="{spoken}"/>'))


def _frame(style: ParagraphStyle, line: str, color: str) -> None:
    """A line at the left and space around, which paragraphs of the same style after each other share."""
    style.paragraph_format.left_indent, style.paragraph_format.space_after = Pt(12), Pt(4)
    border = parse_xml(
        f'<w:pBdr {nsdecls("w")}><w:left w:val="{line}" w:sz="24" w:space="8" w:color="{color}"/></w:pBdr>'
    )
    properties = style.element.get_or_add_pPr()
    properties.insert_element_before(border, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc")
