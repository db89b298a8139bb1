"""HTML from a word processor as blocks of running text.

``convert()`` needs no Django; ``states`` gives its result to Wagtail.
"""

from editing.pasting.conversion import convert
from editing.pasting.results import Converted, Dropped, Heading, Piece, Prose, Table

__all__ = ["Converted", "Dropped", "Heading", "Piece", "Prose", "Table", "convert"]
