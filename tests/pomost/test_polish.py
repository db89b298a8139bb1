"""Polish plural forms of the interface for all numbers."""

import pytest
from django.utils.translation import ngettext, override


@pytest.mark.parametrize(
    ("number", "words"),
    [(1, "1 rozdział"), (2, "2 rozdziały"), (5, "5 rozdziałów"), (12, "12 rozdziałów"), (22, "22 rozdziały")],
)
def test_plural_forms(number: int, words: str) -> None:
    with override("pl"):
        assert ngettext("%(counter)s chapter", "%(counter)s chapters", number) % {"counter": number} == words


def test_eleven_takes_the_third_form() -> None:
    with override("pl"):
        assert ngettext("%(counter)s chapter", "%(counter)s chapters", 11) % {"counter": 11} == "11 rozdziałów"
