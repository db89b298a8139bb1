import pytest

from polish.numerals import same_number


@pytest.mark.parametrize(
    ("lemma", "others"),
    [
        ("osiem", ["8"]),
        ("osmy", ["8"]),
        ("8", ["osiem"]),
        ("piecdziesiat", ["50"]),
        ("umowa", []),
        ("1", []),
        ("7000", []),
    ],
)
def test_a_number_is_found_however_it_is_written(lemma: str, others: list[str]) -> None:
    assert same_number(lemma) == others
