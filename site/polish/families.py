"""Words of one family: ``płacić``, ``płatnik`` and ``płatność``. No dictionary at hand links them, so endings tell.

All words here are lemmas in lower case and without diacritics, as the search index has them.
"""

import re
from functools import lru_cache

LEAST_STEM = 4
LEAST_STEM_OF_LONG = 3
"""How many letters are left at the least of a word without its ending; the second, of an ending of four and more."""

# Endings that make nouns, adjectives and verbs, longest first; what they are made of is what is left.
_ENDINGS = sorted(
    """
    owanie ywanie iwanie izacja yzacja acja ycja icja encja ancja anie ienie enie iecie ecie
    ator atorka ytor ista ysta istka ystka ownik owniczka ownica nik niczka nica nictwo ownictwo arz arka arstwo
    stwo ctwo osc liwosc alnosc nosc ownosc ariusz ariuszka ariat ent entka ant antka unek ek ka ik izm yzm
    owac ywac iwac izowac nac iac ac ic yc ec
    owy eniowy aniowy owny owniczy niczy ny ni ski cki any ony alny yjny acyjny icyjny iczny yczny liwy acki ariacki
    a o e y i
    """.split(),  # noqa: SIM905 - a list of words is read more easily without quotes
    key=lambda ending: (-len(ending), ending),
)
# Sounds that change before an ending: dach – daszek, płatny – płacić, droga – drożyć, zgłosić – zgłaszać.
_CHANGES = ((re.compile("szcz$"), "st"), (re.compile("cz$"), "k"), (re.compile("sz$"), "s"), (re.compile("rz$"), "r"),
            (re.compile("dz$"), "d"), (re.compile("c$"), "t"), (re.compile("o"), "a"))  # fmt: skip
# Verbs of two aspects whose stems differ, with the nouns made of them; and words that another family would take in.
_GROUPS = (
    "organizacja organizacyjny organizator organizatorka organizowac zorganizowac",
    "zawrzec zawierac zawarcie",
    "zlozyc skladac zlozenie",
    "przyjac przyjmowac przyjecie",
    "podjac podejmowac podjecie",
    "objac obejmowac objecie",
    "wypowiedziec wypowiadac wypowiedzenie",
    "odpowiedziec odpowiadac odpowiedz",
    "wyslac wysylac wysylka wyslanie",
    "przyslac przysylac",
    "rozpoczac rozpoczynac rozpoczecie",
    "zaczac zaczynac poczatek",
    "zebrac zbierac zbiorka zebranie",
    "wybrac wybierac wybor",
    "pobrac pobierac pobranie",
    "kupic kupowac kupno zakup",
    "zamowic zamawiac zamowienie",
    "odmowic odmawiac odmowa",
    "umowic umawiac",
    "napisac pisac pismo",
    "policzyc liczyc",
    "wyliczyc wyliczac",
    "zakonczyc konczyc zakonczenie koniec",
    "ukonczyc ukonczenie",
    "zmienic zmieniac zmiana",
    "zgubic gubic zguba",
    "zalozyc zakladac zalozenie",
    "wniesc wnosic wniosek wnioskowac wnioskodawca",
    "przeniesc przenosic przeniesienie",
    "prowadzic poprowadzic prowadzenie",
    "wziac brac",
    "wejsc wchodzic wejscie",
    "odejsc odchodzic odejscie",
    "rosnac wzrosnac wzrost",
    "pomoc pomagac pomocnik pomocny",
    "chronic ochrona ochronic",
    "bronic obrona",
    "badac badanie zbadac",
    "leczyc leczenie lekarz",
    "uczyc nauczyc nauka",
    "glosowac glosowanie glos",
)
_IN_GROUPS = {word: group.split()[0] for group in _GROUPS for word in group.split()}

# Names of women, and of men or of anybody: trenerka – trener.
_GENDERS = (
    ("torka", "tor"), ("niczka", "nik"), ("nica", "nik"), ("uszka", "usz"), ("istka", "ista"), ("ystka", "ysta"),
    ("antka", "ant"), ("entka", "ent"), ("eska", "es"), ("erka", "er"), ("czyni", "ca"), ("anka", "anin"),
    ("iadka", "iad"),
)  # fmt: skip


@lru_cache(maxsize=50_000)
def family(lemma: str) -> str:
    """A key that words of one family share: what is left without endings, with the sounds that change made one."""
    lemma = _IN_GROUPS.get(lemma, lemma)
    if lemma in _IN_GROUPS:
        return lemma
    stem = lemma
    for ending in _ENDINGS:
        least = LEAST_STEM_OF_LONG if len(ending) >= 4 else LEAST_STEM
        if lemma.endswith(ending) and len(lemma) - len(ending) >= least:
            stem = lemma[: -len(ending)]
            break
    for pattern, other in _CHANGES:
        stem = pattern.sub(other, stem)
    return stem


# The second parts of compounds: zleceniobiorca, wnioskodawca, dwuletni, samorządowiec.
_SECOND_PARTS = re.compile(r"o(?:biorca|biorczyni|dawca|dawczyni|dawstwo|tworca|nosny|wladca|wy)$")


def first_part(lemma: str) -> str:
    """The family of the first part of a compound: of ``zlecenie`` for ``zleceniobiorca``; "" where it is none."""
    found = _SECOND_PARTS.search(lemma)
    stem = lemma[: found.start()] if found else ""
    return family(stem + "e") if len(stem) >= LEAST_STEM else ""


def counterparts(lemma: str) -> list[str]:
    """What the name of a woman may be as that of a man, and the other way round; not all of them are words."""
    found = [lemma[: -len(hers)] + his for hers, his in _GENDERS if lemma.endswith(hers) and len(lemma) > len(hers) + 1]
    found += [lemma[: -len(his)] + hers for hers, his in _GENDERS if lemma.endswith(his) and len(lemma) > len(his) + 1]
    return found
