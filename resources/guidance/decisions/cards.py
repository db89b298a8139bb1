"""What the templates of decision guides get."""

from dataclasses import dataclass, field
from datetime import date

from django.utils.safestring import SafeString

from publishing.links import Link


@dataclass(frozen=True, slots=True)
class AnswerCard:
    """An answer that may be chosen."""

    key: str
    text: str


@dataclass(frozen=True, slots=True)
class QuestionCard:
    """The question that waits for its answer."""

    key: str
    text: str
    help: str
    answers: list[AnswerCard]


@dataclass(frozen=True, slots=True)
class StepCard:
    """A question that was answered; ``change_url`` asks it again."""

    question: str
    answer: str
    reason: str
    change_url: str


@dataclass(frozen=True, slots=True)
class OutcomeCard:
    """The result. ``text`` and ``next_steps`` are HTML; ``citations`` are chapters and sections of them."""

    title: str
    force: str
    text: SafeString
    next_steps: SafeString
    citations: list[Link]
    references: list[Link]


@dataclass(frozen=True, slots=True)
class DecisionPage:
    """One page of a decision guide: a question or the outcome. ``number`` counts the questions from 1.

    ``given``: the answers before the question, for its form; ``step``: the parameter that names the question;
    ``error``: what is wrong with what was sent.
    """

    title: str
    intro: str
    chapter: Link
    steps: list[StepCard]
    given: list[tuple[str, str]]
    step: str
    number: int
    start_url: str
    back_url: str
    question: QuestionCard | None = None
    outcome: OutcomeCard | None = None
    address: str = ""
    legal_state: date | None = None
    today: date | None = None
    error: str = ""
    breadcrumbs: list[Link] = field(default_factory=list)
