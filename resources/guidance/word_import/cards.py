"""What the preview of an import shows."""

from collections.abc import Sequence
from dataclasses import dataclass

from editing.differences.cards import FieldChange


@dataclass(frozen=True, slots=True)
class Warned:
    """What could not be kept, and under which headings it stands; ``more`` of them are not named."""

    text: str
    headings: Sequence[str]
    more: int = 0


@dataclass(frozen=True, slots=True)
class PreviewBlock:
    """A block as readers will see it, or a picture that is not on the site yet (``picture``, "" for none to show)."""

    html: str = ""
    is_picture: bool = False
    picture: str = ""
    alt: str = ""
    caption: str = ""


@dataclass(frozen=True, slots=True)
class PreviewChapter:
    """A chapter of the file: ``fate`` is one of ``planning.Fate``, ``chosen`` whether it is offered ticked.

    ``blocks`` are those of a new chapter, ``changes`` the differences of one that is here. ``to_do`` says what is
    missing before it can be published.
    """

    number: int
    title: str
    fate: str
    edited: bool
    chosen: bool
    url: str
    comments: int
    to_do: Sequence[str] = ()
    blocks: Sequence[PreviewBlock] = ()
    changes: Sequence[FieldChange] = ()
