"""From a body of blocks to the HTML kept with the page when it is published."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, TypedDict

from django.utils.html import strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import override
from wagtail.blocks import StreamValue

from polish.readability import count_words
from polish.typography import no_orphans_html
from publishing.blocks import anchor_of


class Heading(TypedDict):
    """A heading as kept beside the HTML: its level (2–4), its words and its anchor, unique on the page."""

    level: int
    title: str
    anchor: str


@dataclass
class CompiledBody:
    """``html`` is safe and complete; ``headings`` are in order; ``words`` counts what a reader reads."""

    html: str = ""
    headings: list[Heading] = field(default_factory=list)
    words: int = 0


def compile_body(
    body: StreamValue | Iterable[Any], *, language: str = "pl", render: Callable[[Any], str | None] | None = None
) -> CompiledBody:
    """Renders each block with its own template, gives headings unique anchors and binds orphans.

    ``render`` may give another HTML for a block; None means the block's own template, which is told the ``section``:
    the words of the heading above it.

    Kept at publish, so it may be slow and must not depend on who reads: the language is the content's own.
    """
    compiled = CompiledBody()
    parts: list[str] = []
    taken: set[str] = set()
    with override(language):
        for child in body:
            if child.block_type == "heading":
                html = str(_render_heading(child, compiled.headings, taken))
            else:
                own = render(child) if render else None
                section = compiled.headings[-1]["title"] if compiled.headings else ""
                html = str(child.render({"section": section})) if own is None else own
            parts.append(html)
    compiled.html = no_orphans_html("\n".join(parts))
    compiled.words = count_words(strip_tags(compiled.html))
    return compiled


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
