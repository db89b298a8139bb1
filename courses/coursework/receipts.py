"""Receipt numbers of rounds, short enough to be read over the telephone."""

import re
import secrets

# Without 0, O, 1, I and L, which are easily confused, and without U, so that no words come out.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
PATTERN = re.compile(rf"^P-[{ALPHABET}]{{4}}-[{ALPHABET}]{{4}}$")


def new() -> str:
    """A random receipt number such as ``P-7K3F-9Q2M``, one of 6.5 · 10¹¹."""
    drawn = "".join(secrets.choice(ALPHABET) for _ in range(8))
    return f"P-{drawn[:4]}-{drawn[4:]}"
