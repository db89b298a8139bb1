"""Questions that lead to outcomes: faults of their structure, and the way that given answers take through it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from publishing.slugs import slug_of

STEP = "krok"
"""The parameter that says which question a form was sent for; no question may have it as its key."""

LONGEST_KEY = 40

Place = tuple[str | int, ...]
"""Where in the block something is: ``("questions", 0, "answers", 2, "leads_to")``."""


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer and the key of the question or outcome that it leads to."""

    text: str
    leads_to: str
    reason: str = ""

    @property
    def key(self) -> str:
        """Its value in addresses, made of its words: an address never stands for an answer that now says otherwise."""
        return key_of(self.text)


@dataclass(frozen=True, slots=True)
class Question:
    key: str
    text: str
    help: str
    answers: tuple[Answer, ...]

    def answer(self, key: str) -> Answer | None:
        return next((answer for answer in self.answers if answer.key == key), None)


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong, in a sentence, and where."""

    place: Place
    message: str


@dataclass(frozen=True, slots=True)
class Walk:
    """The way that answers take: ``steps`` answered, then either ``question``, still open, or ``outcome``, a key.

    ``lost``: an answer to the open question was given that it does not have (any more).
    """

    steps: tuple[tuple[Question, Answer], ...]
    question: Question | None
    outcome: str
    lost: bool = False


def key_of(text: str) -> str:
    """A key from words: ``Tak, zawsze`` gives ``tak-zawsze``."""
    return slug_of(text)[:LONGEST_KEY].strip("-")


def walk(questions: Sequence[Question], given: Mapping[str, str]) -> Walk:
    """Follows the answers ``given``, by the keys of their questions, from the first question on."""
    by_key = {question.key: question for question in questions}
    steps: list[tuple[Question, Answer]] = []
    key = questions[0].key
    while (question := by_key.pop(key, None)) is not None:
        answer = question.answer(given.get(question.key, ""))
        if answer is None:
            return Walk(tuple(steps), question, "", lost=question.key in given)
        steps.append((question, answer))
        key = answer.leads_to
    return Walk(tuple(steps), None, key)


def faults(questions: Sequence[Question], outcomes: Sequence[str]) -> Iterator[Fault]:
    """What is wrong with questions and the keys of outcomes: each key once, every way ends, nothing out of reach."""
    yield from _doubled(questions, outcomes)
    known = {question.key for question in questions} | set(outcomes)
    for number, question in enumerate(questions):
        seen: set[str] = set()
        for place, answer in enumerate(question.answers):
            where: Place = ("questions", number, "answers", place)
            if not answer.key or answer.key in seen:
                yield Fault(
                    (*where, "text"), _("Another answer to this question says the same. Word them differently.")
                )
            seen.add(answer.key)
            if answer.leads_to not in known:
                message = _("There is no question and no outcome with the key “%(key)s”. There are: %(known)s.") % {
                    "key": answer.leads_to,
                    "known": ", ".join(sorted(known)),
                }
                yield Fault((*where, "leads_to"), message)
    yield from _circles(questions)
    yield from _out_of_reach(questions, outcomes)


def _doubled(questions: Sequence[Question], outcomes: Sequence[str]) -> Iterator[Fault]:
    seen = {STEP}
    places: list[tuple[Place, str]] = [
        *((("questions", number, "key"), question.key) for number, question in enumerate(questions)),
        *((("outcomes", number, "key"), key) for number, key in enumerate(outcomes)),
    ]
    for place, key in places:
        if key in seen:
            yield Fault(
                place, _("The key “%(key)s” is used already. Give each question and outcome its own.") % {"key": key}
            )
        seen.add(key)


def _circles(questions: Sequence[Question]) -> Iterator[Fault]:
    """The answers that lead back to a question on the way to them."""
    numbers = {question.key: number for number, question in enumerate(questions)}
    done: set[str] = set()

    def visit(key: str, above: tuple[str, ...]) -> Iterator[Fault]:
        if key in done or key not in numbers:
            return
        number = numbers[key]
        for place, answer in enumerate(questions[number].answers):
            if answer.leads_to in (*above, key):
                message = _("This answer leads back to the question “%(key)s”, so the way would never end.")
                yield Fault(("questions", number, "answers", place, "leads_to"), message % {"key": answer.leads_to})
            else:
                yield from visit(answer.leads_to, (*above, key))
        done.add(key)

    for question in questions:
        yield from visit(question.key, ())


def _out_of_reach(questions: Sequence[Question], outcomes: Sequence[str]) -> Iterator[Fault]:
    by_key = {question.key: question for question in questions}
    reached: set[str] = set()
    waiting = [question.key for question in questions[:1]]
    while waiting:
        key = waiting.pop()
        if key not in reached:
            reached.add(key)
            if key in by_key:
                waiting += [answer.leads_to for answer in by_key[key].answers]
    for number, question in enumerate(questions):
        if question.key not in reached:
            yield Fault(
                ("questions", number, "key"), _("No answer leads to this question. Readers would never see it.")
            )
    for number, key in enumerate(outcomes):
        if key not in reached:
            yield Fault(("outcomes", number, "key"), _("No answer leads to this outcome. Readers would never see it."))
