"""The HTML of a page without what works only on the site: forms, buttons, icons and scripts."""

import re
from urllib.parse import urljoin

from lxml import html
from lxml.html import HtmlElement, builder

from publishing.publications.fragments import fragment

_DROPPED = ("script", "style", "svg", "button", "input", "textarea", "template", "nav", "dialog", "iframe")
_DROPPED_CLASSES = ("anchor", "actions", "no-print", "status")
_PLACEHOLDER = re.compile(r"<!--.*?-->", re.DOTALL)
_OTHER_SCHEME = re.compile(r"[a-z][a-z0-9+.\-]*:", re.IGNORECASE)
GAP = "……"
"""What a reader of paper fills in."""


def static_html(markup: str, *, base: str, page: str = "") -> str:
    """The HTML for a reader outside of the site: links are whole addresses that start from ``base``, such as
    ``https://pomost.example``; what folds is open; lists to choose from are lists of their options.

    ``page`` is the whole address of the page, for links that are relative to it; without one they are left out.
    """
    root = fragment(_PLACEHOLDER.sub("", markup))
    for field in list(root.iter("input", "select")):
        _show_field(field)
    for element in [*root.iter(*_DROPPED), *root.xpath(".//*[@hidden]")]:
        _drop(element)
    for name in _DROPPED_CLASSES:
        for element in root.find_class(name):
            _drop(element)
    for element in root.iter():
        if isinstance(element.tag, str):
            _make_static(element, base, page)
    return "".join([root.text or "", *(html.tostring(child, encoding="unicode") for child in root)])


def _drop(element: HtmlElement) -> None:
    if element.getparent() is not None:
        element.drop_tree()


def _show_field(field: HtmlElement) -> None:
    """A gap in a sentence as dots, with what may stand there; a list to choose from below its label."""
    options = [option.text_content().strip() for option in field.iter("option") if option.get("value")]
    parent = field.getparent()
    if "gap" in (field.get("class") or "").split():
        shown = builder.SPAN(f"{GAP} ({' / '.join(options)})" if options else GAP)
        field.addnext(shown)
        shown.tail, field.tail = field.tail, None
    elif options and parent is not None:
        choices = builder.UL(*(builder.LI(option) for option in options), builder.CLASS("choices"))
        (parent if parent.tag == "label" else field).addnext(choices)
    if field.tag == "select":
        field.drop_tree()


def _make_static(element: HtmlElement, base: str, page: str) -> None:
    if page and (place := element.get("data-address")):  # no link on the site, where it would be relative to a preview
        element.tag = "a"
        element.set("href", place)
    for name in [name for name in element.attrib if name.startswith(("data-", "on", "aria-live"))]:
        del element.attrib[name]
    if element.tag == "form":
        element.tag = "div"
        for name in ("method", "action"):
            element.attrib.pop(name, None)
    elif element.tag == "a" and (address := element.get("href") or ""):
        if address.startswith("/"):
            element.set("href", f"{base}{address}")
        elif not address.startswith("#") and not _OTHER_SCHEME.match(address):
            element.set("href", urljoin(page, address)) if page else element.attrib.pop("href")
    elif element.tag == "details":
        element.set("open", "open")
