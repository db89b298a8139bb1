"""Renders a body of blocks to the HTML that is stored with the page when it is published."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol, TypedDict, runtime_checkable

from django.utils.html import strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import override
from wagtail.blocks import StreamValue

from polish.readability import count_words
from polish.typography import no_orphans_html
from publishing.blocks import anchor_of
from publishing.rendered_html import rendering, transformed

if TYPE_CHECKING:
    from publishing.models import BasePage


class Heading(TypedDict):
    """A heading as stored beside the HTML: its level (2–4), its text and its anchor, unique on the page."""

    level: int
    title: str
    anchor: str


def parts_of(html: str, headings: Iterable[Heading]) -> list[tuple[Heading | None, str]]:
    """Stored HTML cut before each of these headings of it; first what stands before them, with None."""
    starts: list[tuple[Heading | None, int]] = [(None, 0)]
    for heading in headings:
        found = html.find(f'<h{heading["level"]} id="{heading["anchor"]}"', starts[-1][1])
        if found >= 0:
            starts.append((heading, found))
    ends = [start for _heading, start in starts[1:]] + [len(html)]
    return [(heading, html[start:end]) for (heading, start), end in zip(starts, ends, strict=True)]


@runtime_checkable
class PerReader(Protocol):
    """A block whose HTML depends on the user: the stored HTML has a placeholder in its place."""

    def placeholder(self, *, block_id: str, page: "BasePage") -> str:
        """An HTML comment that the page replaces in each response."""


@dataclass
class RenderedBody:
    """``html`` is safe and complete; ``headings`` are in order; ``words`` is the number of words of text."""

    html: str = ""
    headings: list[Heading] = field(default_factory=list)
    words: int = 0


def render_body(
    body: StreamValue | Iterable[Any],
    *,
    language: str = "pl",
    page: "BasePage | None" = None,
    reserved: Iterable[str] = (),
) -> RenderedBody:
    """Renders each block with its own template, gives headings unique anchors and binds single letters.

    What apps registered with ``publishing.rendered_html`` is then applied to the whole body of a page.

    Templates get ``section``: the text of the heading above. ``page`` is needed where a block leaves a placeholder. The
    result is stored, so it must not depend on the user; ``language`` is that of the content. No anchor is one of
    ``reserved``.
    """
    rendered = RenderedBody()
    parts: list[str] = []
    taken = set(reserved)
    with override(language), rendering():
        for child in body:
            if child.block_type == "heading":
                html = str(_render_heading(child, rendered.headings, taken))
            elif page is not None and isinstance(child.block, PerReader):
                html = child.block.placeholder(block_id=str(child.id), page=page)
            else:
                section = rendered.headings[-1]["title"] if rendered.headings else ""
                html = str(child.render({"section": section}))
            parts.append(html)
        rendered.html = no_orphans_html("\n".join(parts))
        if page is not None and language == "pl":
            rendered.html = transformed(rendered.html, page=page)
    rendered.words = count_words(strip_tags(rendered.html))
    return rendered


def _render_heading(child: Any, headings: list[Heading], taken: set[str]) -> SafeString:
    value = child.value
    wanted = anchor_of(value.get("anchor") or value["text"])
    anchor, number = wanted, 2
    while anchor in taken:
        anchor, number = f"{wanted}-{number}", number + 1
    taken.add(anchor)
    value["anchor"] = anchor
    headings.append({"level": int(value["level"]), "title": value["text"], "anchor": anchor})
    return mark_safe(child.render())  # noqa: S308 - a block's own template, autoescaped
