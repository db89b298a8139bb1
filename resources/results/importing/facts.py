"""Facts in sentences: periods, amounts, regions, numbers of beneficiaries, kinds of organisations."""

import calendar
import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal, InvalidOperation

from polish.folding import fold
from resources.results.importing.parsed import ReadBeneficiaries, ReadPeriod, ReadRegion

MONTHS = (
    ("stycznia", "styczeń"),
    ("lutego", "luty"),
    ("marca", "marzec"),
    ("kwietnia", "kwiecień"),
    ("maja", "maj"),
    ("czerwca", "czerwiec"),
    ("lipca", "lipiec"),
    ("sierpnia", "sierpień"),
    ("września", "wrzesień"),
    ("października", "październik"),
    ("listopada", "listopad"),
    ("grudnia", "grudzień"),
)
_MONTH = "|".join(genitive for genitive, _nominative in MONTHS)
_DATE = rf"(?:(\d{{1,2}}) )?({_MONTH}) (\d{{4}}) ?r?\.?"
_PERIOD = re.compile(rf"{_DATE} (?:do|[-–]) {_DATE}", re.IGNORECASE)
_MONEY = re.compile(r"(\d{1,3}(?:[  ]\d{3}){0,3}|\d{1,12})(?:,(\d{2}))? zł")
_PERCENT = re.compile(r"(\d{1,3})(?:,(\d{1,2}))? ?% (?:do)?finansowani", re.IGNORECASE)


def period_in(text: str) -> ReadPeriod | None:
    """The first period: "od stycznia 2014r. do kwietnia 2015r.", "2 grudnia 2013 r. do 30 czerwca 2015 r."."""
    for found in _PERIOD.finditer(text):
        first_day, first_month, first_year, last_day, last_month, last_year = found.groups()
        starts = _date(first_day or "1", first_month, first_year)
        ends = _date(last_day or "", last_month, last_year)
        if starts is None or ends is None or ends < starts:
            continue
        whole = bool(first_day and last_day)
        return ReadPeriod(starts, ends, "" if whole else f"{_named(starts)} – {_named(ends)}")
    return None


def _date(day: str, month: str, year: str) -> date | None:
    """A date; without a day, the last of its month."""
    number = next(place for place, names in enumerate(MONTHS, start=1) if names[0] == month.lower())
    try:
        return date(int(year), number, int(day) if day else calendar.monthrange(int(year), number)[1])
    except ValueError:
        return None


def _named(day: date) -> str:
    return f"{MONTHS[day.month - 1][1]} {day.year}"


def amount_in(text: str) -> Decimal | None:
    """The first amount in złoty."""
    found = _MONEY.search(text)
    if found is None:
        return None
    try:
        return Decimal(f"{re.sub(r'[^0-9]', '', found[1])}.{found[2] or '00'}")
    except InvalidOperation:
        return None


def percent_in(text: str) -> Decimal | None:
    """The share of a grant: "przy 100% dofinansowaniu"."""
    found = _PERCENT.search(text)
    share = Decimal(f"{found[1]}.{found[2]}" if found[2] else found[1]) if found else None
    return share if share is not None and share <= 100 else None


# By the stems of the adjectives, folded; the longer before those that they contain.
_VOIVODESHIPS = {
    "dolnoslaski": "02",
    "kujawsko-pomorski": "04",
    "lubelski": "06",
    "lubuski": "08",
    "lodzki": "10",
    "malopolski": "12",
    "mazowiecki": "14",
    "opolski": "16",
    "podkarpacki": "18",
    "podlaski": "20",
    "zachodniopomorski": "32",
    "pomorski": "22",
    "slaski": "24",
    "swietokrzyski": "26",
    "warminsko-mazurski": "28",
    "wielkopolski": "30",
}
_ADJECTIVE = r"[a-z-]+ski(?:ego|ch|mi|m|e)\b"
_NAMED_VOIVODESHIPS = re.compile(
    rf"wojewodztw(?:a|o|u|em|ie|ach|om|ami)? ({_ADJECTIVE}(?:(?:, | i | oraz ){_ADJECTIVE}){{0,15}})"
)
_AREA = re.compile(
    r"\b([Ss]ubregion)(?:u|em|ie)? ([A-ZĄĆĘŁŃÓŚŹŻ]\w+?)(?:ego|m|y)\b|\b([Pp]owiat)(?:u|em|cie) (\w+?)(?:iego|im)\b"
)
_COUNTRY = re.compile(r"w polsce|krajow(?:ej|a) gospodark")


