"""Folding: Polish letters without diacritics, for URLs and search."""

_MARKS = str.maketrans("ąćęłńóśźżĄĆĘŁŃÓŚŹŻ", "acelnoszzACELNOSZZ")


def fold(text: str) -> str:
    """``text`` with every Polish letter replaced by its base letter; the length does not change."""
    return text.translate(_MARKS)
