"""A quiz of questions of the bank: how it is asked, and what a learner has reached in it.

Attempts are rows of ``courses.learning``, which draws the questions, keeps the time and tells the result. The block
keeps what the lesson shows of them, so that a lesson with a quiz reads no more than any other.
"""

from collections.abc import Sequence
from typing import Any, ClassVar, Final

from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from web_fragments.fragment import Fragment
from webob import Request, Response
from xblock.completable import CompletableXBlockMixin
from xblock.core import XBlock
from xblock.fields import Boolean, Float, Integer, List, Scope, String

from courses.activities.cards import ExerciseFrame, QuizCard
from courses.activities.errors import InvalidAnswerError

BEST, LAST = "best", "last"
"""Which attempt counts."""
SCORE, ANSWERS, SOLUTIONS = "score", "answers", "solutions"
"""What the review of a closed attempt shows: the score, also the own answers with feedback, also the right answers."""
PAGE: Final = "test/"
"""Below the address where exercises take answers: the page of the quiz."""


class QuizExercise(XBlock, CompletableXBlockMixin):
    """A quiz, complete when an attempt was passed; it stays so, whatever a later attempt gives."""

    TYPE: ClassVar[str] = "pomost_quiz"
    has_score = True
    icon_class = "problem"

    title = String(scope=Scope.content, default="")
    intro = String(scope=Scope.content, default="")
    # Each {"number", "tags": [name], "outcomes": [code]}: that many questions with one of the tags and of the codes.
    rules = List(scope=Scope.content, default=[])
    # Instead of rules: the uuids of the questions.
    fixed = List(scope=Scope.content, default=[])
    shuffle_questions = Boolean(scope=Scope.content, default=True)
    shuffle_options = Boolean(scope=Scope.content, default=True)
    pass_mark = Integer(scope=Scope.content, default=60)  # percent
    # 0 is without a limit, also of minutes.
    max_attempts = Integer(scope=Scope.content, default=0)
    minutes = Integer(scope=Scope.content, default=0)
    counts = String(scope=Scope.content, default=BEST)
    review = String(scope=Scope.content, default=ANSWERS)

    attempts = Integer(scope=Scope.user_state, default=0)
    score = Float(scope=Scope.user_state, default=0.0)  # of the attempt that counts, 0 to 1
    passed = Boolean(scope=Scope.user_state, default=False)
    under_way = Boolean(scope=Scope.user_state, default=False)

    @property
    def questions(self) -> int:
        """How many questions an attempt asks."""
        return len(self.fixed) or sum(rule["number"] for rule in self.rules)

    @property
    def attempts_left(self) -> int | None:
        return max(0, self.max_attempts - self.attempts) if self.max_attempts else None

    def student_view(self, context: dict[str, Any] | None = None) -> Fragment:
        """What the lesson shows: the rules of the quiz, the result, and the way to it."""
        frame = (context or {}).get("frame", ExerciseFrame())
        return Fragment(render_to_string("activities/quiz.html", {"quiz": self.card(), "frame": frame, "page": PAGE}))

    def card(self) -> QuizCard:
        state = "under_way" if self.under_way else "passed" if self.passed else "failed" if self.attempts else "new"
        return QuizCard(
            title=self.title,
            intro=self.intro,
            state=state,
            questions=self.questions,
            minutes=self.minutes,
            pass_mark=self.pass_mark,
            percent=percent(self.score),
            attempts=self.attempts,
            attempts_left=self.attempts_left,
            best_counts=self.counts == BEST,
        )

    def begin(self) -> None:
        """Keeps that an attempt is under way."""
        self.under_way = True

    def finish(self, score: float, *, before: Sequence[float] = ()) -> None:
        """Takes the score of a closed attempt, from 0 to 1, after those ``before`` it, the oldest first.

        Only the server calls it: there is no handler for it.
        """
        scores = [*before, score]
        self.score = scores[counting(scores, counts=self.counts)]
        self.attempts += 1
        self.under_way = False
        self.passed = self.passed or is_passed(score, self.pass_mark)
        self.runtime.publish(self, "grade", {"value": score, "max_value": 1.0})
        self.emit_completion(1.0 if self.passed else 0.0)

    @XBlock.handler
    def submit(self, request: Request, suffix: str = "") -> Response:
        """A quiz takes no answer where exercises do."""
        raise InvalidAnswerError(_("This quiz is taken on its own page."))


def counting(scores: Sequence[Any], *, counts: str | None = BEST) -> int:
    """The place of the score that counts among the scores of all attempts, which are not none, the oldest first.

    Of equal ones the later.
    """
    last = len(scores) - 1
    return last if counts == LAST else max(range(len(scores)), key=lambda place: (scores[place], place))


def percent(score: float) -> int:
    """A score from 0 to 1 in whole percent, rounded down: 100 is only for everything right."""
    return int(round(score * 100, 6))


def is_passed(score: float, pass_mark: int) -> bool:
    """Whether a score from 0 to 1 reaches the pass mark in percent."""
    return round(score * 100, 6) >= pass_mark
