"""The words of a query that every search backend takes."""

import re
import unicodedata

LONGEST = 200
MOST_WORDS = 20

# Letters and digits. What engines read as operators (quotes, brackets, * - : & |) only separates words.
_WORD = re.compile(r"[^\W_]+")
# Marks of direction, joiners, soft hyphens, halves of signs: taken out; line ends and NUL: a space.
_UNSEEN = {"Cf", "Cs", "Co", "Cn"}


def clean(text: str) -> str:
    """The words of ``text`` with single spaces between them: at most 200 characters and 20 words, possibly none.

    Operators are words like any other here (an engine is given each word in quotes), and cleaning twice changes
    nothing.
    """
    kept = ""
    for word in _WORD.findall(_seen(text[: LONGEST * 10]))[:MOST_WORDS]:
        longer = f"{kept} {word}" if kept else word[:LONGEST]
        if len(longer) > LONGEST:
            break
        kept = longer
    return kept


def shown(text: str) -> str:
    """``text`` as it is given back in the search field: on one line, without unseen characters, at most 200."""
    return " ".join(_seen(text[: LONGEST * 10]).split())[:LONGEST].rstrip()


def _seen(text: str) -> str:
    kept = []
    for sign in unicodedata.normalize("NFC", text):
        category = unicodedata.category(sign)
        if category not in _UNSEEN:
            kept.append(" " if category == "Cc" else sign)
    return unicodedata.normalize("NFC", "".join(kept))
