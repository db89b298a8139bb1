"""Numbers of certificates, such as ``PM-2026-7KQ4-M2XD``: a year, seven random characters and a check character.

The alphabet has 29 characters, a prime number, and none of 0, 1, B, I, L, O and S, which are read as others. With
weights that differ between neighbours the check character finds every single wrong character and every two neighbours
that changed places.
"""

import re
import secrets

ALPHABET = "23456789ACDEFGHJKMNPQRTUVWXYZ"
PREFIX = "PM"
RANDOM = 7
LONGEST_TYPED = 40

# What people type for characters that are not in the alphabet.
_READ_AS = str.maketrans({"B": "8", "S": "5"})
_DIGITS = re.compile(r"\d{4}")


def new_number(year: int) -> str:
    """A new random number, of 17 thousand million for a year."""
    random = "".join(secrets.choice(ALPHABET) for _ in range(RANDOM))
    return _written(f"{year:04d}", random + check_character(f"{year:04d}", random))


def check_character(year: str, random: str) -> str:
    """The character after the random ones: the weighted sum of all is divisible by 29."""
    values = [int(digit) for digit in year] + [ALPHABET.index(character) for character in random]
    total = sum(weight * value for weight, value in enumerate(values, start=2))
    return ALPHABET[-total % len(ALPHABET)]


def normal(typed: str) -> str | None:
    """The number as it is written, typed with or without dashes, spaces and capitals; None for another text."""
    if len(typed) > LONGEST_TYPED:
        return None
    plain = "".join(character for character in typed.upper() if character.isascii() and character.isalnum())
    plain = plain.removeprefix(PREFIX)
    year, rest = plain[:4], plain[4:].translate(_READ_AS)
    if not _DIGITS.fullmatch(year) or len(rest) != RANDOM + 1 or not set(rest) <= set(ALPHABET):
        return None
    return _written(year, rest) if check_character(year, rest[:RANDOM]) == rest[RANDOM] else None


def _written(year: str, characters: str) -> str:
    return f"{PREFIX}-{year}-{characters[:4]}-{characters[4:]}"
