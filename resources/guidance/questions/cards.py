"""Dataclasses for the templates of questions and answers."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.safestring import SafeString

from publishing.links import Link


@dataclass(frozen=True, slots=True)
class AnswerCard:
    """A published answer. ``place`` is the page, with the section, that it stands beside."""

    id: int
    anchor: str
    question: str
    answer: SafeString
    place: Link
    answered_at: datetime | None


@dataclass(frozen=True, slots=True)
class ThemeCard:
    """The answers about one guide."""

    id: int
    title: str
    url: str
    answers: tuple[AnswerCard, ...]


@dataclass(frozen=True, slots=True)
class Addresses:
    """The addresses of the forms about a page, and of the answers about its guide, "" where no page lists them."""

    question: str
    error: str
    rating: str
    all_answers: str
