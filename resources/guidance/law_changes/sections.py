"""The sections of a live page that cite an act, read from its stored HTML."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape

from django.utils.html import strip_tags

from polish.readability import sentences
from publishing.models import BasePage
from publishing.rendering import parts_of
from reference.citations import citing_sentence, names_of
from resources.guidance.law_changes.models import LawChange

_ENDS = re.compile(r"</(?:p|li|d[dt]|div|h[1-6]|t[dh]|(?:fig)?caption|blockquote)>|<br\b[^>]*>", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class CitingSection:
    """The text under one heading, or before the first one, and its first sentence that cites."""

    position: int
    anchor: str
    heading: str
    sentence: str


def citing_sections(page: BasePage, change: LawChange) -> list[CitingSection]:
    """The sections of a page that cite what has changed, in order. ``page`` may be any object with the stored text."""
    names, articles = names_of(change.act), change.numbers
    found = []
    for position, (heading, html) in enumerate(parts_of(page.body_html, page.headings)):
        sentence = citing_sentence(_sentences(html), names, articles)
        if sentence:
            anchor, title = (heading["anchor"], heading["title"]) if heading is not None else ("", "")
            found.append(CitingSection(position, anchor, title, sentence))
    return found


def _sentences(html: str) -> Iterator[str]:
    """The sentences of HTML with plain spaces: the stored text binds short words with others."""
    for line in strip_tags(_ENDS.sub("\n", html)).splitlines():
        if text := " ".join(unescape(line).split()):
            yield from sentences(text)
