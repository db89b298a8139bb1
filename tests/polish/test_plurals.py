import pytest
from hypothesis import given
from hypothesis import strategies as st

from polish.plurals import choose, plural_form


@pytest.mark.parametrize(
    ("number", "form"),
    [
        (0, "many"),
        (1, "one"),
        (2, "few"),
        (4, "few"),
        (5, "many"),
        (11, "many"),
        (12, "many"),
        (14, "many"),
        (21, "many"),
        (22, "few"),
        (112, "many"),
        (122, "few"),
        (-1, "one"),
        (-3, "few"),
    ],
)
def test_form(number: int, form: str) -> None:
    assert plural_form(number) == form


def test_choose() -> None:
    assert [choose(n, "praca", "prace", "prac") for n in (1, 2, 5)] == ["praca", "prace", "prac"]


@given(st.integers(min_value=2))
def test_agrees_with_the_gettext_rule(number: int) -> None:
    # The rule as it stands in the header of every Polish catalogue.
    index = 1 if 2 <= number % 10 <= 4 and (number % 100 < 10 or number % 100 >= 20) else 2
    assert plural_form(number) == ("one", "few", "many")[index]
