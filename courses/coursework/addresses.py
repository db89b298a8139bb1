"""Parsing of pasted lists of e-mail addresses."""

import re

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from courses.coursework.errors import InvalidAddressesError

_SEPARATORS = re.compile(r"[,;]")
_NAMED = re.compile(r"^[^<>]*<([^<>]*)>$")
_LONGEST_SHOWN = 80


def parse(text: str) -> list[str]:
    """Returns the addresses in ``text``, in lower case, without duplicates, in order of appearance.

    Addresses are separated by line ends, commas or semicolons; the form "Anna Lis <anna@example.org>" is accepted too.
    Raises ``InvalidAddressesError`` with every line that holds something else.
    """
    found: dict[str, None] = {}
    wrong: list[tuple[int, str]] = []
    for number, line in enumerate(text.splitlines(), start=1):
        for part in _SEPARATORS.split(line):
            entry = part.strip()
            if not entry:
                continue
            address = address_in(entry)
            if is_address(address):
                found[address] = None
            else:
                wrong.append((number, entry[:_LONGEST_SHOWN]))
    if wrong:
        raise InvalidAddressesError(wrong)
    return list(found)


def address_in(entry: str) -> str:
    """The address of an entry in lower case, also of one like "Anna Lis <anna@example.org>"; not checked."""
    named = _NAMED.match(entry.strip())
    return (named.group(1) if named else entry).strip().lower()


def is_address(text: str) -> bool:
    """Whether the text is one e-mail address and nothing else."""
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True
