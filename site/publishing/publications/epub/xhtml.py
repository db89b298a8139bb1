"""Turns a tree of HTML into XHTML for reading systems: well-formed, and with nothing that they cannot show."""

import re
from collections.abc import Callable

from lxml import etree
from lxml.html import HtmlElement

_KNOWN = frozenset(
    (
     "a", "abbr", "address", "article", "aside", "b", "bdi", "bdo", "blockquote", "br", "caption", "cite", "code",
     "col", "colgroup", "data", "dd", "del", "details", "dfn", "div", "dl", "dt", "em", "fieldset", "figcaption",
     "figure", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "img", "ins", "kbd", "label", "legend", "li", "mark",
     "ol", "p", "pre", "q", "s", "samp", "section", "small", "span", "strong", "sub", "summary", "sup", "table",
     "tbody", "td", "tfoot", "th", "thead", "time", "tr", "u", "ul", "var", "wbr",
    )
)  # fmt: skip
_EMPTY = frozenset({"br", "col", "hr", "img", "wbr"})
_ATTRIBUTES = frozenset({"class", "dir", "id", "lang", "title"})
_OF_ELEMENT = {
    "a": {"href", "hreflang"},
    "data": {"value"},
    "details": {"open"},
    "img": {"alt", "height", "src", "width"},
    "li": {"value"},
    "ol": {"reversed", "start"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "time": {"datetime"},
}
_WITH_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:")
_SCHEMES = ("http:", "https:", "mailto:", "tel:")

ImageFile = Callable[[str], str | None]
"""Gives the address in the book of the image at an address; None where the book does not have it."""


def xhtml_of(tree: HtmlElement, *, image: ImageFile) -> str:
    """The inside of ``tree`` as XHTML without a namespace of its own. ``tree`` is changed.

    All its text stays. Elements and attributes that are not known go; an image that the book does not have is replaced
    by its alternative text.
    """
    for element in list(tree.iterdescendants()):
        _clean(element, image)
    inside = (etree.tostring(child, encoding="unicode", method="xml") for child in tree)
    return "".join([_escaped(tree.text or ""), *inside])


def _clean(element: HtmlElement, image: ImageFile) -> None:
    if not isinstance(element.tag, str):  # a comment or an instruction
        element.drop_tree()
        return
    if element.tag not in _EMPTY and element.text is None:
        element.text = ""  # a start and an end tag, which reading systems expect
    if element.tag not in _KNOWN:
        element.drop_tag()
        return
    if element.tag == "img" and not _place(element, image):
        return
    _keep_attributes(element)
    if element.tag == "a" and not _may_lead(element.get("href", "")):
        element.attrib.pop("href", None)


def _place(picture: HtmlElement, image: ImageFile) -> bool:
    """Points the picture to its file; without one, its alternative text stands for it."""
    address = image(picture.get("src") or "")
    if address is not None:
        picture.set("src", address)
        picture.set("alt", picture.get("alt") or "")
        return True
    picture.tag, picture.text = "span", picture.get("alt") or ""
    picture.attrib.clear()
    return False


def _keep_attributes(element: HtmlElement) -> None:
    known = _ATTRIBUTES | _OF_ELEMENT.get(element.tag, set())
    kept = {name: value for name, value in element.attrib.items() if name in known}
    element.attrib.clear()
    for name, value in kept.items():
        element.set(name, value)
    if language := kept.get("lang"):
        element.set("{http://www.w3.org/XML/1998/namespace}lang", language)


def _may_lead(address: str) -> bool:
    """Whether a link may stay: one inside of the book, or a whole address."""
    return bool(address) and (address.startswith(_SCHEMES) or not _WITH_SCHEME.match(address))


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
