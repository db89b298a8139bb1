"""The addresses of publications, below those of their pages."""

PRINT = "druk"
WORD = "rozdzial.docx"


def print_url(address: str) -> str:
    """The page for printing of the guide, chapter or edition at ``address``."""
    return f"{address}{PRINT}/"


def word_url(address: str) -> str:
    """The Word file of the chapter at ``address``."""
    return f"{address}{WORD}"
