"""The handbook: Markdown texts for editors, reviewers and trainers, read in the admin and on the trainers' pages.

The texts are in ``docs/handbook`` and, in an installed package, beside this module (``pyproject.toml``).
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.templatetags.static import static
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.anchors import anchors_plugin

from polish.typography import no_orphans_html
from publishing.blocks import anchor_of

PACKAGED = Path(__file__).with_name("handbook_texts")
CHECKOUT = Path(settings.ROOT, "docs", "handbook")
IMAGES = "handbook"
"""The folder of the images among the static files."""


@dataclass(frozen=True, slots=True)
class HandbookLabel:
    """A text in menus: the name of its file without the suffix, and its label."""

    slug: str
    label: str | Promise


EDITORS = HandbookLabel("redakcja", gettext_lazy("Handbook: editors"))
REVIEWERS = HandbookLabel("weryfikacja", gettext_lazy("Handbook: reviewers"))
TRAINERS = HandbookLabel("trener", gettext_lazy("Handbook: trainers and coordinators"))
ALL = (EDITORS, REVIEWERS, TRAINERS)
AddressOf = Callable[[HandbookLabel], str]


@dataclass(frozen=True, slots=True)
class Section:
    """An entry of the contents."""

    title: str
    anchor: str


@dataclass(frozen=True, slots=True)
class HandbookText:
    """A text as HTML without its title; ``headings`` are those of its sections."""

    title: str
    html: SafeString
    headings: Sequence[Section]


def text_of(label: HandbookLabel, *, address_of: AddressOf) -> HandbookText:
    """Renders a text. ``address_of`` gives the address of another text; where it is empty, the link is left out."""
    parser = _parser()
    tokens = parser.parse(_folder().joinpath(f"{label.slug}.md").read_text(encoding="utf-8"))
    # The first heading is the title of the page.
    title, body = tokens[1].content, tokens[3:]
    headings = [
        Section(body[place + 1].content, str(token.attrGet("id")))
        for place, token in enumerate(body)
        if token.type == "heading_open" and token.tag == "h2"
    ]
    html = parser.renderer.render(list(_blocks(body, address_of)), parser.options, {})
    return HandbookText(title, mark_safe(no_orphans_html(html)), headings)  # noqa: S308 - our own texts


def _folder() -> Path:
    return PACKAGED if PACKAGED.is_dir() else CHECKOUT


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    return parser.use(anchors_plugin, min_level=2, max_level=4, slug_func=anchor_of)


def _blocks(tokens: Iterable[Token], address_of: AddressOf) -> Iterator[Token]:
    """Puts tables into regions that scroll, each named by the heading above, and mends what lines hold."""
    heading, in_heading = "", False
    for token in tokens:
        in_heading = token.type == "heading_open" or (in_heading and token.type != "heading_close")
        if in_heading and token.type == "inline":
            heading = token.content
        if token.type == "table_open":
            label = f"{_('Table')}: {heading}"
            yield _markup(format_html('<div class="table-scroll" role="region" tabindex="0" aria-label="{}">', label))
        elif token.type == "th_open":
            token.attrSet("scope", "col")
        elif token.type == "inline":
            token.children = list(_inline(token.children or (), address_of))
        yield token
        if token.type == "table_close":
            yield _markup("</div>")


def _markup(html: str) -> Token:
    return Token("html_block", "", 0, content=html)


def _inline(tokens: Iterable[Token], address_of: AddressOf) -> Iterator[Token]:
    """Gives links to texts and images the addresses that they have on the site."""
    texts = {f"{label.slug}.md": label for label in ALL}
    left_out = False
    for token in tokens:
        if token.type == "link_open":
            parts = urlsplit(str(token.attrGet("href")))
            if parts.path and not parts.scheme:
                address = address_of(texts[parts.path]) if parts.path in texts else ""
                token.attrSet("href", f"{address}#{parts.fragment}" if parts.fragment else address)
                left_out = not address
        elif token.type == "image":
            token.attrSet("src", static(f"{IMAGES}/{Path(str(token.attrGet('src'))).name}"))
            token.attrSet("loading", "lazy")
        if not (left_out and token.type in ("link_open", "link_close")):
            yield token
        elif token.type == "link_close":
            left_out = False
