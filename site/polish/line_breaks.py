"""Words that an old end of line broke: "admini-stracji", "sekto- rem".

They are joined where the dictionary has the whole word and one of its halves is no common form of its own. Compound
adjectives stay as they are, although the dictionary has most of them in one word: "społeczno-gospodarczy".
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from polish.morphology import begins_compounds, is_common_form, is_word

# Two halves of at least two letters, the second one in lower case; the space or line end is what is left of the break.
_BROKEN = re.compile(r"(?<![^\W_])(?P<first>[^\W\d_]{2,})[-\u00ad] ?(?P<second>[^\W\d_]{2,})(?![^\W_])")
_SOFT = re.compile(r"(?<=[^\W\d_])\u00ad(?=[^\W\d_])")


@dataclass(frozen=True, slots=True)
class Joined:
    """A text with its words joined, and those words, each as it was and as it is."""

    text: str
    words: tuple[tuple[str, str], ...]


def join_words(text: str) -> Joined:
    """Joins the broken words of a line. Nothing but hyphens and the spaces after them is taken away."""
    joined: list[tuple[str, str]] = []

    def replaced(found: re.Match[str]) -> str:
        first, second = found["first"], found["second"]
        if not _is_broken(first, second):
            return found[0]
        joined.append((found[0], first + second))
        return first + second

    previous, current = "", _SOFT.sub("", text)
    while current != previous:  # a word may have been broken twice
        previous, current = current, _BROKEN.sub(replaced, current)
    return Joined(current, tuple(joined))


def join_lines(lines: Sequence[str]) -> list[str]:
    """Lines in which a word that the end of one broke is whole in that line; as many lines as before."""
    whole = list(lines)
    for number in range(len(whole) - 1):
        end = re.search(r"([^\W\d_]{2,})-$", whole[number])
        start = re.match(r"([^\W\d_]{2,})(?![^\W_])", whole[number + 1])
        if end and start and _is_broken(end[1], start[1]):
            whole[number] = whole[number][:-1] + start[1]
            whole[number + 1] = whole[number + 1][start.end() :].lstrip(" ")
    return whole


def _is_broken(first: str, second: str) -> bool:
    if not second.islower() or begins_compounds(first):
        return False
    return is_word(first + second) and not (is_common_form(first) and is_common_form(second))
