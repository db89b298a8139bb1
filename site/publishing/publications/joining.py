"""Joins the parts of a publication: their links lead to each other, and no identifier occurs twice."""

import re
from abc import ABC, abstractmethod
from urllib.parse import unquote, urljoin

from lxml.html import HtmlElement

from publishing.publications.contents import Part, Publication
from publishing.publications.fragments import fragment

_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:")


class Places(ABC):
    """Where the parts stand in what a publication becomes; they are numbered in order, the introduction is 0."""

    @abstractmethod
    def part(self, number: int) -> str:
        """The address of a part."""

    @abstractmethod
    def anchor(self, number: int, name: str) -> str:
        """The identifier that an element of a part gets for its own one."""

    @abstractmethod
    def section(self, number: int, name: str) -> str:
        """The address of an element of a part by its own identifier."""


def parts_of(publication: Publication) -> tuple[Part, ...]:
    """The introduction and the parts, by their numbers."""
    return publication.introduction, *publication.parts


def joined(publication: Publication, places: Places) -> list[HtmlElement]:
    """The text of each part, the introduction first, as a tree below one ``div``.

    A link to another part leads to it; one to an anchor that does not exist leads to its part or, in its own part,
    becomes plain text. Links to anything else are whole addresses.
    """
    parts = parts_of(publication)
    trees = [fragment(part.html) for part in parts]
    anchors = [_unique_anchors(tree) for tree in trees]
    numbers = {_plain(address): number for number, part in enumerate(parts) for address in _addresses(part)}

    def place(address: str, here: int) -> str:
        """Where a link leads now; "" for nowhere."""
        page, _mark, name = address.partition("#")
        page = _whole(page, parts[here].url) if page else ""
        number = numbers.get(_plain(page)) if page else here
        if number is None:
            return _whole(address, parts[here].url)
        if unquote(name) in anchors[number]:
            return places.section(number, unquote(name))
        return places.part(number) if page else ""

    for here, tree in enumerate(trees):
        for element in list(tree.iter()):
            if name := element.get("id"):
                element.set("id", places.anchor(here, name))
            if element.tag == "a" and element.get("href") is not None:
                _lead(element, place(element.get("href"), here))
    return trees


def _addresses(part: Part) -> tuple[str, ...]:
    return tuple(filter(None, (part.url, *part.addresses)))


def _plain(address: str) -> str:
    return address.rstrip("/")


def _unique_anchors(tree: HtmlElement) -> set[str]:
    """The identifiers of a tree. Takes away those that links cannot find, such as one that is there a second time."""
    found: set[str] = set()
    for element in tree.iter():
        name = element.get("id")
        if name is None:
            continue
        if name in found or not name or re.search(r"\s", name):
            del element.attrib["id"]
        else:
            found.add(name)
    return found


def _whole(address: str, base: str) -> str:
    """The address with its scheme; "" where there is none."""
    try:
        found = urljoin(base, address.strip())
    except ValueError:
        return ""
    return found if _SCHEME.match(found) else ""


def _lead(link: HtmlElement, place: str) -> None:
    if place:
        link.set("href", place)
    else:
        link.drop_tag()
