"""The sections of a live page that cite an act, read from its stored HTML."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from itertools import pairwise

from django.utils.html import strip_tags

from polish.readability import sentences
from publishing.models import BasePage
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
    for position, (anchor, heading, html) in enumerate(_parts(page)):
        sentence = citing_sentence(_sentences(html), names, articles)
        if sentence:
            found.append(CitingSection(position, anchor, heading, sentence))
    return found


def _parts(page: BasePage) -> Iterator[tuple[str, str, str]]:
    """Anchor, heading and HTML of each section."""
    html, starts, place = page.body_html, [(0, "", "")], 0
    for heading in page.headings:
        found = html.find(f' id="{heading["anchor"]}"', place)
        if found >= 0:
            starts.append((html.rfind("<", 0, found), heading["anchor"], heading["title"]))
            place = found + 1
    for (start, anchor, title), (end, *_rest) in pairwise([*starts, (len(html), "", "")]):
        yield anchor, title, html[start:end]


def _sentences(html: str) -> Iterator[str]:
    """The sentences of HTML with plain spaces: the stored text binds short words with others."""
    for line in strip_tags(_ENDS.sub("\n", html)).splitlines():
        if text := " ".join(unescape(line).split()):
            yield from sentences(text)
