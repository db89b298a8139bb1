"""Texts that nobody should have to type into a search field."""

from hypothesis import strategies as st

QUERIES = [
    '"',
    "umowa'",
    "umowa AND",
    "NOT",
    "NEAR(umowa praca, 3)",
    "(umowa",
    "umo*",
    "-umowa",
    "title: umowa",
    "{title} : umowa",
    "a & b | !c",
    "<->",
    ":*",
    "\\",
    "%s %d %%",
    "'; DROP TABLE x; --",
    "🙂 umowa",
    "\x00umowa\x00",
    "x" * 10_240,
    "1" * 10_240,
    "słowo " * 2_000,
    "\u202eawomu\u202c",
    "ﬁ ² Ⅷ ǆ İ ß",
    "中文 العربية עברית हिन्दी",
    "KRS-u NGO-sów PIT-4R",
]

LONGEST = 10_240
_WORDS = [
    "umowa",
    "umów",
    "pracę",
    "lipca",
    "1",
    "15",
    "art",
    "19a",
    "mail",
    "KRS-u",
    "NGO-sów",
    "łódzkie",
    "konsulacja",
]
_OPERATORS = ["AND", "OR", "NOT", "NEAR(", "TO", "-", "+", "*", "^", "~", "?", ":", "&", "|", "!", "<->", ":*", "&&"]
_QUOTES = ['"', "'", "„", "”", "`", "(", ")", "[", "]", "{", "}", "\\", "/", "<", ">", "<b>", "$$"]
_FRAGMENTS = [
    "'; DROP TABLE x; --",
    "' OR 1=1 --",
    "UNION SELECT NULL",
    "/* x */",
    "%s",
    "%(a)s",
    "_",
    '{"query": {"match_all": {}}}',
    '"},{"',
    "[1e999, null]",
    "title:umowa",
    "{title body} : ",
    "a@b.pl",
    "https://x.pl/?q=ż&b=2",
    "${jndi:ldap://x}",
    "{{ x }}",
    "&lt;&#0;",
]
_CONTROLS = ["\x00", "\t", "\r\n", "\x1b[0m", "\x7f", "\u2028", "\u00ad", "\ufeff", "\ud800", "\U0010ffff"]
_EMOJI = ["🙂", "👩‍👩‍👧", "🇵🇱", "❤️", "e\u0301", "ﬁ", "²", "Ⅷ", "İ", "ß"]
_RIGHT_TO_LEFT = ["\u202e", "\u2066", "\u200f", "שלום", "مرحبا", "عقد 5"]

_pieces = st.one_of(
    *map(st.sampled_from, (_WORDS, _OPERATORS, _QUOTES, _FRAGMENTS, _CONTROLS, _EMOJI, _RIGHT_TO_LEFT)),
    st.text(max_size=12),
)
_joined = st.tuples(st.sampled_from(["", " ", " ", "\n"]), st.lists(_pieces, max_size=9)).map(
    lambda drawn: drawn[0].join(drawn[1])
)
_repeated = st.tuples(_joined, st.integers(2, LONGEST)).map(lambda drawn: (drawn[0] * drawn[1])[:LONGEST])


def queries() -> st.SearchStrategy[str]:
    """Words of the site among operators, quotes, SQL, JSON, control characters, emoji, right-to-left; up to 10 kB."""
    return st.one_of(_joined, _joined, _joined, _repeated)
