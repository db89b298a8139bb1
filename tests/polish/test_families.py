"""Words of one family share a key; names of women and of men lead to each other."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polish.families import counterparts, family


@pytest.mark.parametrize(
    "words",
    [
        "placic placa platnik platnosc platny",
        "praca pracowac pracownik pracowniczka pracowniczy",
        "zglosic zglaszac zgloszenie",
        "zwrocic zwracac zwrot",
        "zatrudnic zatrudniac",
        "dotacja dotacyjny dotowac",
        "konsultacja konsultowac konsultacyjny",
        "wolontariusz wolontariat wolontariacki",
        "rekrutacja rekrutowac rekrutacyjny",
        "szkolic szkolenie szkoleniowy",
        "zawrzec zawierac zawarcie",
        "wniosek wnosic wnioskodawca",
        "ocena oceniac ocenic",
        "organizacja organizowac organizator",
    ],
)
def test_words_of_one_family_share_a_key(words: str) -> None:
    assert len({family(word) for word in words.split()}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [("umowa", "umowic"), ("praca", "proces"), ("kurs", "konkurs"), ("organizacja", "organ"), ("wspolpraca", "praca")],
)
def test_other_words_do_not(one: str, other: str) -> None:
    assert family(one) != family(other)


@pytest.mark.parametrize(
    ("woman", "man"),
    [
        ("trenerka", "trener"),
        ("koordynatorka", "koordynator"),
        ("pracowniczka", "pracownik"),
        ("pracownica", "pracownik"),
        ("wolontariuszka", "wolontariusz"),
        ("prezeska", "prezes"),
        ("doradczyni", "doradca"),
        ("specjalistka", "specjalista"),
    ],
)
def test_names_of_women_and_of_men_lead_to_each_other(woman: str, man: str) -> None:
    assert man in counterparts(woman)
    assert woman in counterparts(man)


@given(st.text(alphabet="abcdefghijklmnoprstuwyz", max_size=40))
def test_every_word_has_a_family_and_is_not_its_own_counterpart(word: str) -> None:
    assert bool(family(word)) == bool(word)
    assert family(word) == family(word)
    assert word not in counterparts(word)
