import pytest
from hypothesis import given
from hypothesis import strategies as st

from polish.readability import WORDS_PER_MINUTE, count_words, minutes_for


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
