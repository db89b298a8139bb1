"""Texts of other systems as plain text, and categories as tags."""

import re

from lxml import html as lxml_html
from lxml.etree import ParserError

_BLOCKS = {"p", "div", "br", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "blockquote"}
_SPACES = re.compile(r"[ \t\u00a0\r\n]+")
_LINES = re.compile(r"\n{2,}")
_PICTURES = re.compile(r"<img\b|<video\b|<audio\b|@@PLUGINFILE@@", re.IGNORECASE)
_TOP = {"", "$course$", "$system$", "$cat1$", "$module$", "top"}


def has_media(text: str) -> bool:
    """Whether HTML has a picture, a film or a recording."""
    return bool(_PICTURES.search(text))


def plain_text(text: str, *, html: bool) -> str:
    """A text without mark-up; a paragraph, a list item or a line break of HTML begins a new line."""
    if not html:
        return text.replace("\r\n", "\n").strip()
    try:
        root = lxml_html.fragment_fromstring(text, create_parent="div")
    except ParserError:
        return ""
    pieces: list[str] = []
    for event, element in _walked(root):
        if event == "start" and element.tag in _BLOCKS:
            pieces.append("\n")
        piece = element.text if event == "start" else element.tail
        if isinstance(element.tag, str) or event == "end":
            pieces.append(_SPACES.sub(" ", piece or ""))
        if event == "end" and element.tag in _BLOCKS - {"br"} and element is not root:
            pieces.insert(-1, "\n")
    lines = (line.strip() for line in "".join(pieces).split("\n"))
    return _LINES.sub("\n", "\n".join(lines)).strip()


def _walked(root: lxml_html.HtmlElement) -> list[tuple[str, lxml_html.HtmlElement]]:
    from lxml.etree import iterwalk

    return list(iterwalk(root, events=("start", "end")))


def category_tags(path: str) -> tuple[str, ...]:
    """The names of a category of Moodle and of those above it: ``$course$/top/Umowy`` gives ``("Umowy",)``.

    A slash that belongs to a name is written twice there.
    """
    names = (part.replace("\0", "/").strip() for part in path.replace("//", "\0").split("/"))
    return tuple(dict.fromkeys(name for name in names if name not in _TOP))
