"""The number that proves a hand-in, short enough to be read over the telephone."""

import re
import secrets

# Without 0, O, 1, I and L, which people mistake for one another, and without U, so that no words come out.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
PATTERN = re.compile(rf"^P-[{ALPHABET}]{{4}}-[{ALPHABET}]{{4}}$")


def new() -> str:
    """A receipt such as ``P-7K3F-9Q2M``: one of 6.5 · 10¹¹, drawn without a pattern to guess."""
    drawn = "".join(secrets.choice(ALPHABET) for _ in range(8))
    return f"P-{drawn[:4]}-{drawn[4:]}"
