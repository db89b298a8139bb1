import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.coursework import addresses, receipts
from courses.coursework.errors import InvalidAddressesError

known = st.sampled_from([f"osoba{number}@example.com" for number in range(6)])
separators = st.sampled_from(["\n", ",", ";", ", ", " ;\n", "\r\n", ",,\n\n"])


@given(st.lists(st.tuples(known, separators, st.booleans()), max_size=20))
def test_every_separator_is_accepted_and_duplicates_are_dropped(entries):
    text = "".join((address.upper() if loud else address) + separator for address, separator, loud in entries)
    assert addresses.parse(text) == list(dict.fromkeys(address for address, _separator, _loud in entries))


def test_the_way_mail_programs_copy_them():
    text = 'Anna Lis <Anna.Lis@example.com>; "Wrona, Marek" <marek@example.com>'
    with pytest.raises(InvalidAddressesError):
        addresses.parse(text)  # a comma inside a name separates it, so the parts are errors
    assert addresses.parse("Anna Lis <Anna.Lis@example.com>; marek@example.com") == [
        "anna.lis@example.com",
        "marek@example.com",
    ]


def test_every_wrong_line_is_named():
    with pytest.raises(InvalidAddressesError) as error:
        addresses.parse("anna@example.com\nmarek@\n\newa@example.com, kto to")
    assert error.value.lines == [(2, "marek@"), (4, "kto to")]
    assert "2" in str(error.value)
    assert "marek@" in str(error.value)


@given(st.text(max_size=300))
def test_anything_pasted_is_read_or_named(text):
    lines: list[tuple[int, str]] = []
    try:
        found = addresses.parse(text)
    except InvalidAddressesError as error:
        found, lines = [], error.lines
    assert len(found) == len(set(found))
    assert all(1 <= number <= len(text.splitlines()) and wrong for number, wrong in lines)


def test_receipts_look_like_receipts():
    drawn = {receipts.new() for _ in range(500)}
    assert len(drawn) == 500
    assert all(receipts.PATTERN.match(receipt) and len(receipt) == 11 for receipt in drawn)
