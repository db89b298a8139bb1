"""How long a text takes to read."""

import math
import re

WORDS_PER_MINUTE = 180
"""Words of Polish read silently in a minute.

Below the 238 measured for English non-fiction (Brysbaert 2019): Polish words are longer, and guidance is read with
care.
"""

_WORD = re.compile(r"\w+(?:[-'’]\w+)*")


def count_words(text: str) -> int:
    """Return the number of words in plain ``text``; a hyphenated compound is one word."""
    return len(_WORD.findall(text))


def reading_minutes(text: str) -> int:
    """Return the whole minutes that reading plain ``text`` takes, rounded up and at least one."""
    return max(1, math.ceil(count_words(text) / WORDS_PER_MINUTE))
