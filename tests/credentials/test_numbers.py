"""Numbers of certificates: unguessable, readable, with mistakes found."""

import re

from hypothesis import assume, given
from hypothesis import strategies as st

from courses.credentials.numbers import ALPHABET, new_number, normal

numbers = st.builds(new_number, st.integers(2000, 2999))


@given(numbers)
def test_a_number_is_read_as_it_is_written_without_confusable_characters(number):
    assert re.fullmatch(r"PM-\d{4}-[2-9AC-HJKMNPQRT-Z]{4}-[2-9AC-HJKMNPQRT-Z]{4}", number)
    assert normal(number) == number


@given(numbers)
def test_dashes_spaces_and_small_letters_do_not_matter(number):
    plain = number.replace("-", "")
    assert {normal(plain), normal(plain.lower()), normal(f" {number.replace('-', ' ')} "), normal(plain[2:])} == {
        number
    }


@given(numbers, st.integers(8, 16), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_found(number, place, character):
    assume(number[place] not in {"-", character})
    assert normal(number[:place] + character + number[place + 1 :]) is None


@given(numbers, st.sampled_from([8, 9, 10, 13, 14, 15]))
def test_two_characters_that_changed_places_are_found(number, place):
    assume(number[place] != number[place + 1])
    swapped = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
    assert normal(swapped) is None


@given(st.text(max_size=60))
def test_other_text_is_no_number_and_raises_nothing(text):
    assume(not text.upper().startswith(("PM", "2")))
    assert normal(text) is None
