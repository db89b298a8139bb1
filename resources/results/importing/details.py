"""What the text of a project or result says beside its labels; the text itself stays whole."""

import re
from dataclasses import replace

from polish.cases import nominative
from polish.readability import sentences
from resources.results.importing.facts import (
    beneficiaries_in,
    kind_of_beneficiaries,
    kind_of_partner,
    period_in,
    regions_in,
)
from resources.results.importing.parsed import ReadComponent, ReadPage, ReadPartner
from resources.results.importing.titles import clean_title

LONGEST_TITLE = 300
LONGEST_NAME = 250
_MADE_BY = re.compile(
    r"^(?P<leader>[^.]{3,250}?) w partnerstwie z (?P<partners>[^.]{3,600}?) w okresie od (?P<period>.{5,60}?) "
    r"realizuj\w+ projekt (?:pt\. |pod tytułem |pn\. )?[„\"”](?P<title>[^”\"]{3,255})[”\"]"
    r"(?: (?P<funding>współfinansowany [^.]{3,250}))?"
)
_QUOTED = r"[„\"”](?P<title>[^„”\"]{3,300})[”\"]"
_RESULT = re.compile(rf"(?:[Rr]ezultatem (?:projektu|poddawanym walidacji)) jest {_QUOTED}")
_ORDINAL = r"(?:pierwsz|drugi|trzeci|czwart|piąt)\w*"
_SUBPROJECT = re.compile(
    rf"^(?:Pierwsz\w+ z nich to (?P<first>.+)"
    rf"|Celem {_ORDINAL} (?:z )?podprojekt\w*,? [^„\"”]*{_QUOTED},? ?(?P<text>.*))$"
)
_PRIORITY = re.compile(r"^(?:Działania|Zadania) w ramach priorytetu (?P<name>\w+?(?:-\w+?)?)ego to (?P<text>.+)$")
_FIRST_ELEMENT = re.compile(
    r"(?:Pierwszy z nich|Kolejnym elementem rezultatu jest|Pierwszym elementem jest)(?: to)? (?P<what>.+)"
)
_ALSO = re.compile(r"^W skład rezultatu wchodzą także: (?P<list>.+)$|^Na model składa się także (?P<one>.+)$")
_FOR = re.compile(
    r"^(?:Rezultat kierowany jest (?:zarówno )?do|Model wsparcia mogą stosować|Rezultat mogą stosować"
    r"|Może on być przydatny również dla) (?P<list>.+)$"
)


def add_details(page: ReadPage) -> None:
    """Adds what the paragraphs say: partners, period, components, results, beneficiaries, regions, addressees."""
    _made_by(page)
    for sentence in [part for paragraph in page.paragraphs for part in _sentences(paragraph)]:
        if page.is_result:
            _elements(page, sentence)
            _addressees(page, sentence)
        else:
            _components(page, sentence)
            _results(page, sentence)
    text = "\n".join(page.paragraphs)
    if page.is_result:
        return
    page.beneficiaries += [found for paragraph in page.paragraphs for found in beneficiaries_in(paragraph)]
    page.beneficiaries = list(dict.fromkeys(found for found in page.beneficiaries if found.number))[:50]
    page.regions += regions_in(text) or regions_in(page.theme[1])


def _sentences(paragraph: str) -> list[str]:
    return [sentence.strip() for sentence in sentences(paragraph)]


def _made_by(page: ReadPage) -> None:
    """The opening sentence of a free page: who makes the project, with whom, when, and its title."""
    found = _MADE_BY.match(page.paragraphs[0]) if page.paragraphs and not page.partners else None
    if found is None:
        return
    names = [nominative(name.strip()) for name in re.split(r",| oraz | i (?=[A-ZŁŚŻ])", found["partners"])]
    page.partners = [ReadPartner(found["leader"], "leader", kind_of_partner(found["leader"]))] + [
        ReadPartner(name[:LONGEST_NAME], "partner", kind_of_partner(name)) for name in names if name
    ]
    page.period = page.period or period_in(found["period"])
    page.title = page.title or clean_title(found["title"])
    if found["funding"]:
        page.funding.append(f"Projekt {found['funding']}")


def _results(page: ReadPage, sentence: str) -> None:
    if found := _RESULT.search(sentence):
        page.results.append(clean_title(found["title"]))


def _components(page: ReadPage, sentence: str) -> None:
    if found := _SUBPROJECT.match(sentence):
        title = clean_title(found["first"] or found["title"]).rstrip(".")
        page.components.append(
            ReadComponent("subproject", _capital(title), _capital((found["text"] or "").removeprefix("jest ").strip()))
        )
    elif found := _PRIORITY.match(sentence):
        ending = "i" if found["name"].endswith(("k", "g")) else "y"
        name = f"Priorytet {found['name']}{ending}".replace("iy", "i")
        page.components.append(ReadComponent("priority", name, _capital(found["text"])))


def _elements(page: ReadPage, sentence: str) -> None:
    if found := _FIRST_ELEMENT.search(sentence):
        page.components.append(_element(found["what"]))
    elif found := _ALSO.match(sentence):
        parts = re.split(r" oraz ", found["list"]) if found["list"] else [found["one"]]
        page.components += [_element(part) for part in parts]


def _element(what: str) -> ReadComponent:
    """A phrase as an element; the name after a dash or in brackets is its title, where there is one."""
    what = what.strip().rstrip(".")
    named = re.search(r" [-–] ([A-ZŁŚŻ][^,.;]{3,120})$", what) or re.search(r"\(([A-ZŁŚŻ][^()]{3,120})\)$", what)
    if named:
        return ReadComponent("", named[1].strip(), _capital(what))
    title, comma, rest = what.partition(", ")
    element = ReadComponent("", _capital(title)[:LONGEST_TITLE], _capital(what) if comma and rest else "")
    return element if len(title) <= LONGEST_TITLE else replace(element, text=_capital(what))


def _addressees(page: ReadPage, sentence: str) -> None:
    if found := _FOR.match(sentence):
        text = found["list"].rstrip(".")
        # Commas and "i" between brackets belong to one addressee.
        parts = re.split(r", jak również do |, (?![^()]*\))| oraz (?![^()]*\))", text)
        page.addressees += [
            (part.strip()[:300], kind_of_beneficiaries(part)) for part in parts if len(part.strip()) > 2
        ]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
