"""Polish typography: no-break spaces where a line must not end.

Rules after PWN's "Zasady pisowni i interpunkcji" and the habits of Polish typesetting: single-letter conjunctions and
prepositions go to the next line with the word they belong to; a number stays with its unit, its month, its "art."; a
dash ends a line and never begins one.
"""

import re
from functools import lru_cache

NBSP = "\N{NO-BREAK SPACE}"
SHORT = 300
"""The most characters of a text whose result is cached."""

_SINGLE_LETTERS = "aiouwzAIOUWZ"
_UNITS = (
    "zł|gr|EUR|PLN|kg|dag|g|km|cm|mm|m|ha|l|h|s|godz\\.|min\\.|min|dni|dnia|dniach|lat|lata|roku|r\\.|osób|osoby|proc\\.|"
    "tys\\.|mln|mld|kB|MB|GB|ECTS|pkt"
)
_MONTHS = (
    "stycznia|lutego|marca|kwietnia|maja|czerwca|lipca|sierpnia|września|października|listopada|grudnia|"
    "January|February|March|April|May|June|July|August|September|October|November|December"
)
_BEFORE_NUMBERS = "art\\.|Art\\.|ust\\.|pkt|poz\\.|nr|Nr|lit\\.|str\\.|rozdz\\.|tab\\.|rys\\.|zał\\."
# Breaking white space only: a no-break space stays unchanged.
_SPACE = r"[ \t\r\n]+"

_RULES: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(rf"(?<![\w.'’-])([{_SINGLE_LETTERS}]){_SPACE}(?=\S|\Z)"), rf"\1{NBSP}"),
    (re.compile(rf"(?<=\d){_SPACE}(?=\d{{3}}(?!\d))"), NBSP),
    (re.compile(rf"(?<=\d){_SPACE}(?=(?:{_UNITS})(?!\w))"), NBSP),
    (re.compile(rf"(?<=\d){_SPACE}(?=%)"), NBSP),
    (re.compile(rf"(?<=\d){_SPACE}(?=(?:{_MONTHS})(?!\w))"), NBSP),
    (re.compile(rf"(?<!\w)({_BEFORE_NUMBERS}){_SPACE}(?=\d|[a-z]\))"), rf"\1{NBSP}"),
    (re.compile(rf"(§){_SPACE}(?=\d)"), rf"\1{NBSP}"),
    (re.compile(r"(?<=\S) +(?=[–—]\s)"), NBSP),
)

_TAG = re.compile(r"(<!--.*?-->|<[^>]*>)", re.DOTALL)
_VERBATIM = frozenset({"pre", "code", "script", "style", "textarea", "svg"})
_TAG_NAME = re.compile(r"<\s*(/?)\s*([a-zA-Z][a-zA-Z0-9]*)")


def no_orphans(text: str) -> str:
    """Return ``text`` with no-break spaces where a Polish line must not end.

    Only white space changes: a run of spaces at such a place becomes one no-break space. Applying it twice changes
    nothing more.
    """
    for pattern, replacement in _RULES:
        text = pattern.sub(replacement, text)
    return text


def no_orphans_html(html: str) -> str:
    """Apply :func:`no_orphans` to the text between the tags of ``html``.

    Tags, attributes, comments and the content of ``pre``, ``code``, ``svg``, ``script``, ``style`` and ``textarea`` are
    not changed. Results of short texts are cached: titles come back on every page.
    """
    return _cached(html) if len(html) <= SHORT else _changed(html)


def _changed(html: str) -> str:
    parts: list[str] = []
    verbatim: str | None = None
    for part in _TAG.split(html):
        if part.startswith("<") and _TAG.fullmatch(part):
            match = _TAG_NAME.match(part)
            if match:
                closing, name = match.group(1), match.group(2).lower()
                if verbatim is None and not closing and name in _VERBATIM and not part.endswith("/>"):
                    verbatim = name
                elif verbatim == name and closing:
                    verbatim = None
            parts.append(part)
        else:
            parts.append(part if verbatim else no_orphans(part))
    return "".join(parts)


_cached = lru_cache(maxsize=4096)(_changed)
