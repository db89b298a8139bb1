"""The running text of a page as it is edited: paragraphs and items of lists, each with where it stands."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from typing import Any

from django.utils.html import strip_tags
from wagtail.blocks import Block, ListBlock, StreamBlock, StructBlock, TextBlock
from wagtail.fields import RichTextField
from wagtail.rich_text import RichText

from publishing.models import BasePage

_ENDS = re.compile(r"</?(?:p|li|ul|ol|h[2-6]|blockquote|br)\b[^>]*>", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Passage:
    """One paragraph: as plain ``text``, and as ``html`` with the links in it.

    ``where`` is the heading above or the name of the field; ``block_id`` is empty outside the body.
    """

    text: str
    html: str
    where: str
    block_id: str = ""


def passages_of(page: BasePage) -> Iterator[Passage]:
    """The passages of the body in order, then those of the page's fields of rich text."""
    where = ""
    for child in page.body:
        if child.block_type == "heading":
            where = str(child.value["text"])
            continue
        for source in _texts(child.block, child.value):
            yield from _passages(source, where, str(child.id or ""))
    for field in page._meta.concrete_fields:
        if isinstance(field, RichTextField):
            yield from _passages(getattr(page, field.name) or "", str(field.verbose_name), "")


def _passages(source: str, where: str, block_id: str) -> Iterator[Passage]:
    for html in _ENDS.split(source):
        text = " ".join(unescape(strip_tags(html)).split())
        if text:
            yield Passage(text, html, where, block_id)


def _texts(block: Block, value: Any) -> Iterator[str]:
    """The longer texts of a block: rich text and fields of several lines, without titles, captions and choices."""
    if isinstance(value, RichText):
        yield value.source
    elif isinstance(block, TextBlock):
        yield str(value or "")
    elif isinstance(block, StreamBlock):
        for child in value:
            yield from _texts(child.block, child.value)
    elif isinstance(block, ListBlock):
        for item in value or ():
            yield from _texts(block.child_block, item)
    elif isinstance(block, StructBlock):
        for name, child in block.child_blocks.items():
            yield from _texts(child, value.get(name))