def regions_in(text: str) -> list[ReadRegion]:
    """The voivodeships, each once, with the subregion or powiat that is named; the country where there are none."""
    folded = fold(text).lower()
    codes: list[str] = []
    for found in _NAMED_VOIVODESHIPS.finditer(folded):
        for word in re.findall(r"[a-z-]+", found[1]):
            codes += [code for stem, code in _VOIVODESHIPS.items() if word.startswith(stem)][:1]
    codes = list(dict.fromkeys(codes))
    area = _area(text)
    if area and len(codes) <= 1:
        return [ReadRegion(codes[0] if codes else "", area)]
    if not codes and _COUNTRY.search(folded):
        codes = ["PL"]
    return [ReadRegion(code) for code in codes]


def _area(text: str) -> str:
    found = _AREA.search(text)
    if found is None:
        return ""
    if found[1]:
        stem = found[2]
        ending = "" if stem.endswith("i") else "i" if stem.endswith(("k", "g")) else "y"
        return f"{found[1].capitalize()} {stem}{ending}"
    return f"{found[3].lower()} {found[4]}i"


_NUMBER = re.compile(
    r"(?P<precision>co najmniej|nie mniej niż|minimum|min\.|około|ok\.)? ?(?<![\d.,])"
    r"(?P<number>\d{1,6}) (?P<between>(?:[^\W\d_]+ ){0,3}?)"
    r"(?P<unit>osob[ay]?\b|osób\b|beneficjent\w*|przedstawiciel\w*|członk\w*|uczestnik\w*|organizacj\w*|NGOs?\b|JST\b)",
    re.IGNORECASE,
)
_UNITS = (("organizacj", "organisations"), ("ngo", "organisations"), ("jst", "local_governments"))
_KINDS = (
    ("ngo", ("organizacj", "ngo", "trzeciego sektora", "wolontariusz")),
    ("public", ("jednost", "jst", "samorzad", "administracji", "instytucji publicznych", "wladz")),
    ("excluded", ("bezrobotn", "zaleznych", "wyklucz", "niepelnosprawn", "bezdomn")),
    ("social_economy", ("spoldzieln", "gospodarki spolecznej", "ekonomii spolecznej", "przedsiebiorstw spolecznych")),
    ("education", ("uczeln", "szkol", "edukacyjn", "student", "badawcz")),
    ("residents", ("mieszkanc",)),
)


def beneficiaries_in(text: str) -> Iterator[ReadBeneficiaries]:
    """The numbers of people, organisations and local governments in a text, with the words that say who they are."""
    found = list(_NUMBER.finditer(text))
    for place, match in enumerate(found):
        end = found[place + 1].start() if place + 1 < len(found) else len(text)
        said = _until_the_end(text[match.start("between") : end])
        precision = (match["precision"] or "").lower()
        unit = next((unit for start, unit in _UNITS if match["unit"].lower().startswith(start)), "people")
        yield ReadBeneficiaries(
            precision="about" if precision in ("około", "ok.") else "at_least" if precision else "exact",
            number=int(match["number"]),
            unit=unit,
            kind=kind_of_beneficiaries(said),
            description=said[:300].strip(),
        )


def _until_the_end(text: str) -> str:
    """The words up to the end of the phrase, or of the sentence where only the number stands in brackets."""
    inside, bracket, rest = text.partition(")")
    if bracket and "(" not in inside and len(inside.split()) > 2:
        text = inside
    elif bracket and "(" not in inside:
        sentence = re.split(r"\.(?:\s|$)", rest, maxsplit=1)[0]
        text = f"{inside} {sentence}"
    else:
        text = re.split(r"[,;–]|\.(?:\s|$)", text, maxsplit=1)[0]
    return re.sub(r"(?: (?:i|oraz|w tym|-))+$", "", " ".join(text.split())).rstrip(" :.,(")


def kind_of_beneficiaries(text: str) -> str:
    """The kind that the words name first, or ""."""
    folded = fold(text).lower()
    places = [(place, kind) for kind, stems in _KINDS for stem in stems if (place := folded.find(stem)) >= 0]
    return min(places)[1] if places else ""


_PARTNER_KINDS = (
    ("university", ("uniwersytet", "akademi", "politechnik", "uczelni", "wyzsza szkola")),
    ("local_government", ("gmin", "powiat", "starost", "miast", "samorzad", "wojewodztwo")),
    ("public_institution", ("urzad pracy", "osrodek pomocy", "ministerstw", "instytut")),
    ("social_economy", ("spoldzielni",)),
    ("ngo", ("fundacj", "stowarzysz", "forum", "organizacj", "zwiazek", "klub", "federacj")),
    ("company", ("sp. z o.o", "s.a.", "spolka")),
)


def kind_of_partner(name: str) -> str:
    """The kind of an organisation by its name, or ""; what is said first in the name counts."""
    folded = fold(name).lower()
    places = [(place, kind) for kind, stems in _PARTNER_KINDS for stem in stems if (place := folded.find(stem)) >= 0]
    found = {kind for _place, kind in places}
    if "local_government" in found and folded.startswith(("zwiazek", "starost", "gmin", "powiat", "miast", "urzad")):
        return "local_government"
    return min(places)[1] if places else ""
