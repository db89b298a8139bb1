"""Which sections of the site cite an act, or an article of it: what a change of the law makes somebody revise."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Q
from django.utils.text import capfirst

from polish.readability import sentences
from reference.models import LegalAct
from search.models import Section

_NUMBER = r"\d+[a-z]{0,3}[⁰¹²³⁴-⁹]*"
_LIST = re.compile(rf"\b[Aa]rt\.\s*({_NUMBER}(?:\s*(?:[,–-]|i|oraz|lub|albo)\s*(?:[Aa]rt\.\s*)?{_NUMBER})*)(?!\w)")
_ITEM = re.compile(rf"({_NUMBER})(?:\s*[–-]\s*({_NUMBER}))?")
_LONGEST_RANGE = 500


@dataclass(frozen=True, slots=True)
class Citation:
    """A section of a page and its first sentence that cites the act."""

    page_id: int
    title: str
    heading: str
    anchor: str
    sentence: str


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


def citations_of(act: LegalAct, article: str = "") -> list[Citation]:
    """The sections of live pages that name the act, with ``article`` in the same sentence; in the order of the site."""
    names = _names(act)
    named = Q()
    for name in names:
        named |= Q(text__contains=name) | Q(requirements__contains=name)
    sections = Section.objects.filter(named, page__live=True).order_by("page__path", "position")
    return [
        Citation(section.page_id, section.title, section.heading, section.anchor, sentence)
        for section in sections
        if section.page_id is not None and (sentence := _citing(section, names, article))
    ]


def _names(act: LegalAct) -> list[str]:
    """What the act is called in texts, each name with a small and a capital first letter."""
    own = [name for name in (act.title, act.title_genitive, act.short_title) if name]
    return list(dict.fromkeys(form for name in own for form in (name, capfirst(name), name[0].lower() + name[1:])))


def _citing(section: Section, names: list[str], article: str) -> str:
    for sentence in _sentences(section):
        if any(name in sentence for name in names) and (not article or article in articles_in(sentence)):
            return sentence
    return ""


def _sentences(section: Section) -> Iterator[str]:
    for line in section.requirements.splitlines():
        yield from line.split(" · ")
    for line in section.text.splitlines():
        yield from sentences(line)
