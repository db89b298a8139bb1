import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.query import LONGEST, MOST_WORDS, clean, shown


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", ""),
        ("   \t\n", ""),
        ("ewidencja  czasu\npracy", "ewidencja czasu pracy"),
        ('"umowa o dzieło"', "umowa o dzieło"),
        ("umowa AND (NOT zlecenie) NEAR/2 praca*", "umowa AND NOT zlecenie NEAR 2 praca"),
        ("art. 44 ust. 4", "art 44 ust 4"),
        ("e-mail", "e mail"),
        ("100%_\\'; --", "100"),
        ("title:umowa ^body {x}", "title umowa body x"),
        ("🙂👩‍👩‍👧", ""),
        ("umo\x00wa", "umo wa"),
        ("\u202eumowa\u200f", "umowa"),
        ("współ\u00adpraca", "współpraca"),
        ("wspo\u0301łpraca", "wspó\u0142praca"),
        ("x" * 10_000, "x" * LONGEST),
        ("a " * 10_000, " ".join("a" * MOST_WORDS)),
    ],
)
def test_only_words_are_left(typed: str, words: str) -> None:
    assert clean(typed) == words


@given(st.text(max_size=3000))
def test_cleaning_is_bounded_and_settles(typed: str) -> None:
    words = clean(typed)
    assert len(words) <= LONGEST
    assert len(words.split()) <= MOST_WORDS
    assert clean(words) == words
    assert all(word.isalnum() for word in words.split())


@given(st.text(max_size=3000))
def test_what_is_shown_is_one_short_printable_line(typed: str) -> None:
    line = shown(typed)
    assert len(line) <= LONGEST
    assert "\x00" not in line
    assert shown(line) == line


def test_what_was_typed_is_shown_as_typed() -> None:
    assert shown(' Umowa "o dzieło"? ') == 'Umowa "o dzieło"?'
