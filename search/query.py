"""Cleans a query to words that every search backend accepts."""

import re
import unicodedata

LONGEST = 200
MOST_WORDS = 20

# Letters and digits. Characters that engines treat as operators (quotes, brackets, * - : & |) only separate words.
_WORD = re.compile(r"[^\W_]+")
# Direction marks, joiners, soft hyphens and lone surrogates are removed; line ends and NUL become a space.
_UNSEEN = {"Cf", "Cs", "Co", "Cn"}


def clean(text: str) -> str:
    """The words of ``text`` separated by single spaces: at most 200 characters and 20 words, possibly none.

    Operators such as AND are ordinary words, because each word is passed to the engine in quotes. Idempotent.
    """
    kept = ""
    for word in _WORD.findall(_seen(text[: LONGEST * 10]))[:MOST_WORDS]:
        longer = f"{kept} {word}" if kept else word[:LONGEST]
        if len(longer) > LONGEST:
            break
        kept = longer
    return kept


def shown(text: str) -> str:
    """``text`` as shown again in the search field: on one line, without invisible characters, at most 200."""
    return " ".join(_seen(text[: LONGEST * 10]).split())[:LONGEST].rstrip()


def _seen(text: str) -> str:
    kept = []
    for sign in unicodedata.normalize("NFC", text):
        category = unicodedata.category(sign)
        if category not in _UNSEEN:
            kept.append(" " if category == "Cc" else sign)
    return unicodedata.normalize("NFC", "".join(kept))
