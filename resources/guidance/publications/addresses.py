"""The addresses of publications, below those of their pages."""

PRINT = "druk"


def print_url(address: str) -> str:
    """The page for printing of the guide, chapter or edition at ``address``."""
    return f"{address}{PRINT}/"
