"""What the templates of document templates get."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class TemplateItem:
    """A document template in the list of all."""

    title: str
    url: str
    summary: str
    legal_state: date | None


@dataclass(frozen=True, slots=True)
class ChapterLinks:
    """A chapter that explains a template, and its requirements; "" where they are not listed."""

    title: str
    url: str
    requirements_url: str
