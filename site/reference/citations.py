"""How texts cite acts: by a name of the act, with articles in the same sentence."""

import re
from collections.abc import Iterable, Sequence

from django.utils.text import capfirst

from reference.models import LegalAct

_NUMBER = r"\d+[a-z]{0,3}[⁰¹²³⁴-⁹]*"
_LIST = re.compile(rf"\b[Aa]rt\.\s*({_NUMBER}(?:\s*(?:[,–-]|i|oraz|lub|albo)\s*(?:[Aa]rt\.\s*)?{_NUMBER})*)(?!\w)")
_ITEM = re.compile(rf"({_NUMBER})(?:\s*[–-]\s*({_NUMBER}))?")
_LONGEST_RANGE = 500


def article_of(text: str) -> str:
    """The number of an article as somebody types it: ``art. 94 ust. 1`` gives ``94``; "" where there is none."""
    found = re.match(rf"\s*(?:art\.?\s*)?({_NUMBER})(?!\w)", text, re.IGNORECASE)
    return found[1] if found else ""


def articles_in(text: str) -> set[str]:
    """The articles that a sentence names, those of a list and of a range of whole numbers too."""
    found: set[str] = set()
    for listed in _LIST.finditer(text):
        for first, last in _ITEM.findall(listed[1]):
            found |= {first, last} - {""}
            if first.isdecimal() and last.isdecimal() and int(last) - int(first) in range(_LONGEST_RANGE):
                found |= {str(number) for number in range(int(first), int(last) + 1)}
    return found


def names_of(act: LegalAct) -> list[str]:
    """What the act is called in texts, each name with a small and a capital first letter."""
    own = [name for name in (act.title, act.title_genitive, act.short_title) if name]
    return list(dict.fromkeys(form for name in own for form in (name, capfirst(name), name[0].lower() + name[1:])))


def citing_sentence(sentences: Iterable[str], names: Sequence[str], articles: set[str]) -> str:
    """The first sentence with one of the names and, unless there are none, one of the articles; "" without any."""
    for sentence in sentences:
        if any(name in sentence for name in names) and (not articles or articles & articles_in(sentence)):
            return sentence
    return ""
