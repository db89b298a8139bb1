"""Links from texts to the glossary: the first place in each section that uses a term, in any inflected form.

A term is compiled once for each state of the glossary to the lemmas of its words. A text is matched word by word: the
names that can begin with the lemma of a word are tried, the longest first.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from django.utils.html import escape
from django.utils.safestring import mark_safe

from polish.analysis import Analyser, Token, stems, tokens
from polish.morphology import CACHED_FORMS
from publishing.public_cache import cached
from publishing.rendered_html import refers_to
from reference.markup import Part, parts
from reference.models import GlossaryPage, GlossaryTerm

if TYPE_CHECKING:
    from publishing.models import BasePage

_ANALYSER = Analyser()
_SPACE = re.compile(r"[\s\u00ad]+")
_ENDING = 2
"""How many letters at the end of a word inflection may change, where the word is not in its base form."""
_SHORTEST = 5


@dataclass(frozen=True, slots=True)
class TermRow:
    """What linking needs of a term."""

    pk: int
    slug: str
    names: tuple[str, ...]
    definition: str


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a name: its possible lemmas, the likeliest first, and the letters that every form of it begins with.

    ``exact``: an abbreviation in capitals, which is no other word in capitals.
    """

    lemmas: tuple[str, ...]
    prefix: str = ""
    exact: str = ""

    def matches(self, stem: str, *, likeliest: bool) -> bool:
        """Whether a word of a text is a form of this one; ``likeliest``: by the likeliest lemma of both."""
        if self.exact:
            return stem == self.exact
        found = lemmas_of(stem)
        same = found[0] == self.lemmas[0] if likeliest else not set(found).isdisjoint(self.lemmas)
        return same and stem.lower().startswith(self.prefix)


@dataclass(frozen=True, slots=True)
class Name:
    """A name of a term as its words."""

    words: tuple[Word, ...]
    term: TermRow


@lru_cache(maxsize=CACHED_FORMS)
def lemmas_of(stem: str) -> tuple[str, ...]:
    """The lemmas that a word can have, in lower case and with diacritics, the likeliest first."""
    return tuple(dict.fromkeys(reading.lemma.lower() for reading in _ANALYSER.readings(stem)))


def words_of(name: str) -> tuple[Word, ...]:
    """The words of a name as they are matched."""
    return tuple(map(_word, stems(name)))


def _word(stem: str) -> Word:
    lemmas = lemmas_of(stem)
    if len(stem) > 1 and stem.isupper():
        return Word(lemmas, exact=stem)
    # A participle or a noun made from a verb has the lemma of the verb: korzystający is not every form of korzystać.
    base = stem.lower() in lemmas[:1] or len(stem) < _SHORTEST
    return Word(lemmas, prefix="" if base else stem.lower()[:-_ENDING])


class Linker:
    """Links the terms of one state of the glossary in HTML. ``page``: the id of the glossary page, at ``address``."""

    def __init__(self, terms: Iterable[TermRow], *, address: str, page: int) -> None:
        self._address, self._page = address, page
        self._by_lemma: defaultdict[str, list[Name]] = defaultdict(list)
        names = (Name(words_of(name), term) for term in terms for name in term.names)
        self._by_stem: dict[str, Sequence[Name]] = {}
        for name in sorted((name for name in names if name.words), key=lambda name: -len(name.words)):
            for lemma in name.words[0].lemmas:
                self._by_lemma[lemma].append(name)

    def link(self, html: str) -> str:
        """``html`` with its terms linked. The text between the tags stays as it is."""
        linked: set[int] = set()
        done = []
        for part in parts(html):
            if part.begins_section:
                linked.clear()
            done.append(self._link(part, linked) if part.linkable else part.text)
        return "".join(done)

    def _link(self, part: Part, linked: set[int]) -> str:
        text, found = part.text, list(tokens(part.text))
        done, copied, place = [], 0, 0
        while place < len(found):
            name = self._name_at(text, found, place)
            if name is None:
                place += 1
                continue
            start, place = found[place].start, place + len(name.words)
            if name.term.pk not in linked:
                linked.add(name.term.pk)
                end = found[place - 1].end
                done += [text[copied:start], self._opening(name.term), text[start:end], "</a>"]
                copied = end
        return "".join([*done, text[copied:]]) if done else text

    def _name_at(self, text: str, found: Sequence[Token], place: int) -> Name | None:
        for name in self._candidates(found[place].stem):
            end = place + len(name.words)
            if end <= len(found) and self._matches(name, text, found[place:end]):
                return name
        return None

    def _candidates(self, stem: str) -> Sequence[Name]:
        """The names that a word can begin, the longest first."""
        found = self._by_stem.get(stem)
        if found is None:
            found = self._by_stem[stem] = self._find(stem)
        return found

    def _find(self, stem: str) -> Sequence[Name]:
        lemmas = [lemma for lemma in lemmas_of(stem) if lemma in self._by_lemma]
        if len(lemmas) < 2:
            return self._by_lemma[lemmas[0]] if lemmas else ()
        return sorted((name for lemma in lemmas for name in self._by_lemma[lemma]), key=lambda name: -len(name.words))

    @staticmethod
    def _matches(name: Name, text: str, found: Sequence[Token]) -> bool:
        # A homograph is linked by its likeliest reading; the other words of a longer name settle the reading.
        alone = len(name.words) == 1
        return all(
            word.matches(token.stem, likeliest=alone) for word, token in zip(name.words, found, strict=True)
        ) and all(_SPACE.fullmatch(text, one.end, other.start) for one, other in pairwise(found))

    def _opening(self, term: TermRow) -> str:
        refers = refers_to((GlossaryTerm, term.pk), (GlossaryPage, self._page))
        return (
            f'<a class="term" href="{escape(self._address)}#{term.slug}" data-term="{escape(term.names[0])}" '
            f'data-definition="{escape(term.definition)}" {refers}>'
        )


@lru_cache(maxsize=4)
def _linker(terms: tuple[TermRow, ...], address: str, page: int) -> Linker:
    return Linker(terms, address=address, page=page)


def linker() -> Linker | None:
    """The linker of the present glossary; None where no glossary is published or no term links itself.

    In the transaction of a publish the terms are read, and compiled only if one of them is another than before.
    """
    address, page = cached(("glossary page",), _glossary_page)
    terms = cached(("terms to link",), _terms) if page else ()
    return _linker(terms, address, page) if terms else None


def _glossary_page() -> tuple[str, int]:
    page = GlossaryPage.objects.live().public().first()
    return ((page.get_url() or ""), page.pk) if page else ("", 0)


def _terms() -> tuple[TermRow, ...]:
    terms = GlossaryTerm.objects.filter(links_itself=True).order_by("term")
    return tuple(TermRow(term.pk, term.slug, tuple(term.names), term.definition) for term in terms)


def with_terms(html: str, page: "BasePage") -> str:
    """The HTML of a body with its terms linked; that of the glossary itself as it is."""
    if isinstance(page, GlossaryPage) or not (found := linker()):
        return html
    return mark_safe(found.link(html))  # noqa: S308 - only links are added
