"""Which sections of the site cite an act, or an article of it: what a change of the law makes somebody revise."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Q

from polish.readability import sentences
from reference.citations import citing_sentence, names_of
from reference.models import LegalAct
from search.models import Section


@dataclass(frozen=True, slots=True)
class Citation:
    """A section of a page and its first sentence that cites the act."""

    page_id: int
    title: str
    heading: str
    anchor: str
    sentence: str


def citations_of(act: LegalAct, article: str = "") -> list[Citation]:
    """The sections of live pages that name the act, with ``article`` in the same sentence; in the order of the site."""
    names = names_of(act)
    named = Q()
    for name in names:
        named |= Q(text__contains=name) | Q(requirements__contains=name)
    sections = Section.objects.filter(named, page__live=True).order_by("page__path", "position")
    articles = {article} - {""}
    return [
        Citation(section.page_id, section.title, section.heading, section.anchor, sentence)
        for section in sections
        if section.page_id is not None and (sentence := citing_sentence(_sentences(section), names, articles))
    ]


def _sentences(section: Section) -> Iterator[str]:
    for line in section.requirements.splitlines():
        yield from line.split(" · ")
    for line in section.text.splitlines():
        yield from sentences(line)
