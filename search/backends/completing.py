"""The words of a text that is still being typed, as the index of completions has them."""

import re

from search.backends.indexing import folded_words

MOST_WORDS = 8
_LETTERS = re.compile(r"[^\W_]+")


def beginnings(text: str) -> list[str]:
    """Beginnings of words, letters and digits only, each once; none where ``text`` has no word.

    A single letter beside longer words is left out: half of all words begin with it.
    """
    words = list(dict.fromkeys(_LETTERS.findall(folded_words(text))))[:MOST_WORDS]
    return [word for word in words if len(word) > 1] or words
