"""A publication as one page of HTML."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString, mark_safe
from lxml import html
from lxml.html import HtmlElement

from publishing.publications.contents import Part, Publication
from publishing.publications.joining import Places, joined

_LEVELS = {f"h{level}": level for level in range(1, 7)}
_DEEPEST = 6


@dataclass(frozen=True, slots=True)
class PagePart:
    """A part on the page: its heading has the identifier ``anchor``, and those in ``html`` are below it."""

    part: Part
    anchor: str
    html: SafeString


@dataclass(frozen=True, slots=True)
class OnePage:
    """What the page shows: the introduction below the title at level 1, the parts with headings at level 2."""

    publication: Publication
    introduction: PagePart
    parts: Sequence[PagePart]


class _OnePage(Places):
    """Identifiers begin with the number of their part: no other part, and nothing around the text, has them."""

    def part(self, number: int) -> str:
        return f"#part.{number}"

    def anchor(self, number: int, name: str) -> str:
        return f"{number}.{name}"

    def section(self, number: int, name: str) -> str:
        return f"#{self.anchor(number, name)}"


def one_page_of(publication: Publication) -> OnePage:
    """The publication with links that lead to places on the page."""
    places = _OnePage()
    introduction, *trees = joined(publication, places)
    return OnePage(
        publication,
        PagePart(publication.introduction, places.part(0)[1:], _html(introduction)),
        tuple(
            PagePart(part, places.part(number)[1:], _html(tree, lower=1))
            for number, (part, tree) in enumerate(zip(publication.parts, trees, strict=True), start=1)
        ),
    )


def _html(tree: HtmlElement, *, lower: int = 0) -> SafeString:
    """The inside of the tree with headings ``lower`` levels down, and pictures that do not wait for a reader."""
    for element in tree.iter():
        if element.tag in _LEVELS:
            element.tag = f"h{min(_LEVELS[element.tag] + lower, _DEEPEST)}"
        elif element.tag == "img":
            element.attrib.pop("loading", None)
    inside = (html.tostring(child, encoding="unicode") for child in tree)
    return mark_safe("".join(inside))  # noqa: S308 - made from the stored HTML, which is safe
