"""Numbers written out, and in digits, as the search index has both: lemmas without diacritics."""

_WORDS = {
    "2": "dwa dwoje drugi", "3": "trzy troje trzeci", "4": "cztery czworo czwarty", "5": "piec piecioro piaty",
    "6": "szesc szescioro szosty", "7": "siedem siedmioro siodmy", "8": "osiem osmioro osmy", "9": "dziewiec dziewiaty",
    "10": "dziesiec dziesiaty", "11": "jedenascie jedenasty", "12": "dwanascie dwunasty", "13": "trzynascie trzynasty",
    "14": "czternascie czternasty", "15": "pietnascie pietnasty", "16": "szesnascie szesnasty",
    "17": "siedemnascie siedemnasty", "18": "osiemnascie osiemnasty", "19": "dziewietnascie dziewietnasty",
    "20": "dwadziescia dwudziesty", "30": "trzydziesci trzydziesty", "40": "czterdziesci", "50": "piecdziesiat",
    "60": "szescdziesiat", "70": "siedemdziesiat", "80": "osiemdziesiat", "90": "dziewiecdziesiat", "100": "sto",
}  # fmt: skip
_DIGITS = {word: digits for digits, words in _WORDS.items() for word in words.split()}


def same_number(lemma: str) -> list[str]:
    """The other ways to write a number, digits for a word and the cardinal for digits; nothing for other words."""
    if lemma in _DIGITS:
        return [_DIGITS[lemma]]
    return _WORDS[lemma].split()[:1] if lemma in _WORDS else []
