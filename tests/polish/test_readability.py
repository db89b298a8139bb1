from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polish.readability import (
    WORDS_PER_MINUTE,
    Readability,
    count_syllables,
    count_words,
    minutes_for,
    readability,
    sentences,
)


@pytest.mark.parametrize(
    ("text", "words"), [("", 0), ("Zażółć gęślą jaźń.", 3), ("polsko-czeski – tak", 2), ("art. 44 ust. 4", 4)]
)
def test_count_words(text: str, words: int) -> None:
    assert count_words(text) == words


def test_minutes_round_up_from_one() -> None:
    assert [minutes_for(n) for n in (0, 1, WORDS_PER_MINUTE, WORDS_PER_MINUTE + 1)] == [1, 1, 1, 2]


@given(st.integers(min_value=0, max_value=10**6), st.integers(min_value=0, max_value=10**6))
def test_more_words_never_take_less_time(words: int, more: int) -> None:
    assert minutes_for(words + more) >= minutes_for(words)


@given(st.text(), st.text())
def test_words_of_two_texts_add_up(text: str, more: str) -> None:
    assert count_words(f"{text} {more}") == count_words(text) + count_words(more)


@pytest.mark.parametrize(
    ("word", "syllables"),
    [
        ("w", 0),
        ("chleb", 1),
        ("ziemia", 2),
        ("miłość", 2),
        ("wiadomość", 3),
        ("Iść", 1),
        ("instytucja", 4),
        ("organizacji", 5),
        ("społeczno-gospodarczy", 7),
    ],
)
def test_syllables(word: str, syllables: int) -> None:
    assert count_syllables(word) == syllables


LETTERS = st.text(alphabet="aąbcćdeęfghijklłmnńoóprsśtuwyzźżAĄIOŻ", max_size=30)


@given(LETTERS)
def test_syllables_are_vowels_but_the_i_that_softens(word: str) -> None:
    vowels = sum(letter in "aąeęioóuy" for letter in word.lower())
    softening = sum(letter == "i" and following in "aąeęioóuy" for letter, following in pairwise(word.lower() + "\n"))
    assert count_syllables(word) == vowels - softening


@given(LETTERS, st.sampled_from("bcdfgłmnprstwzż"), LETTERS)
def test_a_consonant_between_two_words_adds_no_syllable_and_takes_none(one: str, consonant: str, other: str) -> None:
    assert count_syllables(one + consonant + other) == count_syllables(one) + count_syllables(other)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("Ala ma kota", ["Ala ma kota"]),
        (
            "Zobacz art. 5 ust. 1 ustawy. Potem pkt 3. Koniec!",
            ["Zobacz art. 5 ust. 1 ustawy.", "Potem pkt 3.", "Koniec!"],
        ),
        ("Dz. U. z 2003 r. poz. 873. Tyle.", ["Dz. U. z 2003 r. poz. 873.", "Tyle."]),
        ("Jan K. Nowak m.in. pisze, np. Kasi.", ["Jan K. Nowak m.in. pisze, np. Kasi."]),
        ("„Tak.” Potem nie? Może… Kto wie.", ["„Tak.”", "Potem nie?", "Może…", "Kto wie."]),
        ("Płacisz 5 zł. 10 osób czeka.", ["Płacisz 5 zł.", "10 osób czeka."]),
        ("W 1. kwartale. I tak\ndalej.", ["W 1. kwartale.", "I tak dalej."]),
    ],
)
def test_sentences(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


@given(st.text(alphabet="aAbB1.!? „”()\n", max_size=60))
def test_sentences_give_the_text_back(text: str) -> None:
    assert " ".join(sentences(text)) == " ".join(text.split())


def test_fog_is_of_the_length_of_sentences_and_of_hard_words() -> None:
    fog = 0.4 * (6 / 2 + 100 * 2 / 6)
    found = readability(["Ala ma kota. Organizacja pozarządowa działa."])
    assert found == Readability(fog=fog, words=6, sentences=2, hard_words=2)
    assert readability(["", "…"]) is None


@given(st.lists(st.sampled_from(["Ala ma kota", "organizacja pozarządowa", "Tak. Nie"]), min_size=1))
def test_fog_does_not_depend_on_the_order_of_paragraphs(texts: list[str]) -> None:
    assert readability(texts) == readability(list(reversed(texts)))
