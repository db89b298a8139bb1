"""The order of the Polish alphabet: ``ł`` stands after ``l``, ``ż`` at the end."""

_ALPHABET = "aąbcćdeęfghijklłmnńoópqrsśtuvwxyzźż"
_PLACES = {letter: place for place, letter in enumerate(_ALPHABET)}


def sort_key(text: str) -> tuple[tuple[int, str], ...]:
    """A key for sorting: words as a dictionary orders them; other characters stand before letters."""
    return tuple((_PLACES.get(letter, -1), letter) for letter in text.lower())
