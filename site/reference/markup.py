"""The text between the tags of rendered HTML, and the elements that it stands in."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_PART = re.compile(r"""(<!--.*?-->|<(?:"[^"]*"|'[^']*'|[^'">])*>)""", re.DOTALL)
_NAME = re.compile(r"<(/?)\s*([a-zA-Z][a-zA-Z0-9-]*)")
_VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())  # noqa: SIM905
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})

NO_LINKS = _HEADINGS | frozenset(
    "a button caption code label legend math option pre script select style summary svg textarea title".split()  # noqa: SIM905
)
"""Elements whose text gets no links: those that are or label something to act on, headings, and what is verbatim."""


@dataclass(frozen=True, slots=True)
class Part:
    """A tag or a comment, or a text between two of them. ``text`` is as in the HTML, with its entities.

    ``linkable``: it is a text that may get links. ``begins_section``: it is the tag that opens a heading.
    """

    text: str
    is_text: bool
    linkable: bool = False
    begins_section: bool = False


def parts(html: str) -> Iterator[Part]:
    """Every part of ``html`` in order: joined they give it back."""
    inside: list[str] = []
    closed = 0
    for number, text in enumerate(_PART.split(html)):
        if number % 2 == 0:
            if text:
                yield Part(text, is_text=True, linkable=not closed)
            continue
        begins = False
        if found := _NAME.match(text):
            name = found[2].lower()
            if not found[1]:
                begins = name in _HEADINGS
                if name not in _VOID and not text.endswith("/>"):
                    inside.append(name)
                    closed += name in NO_LINKS
            elif name in inside:
                while (last := inside.pop()) != name:
                    closed -= last in NO_LINKS
                closed -= name in NO_LINKS
        yield Part(text, is_text=False, begins_section=begins)
