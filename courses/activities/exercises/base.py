"""The base class of exercises: attempts, the recorded answer, grade, completion, the right answer on request."""

import hashlib
from abc import abstractmethod
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar, Final

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from web_fragments.fragment import Fragment
from webob import Request, Response
from xblock.completable import CompletableXBlockMixin
from xblock.core import XBlock
from xblock.fields import Boolean, Dict, Integer, Scope, String

from courses.activities.answer_time import made_at
from courses.activities.cards import ExerciseCard, ExerciseFrame, QuestionFrame
from courses.activities.errors import InvalidAnswerError
from courses.activities.given import RESTART, REVEAL, Given

NEW, RIGHT, WRONG, DONE = "new", "right", "wrong", "done"
REVEAL_AFTER: Final = 3
"""The number of wrong answers after which the right one is shown to whoever asks for it."""


@dataclass(frozen=True, slots=True)
class Assessment:
    """How good an answer is: ``score`` from 0 to 1, None where nothing is right or wrong.

    ``complete``: it completes the exercise. ``parts`` tells which parts are right, ``result`` says the whole in a
    sentence.
    """

    score: float | None
    complete: bool
    parts: Mapping[str, bool] = field(default_factory=dict)
    result: str = ""


class Exercise(XBlock, CompletableXBlockMixin):
    """One question with an answer of one part or several.

    Who has once completed it stays so, also if a later answer is wrong. Where attempts are limited, using up the last
    one completes it too, so that nobody is held up; the grade tells the rest.
    """

    TYPE: ClassVar[str]
    INTERACTION: ClassVar[str] = ""
    """The interaction type of xAPI under which learning events describe the answer."""
    TEMPLATE: ClassVar[str]
    """The template of the answers, below ``activities/answers/``."""
    PRIVATE: ClassVar[bool] = False
    """Whether the answer is for the learner alone."""
    IN_STEPS: ClassVar[bool] = False
    """Whether an answer leads to the next question, so that it cannot be answered at once in a form of several."""
    has_score = True
    """False for a type in which nothing is right or wrong, or which the learner judges."""
    icon_class = "problem"

    question = String(scope=Scope.content, default="")
    hint = String(scope=Scope.content, default="")
    right_feedback = String(scope=Scope.content, default="")
    wrong_feedback = String(scope=Scope.content, default="")
    # 0 is without a limit.
    max_attempts = Integer(scope=Scope.content, default=0)

    response = Dict(scope=Scope.user_state, default={})
    attempts = Integer(scope=Scope.user_state, default=0)
    solved = Boolean(scope=Scope.user_state, default=False)
    revealed = Boolean(scope=Scope.user_state, default=False)
    answered_at = String(scope=Scope.user_state, default="")
    made_at = String(scope=Scope.user_state, default="")

    # What a type of exercise says.

    @property
    @abstractmethod
    def instruction(self) -> str:
        """What is to be done, in a few words beside the number of the exercise."""

    @abstractmethod
    def parts(self) -> Collection[str]:
        """The parts that an answer may have."""

    @abstractmethod
    def check(self, given: Given) -> None:
        """Raises ``InvalidAnswerError`` for an answer that cannot be assessed, such as an empty one."""

    @abstractmethod
    def assess(self, given: Given) -> Assessment:
        """How good a checked answer is."""

    @abstractmethod
    def answers(self, given: Given, assessment: Assessment | None) -> Any:
        """What the template of the answers shows: ``given`` in the fields, feedback if there is an ``assessment``."""

    def solution(self) -> tuple[str, ...]:
        """The right answer, a line each; none where nothing is right or wrong."""
        return ()

    @property
    def submit_label(self) -> str:
        return _("Check") if not self.attempts else _("Check again")

    @property
    def restart_label(self) -> str:
        """The words of a button that begins anew; empty where there is none."""
        return ""

    @classmethod
    def key(cls, fields: Mapping[str, Any]) -> Any:
        """What is right, by the content fields of a version; two versions with an equal key judge alike."""
        return None

    @classmethod
    def described(cls, fields: Mapping[str, Any], given: Given) -> tuple[str, ...]:
        """An answer in words, a text each; ``fields`` are the content fields of the answered version."""
        return tuple(given)

    @classmethod
    def answer_key_differs(cls, before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
        """Whether another answer is right; ``before`` and ``after`` are the content fields of two versions."""
        return bool(cls.key(before) != cls.key(after))

    # What is the same for all.

    def student_view(self, context: dict[str, Any] | None = None) -> Fragment:
        """The exercise as a form. ``context`` holds an ``ExerciseFrame`` as "frame"; without one it takes no answer."""
        frame = (context or {}).get("frame", ExerciseFrame())
        shown = {"exercise": self.card(frame.given), "frame": frame}
        return Fragment(render_to_string("activities/exercise.html", shown))

    def question_view(self, context: dict[str, Any]) -> Fragment:
        """The question and its fields for a form of several exercises. ``context`` has a ``QuestionFrame``."""
        frame: QuestionFrame = context["frame"]
        shown = {"exercise": self.card(frame.given), "frame": frame}
        return Fragment(render_to_string("activities/question.html", shown))

    def card(self, instead: Given | None = None) -> ExerciseCard:
        """The exercise in the learner's state; ``instead`` is what the form has instead of the recorded answer."""
        # What was begun anew has no answer, though there were attempts.
        recorded = self.recorded() if self.attempts and self.recorded().parts else None
        assessment = self.assess(recorded) if recorded is not None else None
        given = instead if instead is not None else recorded or Given()
        state = NEW
        if assessment is not None:
            state = DONE if assessment.score is None else RIGHT if assessment.complete else WRONG
        return ExerciseCard(
            template=f"activities/answers/{self.TEMPLATE}.html",
            answers=self.answers(given, assessment),
            instruction=self.instruction,
            question=self.question,
            hint=self.hint,
            state=state,
            complete=assessment is not None and assessment.complete,
            result=assessment.result if assessment else "",
            feedback={RIGHT: self.right_feedback, DONE: self.right_feedback, WRONG: self.wrong_feedback}.get(state, ""),
            solution=self.solution() if self.revealed and state != RIGHT else (),
            can_reveal=self._can_reveal() and not self.revealed,
            attempts_left=self.attempts_left,
            submit=self.submit_label,
            restart=self.restart_label,
            saved_at=parse_datetime(self.answered_at) if self.answered_at else None,
        )

    @property
    def attempts_left(self) -> int | None:
        return max(0, self.max_attempts - self.attempts) if self.max_attempts else None

    def _can_reveal(self) -> bool:
        """Whoever has the right answer needs no other; whoever has an attempt that counts should use it first."""
        tried = self.attempts_left == 0 if self.max_attempts else self.attempts >= REVEAL_AFTER
        return tried and not self.solved and bool(self.solution())

    def recorded(self) -> Given:
        """The recorded answer."""
        return Given.kept(self.response)

    def record(self, given: Given) -> None:
        """Keeps the answer in the learner's state."""
        self.response = given.as_json()

    @XBlock.handler
    def submit(self, request: Request, suffix: str = "") -> Response:
        """Takes an answer, or the request to see the right one, or to begin anew.

        Raises ``InvalidAnswerError`` for what cannot be assessed, and where there is no attempt left.
        """
        if REVEAL in request.POST:
            return self._reveal()
        if RESTART in request.POST and self.restart_label:
            return self._restart()
        given = Given.of(request.POST.items())
        if self.attempts_left == 0:
            raise InvalidAnswerError(_("All attempts are used up. Your answers stay as they are."))
        if not set(given.parts) <= set(self.parts()):
            raise changed_meanwhile()
        self.check(given)
        return self._answer(given, made=made_at(request))

    def _answer(self, given: Given, *, made: datetime | None) -> Response:
        assessment, now = self.assess(given), timezone.now()
        made = made or now
        # An answer that waited for a connection does not replace one that was given after it on another device.
        superseded = bool(self.made_at) and made < datetime.fromisoformat(self.made_at)
        if not superseded:
            self.record(given)
            self.made_at, self.answered_at = made.isoformat(), now.isoformat()
        self.attempts += 1
        self.solved = self.solved or assessment.complete
        # Who has seen the right answer may still type it in, but it earns no points.
        if assessment.score is not None and not self.revealed:
            self.runtime.publish(self, "grade", {"value": assessment.score, "max_value": 1.0})
        self.emit_completion(1.0 if self.solved or self.attempts_left == 0 else 0.0)
        return Response(json_body={"right": assessment.complete, "superseded": superseded})

    def _reveal(self) -> Response:
        if not self.revealed:
            if not self._can_reveal():
                raise InvalidAnswerError(_("First answer yourself: the right answer is shown after a few tries."))
            self.revealed = True
        return Response(json_body={"revealed": True})

    def _restart(self) -> Response:
        self.record(Given())
        return Response(json_body={"restarted": True})


def shuffled(items: Sequence[Mapping[str, Any]], *, seed: str) -> list[Mapping[str, Any]]:
    """The items in an order that tells nothing, the same for the same ``seed``, such as the id of the exercise."""

    def place(item: Mapping[str, Any]) -> str:
        return hashlib.sha256(f"{seed}/{item['id']}".encode()).hexdigest()

    return sorted(items, key=place)


def changed_meanwhile() -> InvalidAnswerError:
    """The error for an answer that names what the exercise does not have."""
    return InvalidAnswerError(_("This exercise has been changed meanwhile. Look at it again and answer."))


def parts_result(parts: Mapping[str, bool]) -> str:
    """How many parts are right, in a sentence."""
    right, total = sum(parts.values()), len(parts)
    if right == total:
        return _("All right.")
    text = ngettext(
        "Right: %(right)d of %(total)d. Correct what is marked and check again.",
        "Right: %(right)d of %(total)d. Correct what is marked and check again.",
        right,
    )
    return text % {"right": right, "total": total}


def parts_assessment(parts: Mapping[str, bool]) -> Assessment:
    """The assessment of an answer whose parts count equally."""
    score = sum(parts.values()) / len(parts) if parts else 0.0
    return Assessment(score, complete=all(parts.values()), parts=parts, result=parts_result(parts))


def verdict(right: bool | None) -> str | None:
    """The word of a part in the templates."""
    return None if right is None else RIGHT if right else WRONG


__all__ = [
    "Assessment",
    "Exercise",
    "changed_meanwhile",
    "parts_assessment",
    "shuffled",
    "verdict",
]
