"""E-mail addresses out of what somebody pasted."""

import re

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from courses.coursework.errors import InvalidAddressesError

_SEPARATORS = re.compile(r"[,;]")
_NAMED = re.compile(r"^[^<>]*<([^<>]*)>$")
_LONGEST_SHOWN = 80


def parse(text: str) -> list[str]:
    """The addresses in ``text``, in lower case, each once, in the order of their first place.

    One stands in a line, or several parted by commas or semicolons; "Anna Lis <anna@example.org>" is taken as mail
    programs copy it. Raises ``InvalidAddressesError`` that names every line with something else in it.
    """
    found: dict[str, None] = {}
    wrong: list[tuple[int, str]] = []
    for number, line in enumerate(text.splitlines(), start=1):
        for part in _SEPARATORS.split(line):
            entry = part.strip()
            if not entry:
                continue
            named = _NAMED.match(entry)
            address = (named.group(1) if named else entry).strip().lower()
            try:
                validate_email(address)
            except ValidationError:
                wrong.append((number, entry[:_LONGEST_SHOWN]))
            else:
                found[address] = None
    if wrong:
        raise InvalidAddressesError(wrong)
    return list(found)
