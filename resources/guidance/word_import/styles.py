"""What the paragraph styles of a Word file mean, whatever they are called. Needs no Django."""

import re
from dataclasses import dataclass
from enum import StrEnum

from resources.guidance.word_import.package import Package, attribute, local

_HEADING = re.compile(r"heading ([1-9])")
_LIST = re.compile(r"list (bullet|number) ([2-5])")
_CONTENTS = re.compile(r"(toc|contents) (heading|\d+)")


class Role(StrEnum):
    """What else than a heading a paragraph is."""

    TITLE = "title"
    CONTENTS = "contents"
    CAPTION = "caption"
    QUOTE = "quote"


# The names are those of Word, which it stores in English, and of LibreOffice Writer.
_ROLES = {
    "title": Role.TITLE,
    "subtitle": Role.TITLE,
    "caption": Role.CAPTION,
    "quote": Role.QUOTE,
    "intense quote": Role.QUOTE,
    "quotations": Role.QUOTE,
}


@dataclass(frozen=True, slots=True)
class _Style:
    name: str
    parent: str
    level: int


class Styles:
    """The styles by their ids. A style without a meaning of its own has that of the one that it is based on."""

    def __init__(self, styles: dict[str, _Style]) -> None:
        self._styles = styles

    def level_of(self, style_id: str | None) -> int:
        """1 to 9 for a heading, 0 for any other style."""
        for style in self._chain(style_id):
            if found := _HEADING.fullmatch(style.name):
                return int(found.group(1))
            if _role_of(style):
                return 0
            if style.level:
                return style.level
        return 0

    def role_of(self, style_id: str | None) -> Role | None:
        for style in self._chain(style_id):
            if _HEADING.fullmatch(style.name):
                return None
            if role := _role_of(style):
                return role
        return None

    def list_level_of(self, style_id: str | None) -> int | None:
        """The level, from 0, of Word's own styles "List Bullet 2" and alike, whose numbering has one level each."""
        found = next(filter(None, (_LIST.fullmatch(style.name) for style in self._chain(style_id))), None)
        return int(found.group(2)) - 1 if found else None

    def _chain(self, style_id: str | None) -> list[_Style]:
        found: dict[str, _Style] = {}
        while style_id and style_id in self._styles and style_id not in found:
            found[style_id] = self._styles[style_id]
            style_id = found[style_id].parent
        return list(found.values())


def _role_of(style: _Style) -> Role | None:
    return Role.CONTENTS if _CONTENTS.fullmatch(style.name) else _ROLES.get(style.name)


def styles_of(package: Package) -> Styles:
    """The paragraph styles that a file defines."""
    found: dict[str, _Style] = {}
    for _event, element in package.elements(package.beside_main("styles.xml")):
        if local(element.tag) != "style":
            continue
        said = {local(child.tag): attribute(child, "val") for child in element.iter()}
        # Outline levels are counted from 0, and 9 is that of running text.
        outline = said.get("outlineLvl", "")
        level = int(outline) + 1 if re.fullmatch("[0-8]", outline) else 0
        found[attribute(element, "styleId")] = _Style(said.get("name", "").lower(), said.get("basedOn", ""), level)
        element.clear()
    return Styles(found)
