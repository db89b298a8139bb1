"""The passages of a lesson that a note can be about: its paragraphs, list items and table rows."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import quote as percent_encoded

from django.utils.text import Truncator
from lxml import html
from lxml.html import HtmlElement

from courses.catalogue.models import Lesson
from publishing.public_cache import cached

LONGEST_QUOTE = 300
"""Characters of a passage that a note keeps."""
DEEPEST = 3
"""The level of the smallest headings that notes stand at."""

_PASSAGES = {"p", "li", "tr"}
_LISTS = {"ul", "ol"}
_CELLS = {"td", "th"}
_WORDS_OF_LABEL = 8
_WORDS_OF_END = 5


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage under the heading with this anchor, "" before the first one. ``text`` has single spaces."""

    anchor: str
    text: str

    @property
    def quote(self) -> str:
        """As much of the text as a note keeps."""
        return quotable(self.text)

    @property
    def label(self) -> str:
        return Truncator(self.text).words(_WORDS_OF_LABEL)


def quotable(text: str) -> str:
    """The text with single spaces, cut at a word where it is longer than a note keeps."""
    text = " ".join(text.split())
    return text if len(text) <= LONGEST_QUOTE else text[: LONGEST_QUOTE + 1].rsplit(" ", 1)[0][:LONGEST_QUOTE]


def passages_of(lesson: Lesson) -> tuple[Passage, ...]:
    """The passages of the text as published, in order; cached. Exercises are none."""
    return cached(("passages", lesson.pk), lambda: tuple(_read(lesson)))


def found_in(passages: Iterable[Passage], *, quote: str, anchor: str) -> Passage | None:
    """The passage that has these words, that under the heading with this anchor first; None if the text has changed."""
    having = [passage for passage in passages if quote in passage.text]
    return next((passage for passage in having if passage.anchor == anchor), having[0] if having else None)


def address_of(url: str, anchor: str, quote: str) -> str:
    """The address of a passage: its words (https://wicg.github.io/scroll-to-text-fragment/), else its heading."""
    if not quote:
        return f"{url}#{anchor}" if anchor else url
    words = quote.split()
    ends = [words] if len(words) <= 2 * _WORDS_OF_END else [words[:_WORDS_OF_END], words[-_WORDS_OF_END:]]
    text = ",".join(percent_encoded(" ".join(part), safe="").replace("-", "%2D") for part in ends)
    return f"{url}#{anchor}:~:text={text}"


def _read(lesson: Lesson) -> Iterator[Passage]:
    if not lesson.body_html.strip():
        return
    anchors = {heading["anchor"] for heading in lesson.headings if heading["level"] <= DEEPEST}
    anchor = ""
    for element in html.fragment_fromstring(lesson.body_html, create_parent="div").iter():
        if element.get("id") in anchors:
            anchor = element.get("id")
        elif _is_passage(element) and (text := " ".join("".join(_texts(element)).split())):
            yield Passage(anchor, text)


def _is_passage(element: HtmlElement) -> bool:
    """Whether it is one of its own: a paragraph in a list item or in a table is none, nor is the head of a table."""
    if element.tag not in _PASSAGES:
        return False
    around = {parent.tag for parent in element.iterancestors()}
    return "thead" not in around and (element.tag == "li" or not around & _PASSAGES)


def _texts(element: HtmlElement) -> Iterator[str]:
    """The texts of a passage without those of a list in it; a cell of a table is a word of its own."""
    yield element.text or ""
    for child in element:
        if isinstance(child.tag, str) and child.tag not in _LISTS:
            yield from _texts(child)
        if child.tag in _CELLS:
            yield " "
        yield child.tail or ""
