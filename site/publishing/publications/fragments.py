"""Reads the HTML of pages."""

import re

from lxml import html
from lxml.html import HtmlElement

_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_REFERENCE = re.compile(r"&#(?:x([0-9a-f]+)|([0-9]+));?", re.IGNORECASE)


def fragment(markup: str) -> HtmlElement:
    """The elements of ``markup`` below one ``div``, without the characters that XML does not allow."""
    markup = _REFERENCE.sub(_kept, legal(markup))
    return html.fragment_fromstring(markup, create_parent="div") if markup.strip() else html.Element("div")


def legal(text: str) -> str:
    """The text without the characters that XML 1.0 does not allow."""
    return _ILLEGAL.sub("", text)


def _kept(reference: re.Match[str]) -> str:
    """The reference as it stands; "" for one to a character that is not allowed or does not exist."""
    code = int(reference[1], 16) if reference[1] else int(reference[2])
    return reference[0] if code <= 0x10FFFF and legal(chr(code)) else ""
