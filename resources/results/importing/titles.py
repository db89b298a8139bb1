"""Titles as a base shows them: without quotation marks, and in small letters where the page shouted."""

import re
from difflib import SequenceMatcher

from polish.folding import fold
from polish.morphology import is_word

LONGEST = 255
_QUOTES = "„”“\"'»« "


def clean_title(text: str) -> str:
    """``”MODEL WSPÓŁPRACY- STANDARDEM NGO I JST”`` gives ``Model współpracy – standardem NGO i JST``."""
    title = re.sub(r"(?<=\w)- (?=\w)", " – ", text.strip(_QUOTES).strip())
    letters = [letter for letter in title if letter.isalpha()]
    if len(letters) > 3 and all(letter.isupper() for letter in letters):
        title = " ".join(_lowered(word) for word in title.split(" "))
        title = title[:1].upper() + title[1:]
    return title[:LONGEST].strip()


def _lowered(word: str) -> str:
    core = word.strip(",.;:()–-")
    return word.lower() if not core or is_word(core) else word


def is_alike(one: str, other: str) -> bool:
    """Whether two titles are the same but for a letter or two, diacritics and punctuation."""
    first, second = (re.sub(r"\W+", " ", fold(text).lower()).strip() for text in (one, other))
    return bool(first and second) and SequenceMatcher(None, first, second, autojunk=False).ratio() > 0.92
