"""The HTML of a page without what works only on the site: forms, buttons, icons and scripts."""

import re

from lxml import html
from lxml.html import HtmlElement

from publishing.publications.fragments import fragment

_DROPPED = ("script", "style", "svg", "button", "input", "select", "textarea", "template", "nav", "dialog", "iframe")
_PLACEHOLDER = re.compile(r"<!--.*?-->", re.DOTALL)


def static_html(markup: str, *, base: str) -> str:
    """The HTML for a reader outside of the site: links are whole addresses that start from ``base``, such as
    ``https://pomost.example``; what folds is open.
    """
    root = fragment(_PLACEHOLDER.sub("", markup))
    for element in list(root.iter(*_DROPPED)):
        _drop(element)
    for element in list(root.find_class("anchor") + root.find_class("actions") + root.find_class("no-print")):
        _drop(element)
    for element in root.iter():
        if isinstance(element.tag, str):
            _make_static(element, base)
    return "".join([root.text or "", *(html.tostring(child, encoding="unicode") for child in root)])


def _drop(element: HtmlElement) -> None:
    if element.getparent() is not None:
        element.drop_tree()


def _make_static(element: HtmlElement, base: str) -> None:
    for name in [name for name in element.attrib if name.startswith(("data-", "on", "aria-live"))]:
        del element.attrib[name]
    if element.tag == "form":
        element.tag = "div"
        for name in ("method", "action"):
            element.attrib.pop(name, None)
    elif element.tag == "a" and (address := element.get("href") or "").startswith("/"):
        element.set("href", f"{base}{address}")
    elif element.tag == "details":
        element.set("open", "open")
