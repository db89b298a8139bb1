import pytest
from hypothesis import given
from hypothesis import strategies as st

from polish.readability import WORDS_PER_MINUTE, count_words, reading_minutes


@pytest.mark.parametrize(
    ("text", "words"), [("", 0), ("Zażółć gęślą jaźń.", 3), ("polsko-czeski – tak", 2), ("art. 44 ust. 4", 4)]
)
def test_count_words(text: str, words: int) -> None:
    assert count_words(text) == words


def test_minutes_round_up_from_one() -> None:
    assert [reading_minutes("słowo " * n) for n in (0, 1, WORDS_PER_MINUTE, WORDS_PER_MINUTE + 1)] == [1, 1, 1, 2]


@given(st.text(), st.text())
def test_more_text_never_takes_less_time(text: str, more: str) -> None:
    assert reading_minutes(f"{text} {more}") >= reading_minutes(text)
