"""Reading time of a text."""

import math
import re

WORDS_PER_MINUTE = 180
"""Words of Polish read silently in a minute.

Below the 238 measured for English non-fiction (Brysbaert 2019): Polish words are longer, guidance is read with care.
"""

_WORD = re.compile(r"\w+(?:[-'’]\w+)*")


def count_words(text: str) -> int:
    """Return the number of words in plain ``text``; a hyphenated compound is one word."""
    return len(_WORD.findall(text))


def minutes_for(words: int) -> int:
    """Return the reading time of this many words in whole minutes, rounded up, at least one."""
    return max(1, math.ceil(words / WORDS_PER_MINUTE))
