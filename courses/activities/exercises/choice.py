"""The choice exercise: one or several options, with feedback for each."""

from datetime import datetime
from typing import Any, ClassVar

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from web_fragments.fragment import Fragment
from webob import Request, Response
from xblock.completable import CompletableXBlockMixin
from xblock.core import XBlock
from xblock.fields import Boolean, Integer, List, Scope, String

from courses.activities.answer_time import made_at
from courses.activities.cards import ChoiceCard, ExerciseFrame, OptionCard, QuestionFrame
from courses.activities.errors import InvalidAnswerError

RIGHT, WRONG = "right", "wrong"


class ChoiceExercise(XBlock, CompletableXBlockMixin):
    """A question with options, correct when exactly the correct ones are chosen. Any number of attempts.

    After a correct answer it stays complete, also if a later answer is wrong.
    """

    TYPE: ClassVar[str] = "pomost_choice"
    INTERACTION: ClassVar[str] = "choice"
    has_score = True
    icon_class = "problem"

    kind = String(scope=Scope.content, default="single")
    question = String(scope=Scope.content, default="")
    hint = String(scope=Scope.content, default="")
    # Each {"id", "text", "correct", "feedback"}.
    options = List(scope=Scope.content, default=[])

    selected = List(scope=Scope.user_state, default=[])
    attempts = Integer(scope=Scope.user_state, default=0)
    solved = Boolean(scope=Scope.user_state, default=False)
    answered_at = String(scope=Scope.user_state, default="")
    made_at = String(scope=Scope.user_state, default="")

    def student_view(self, context: dict[str, Any] | None = None) -> Fragment:
        """The exercise as a form. ``context`` holds an ``ExerciseFrame`` as "frame"; without one it takes no answer."""
        frame = (context or {}).get("frame", ExerciseFrame())
        shown = {"exercise": self._card(frame.change.chosen), "frame": frame}
        return Fragment(render_to_string("activities/blocks/choice.html", shown))

    def question_view(self, context: dict[str, Any]) -> Fragment:
        """The question and the options for a form of several exercises. ``context`` has a ``QuestionFrame``."""
        frame: QuestionFrame = context["frame"]
        shown = {"exercise": self._card(frame.chosen), "frame": frame}
        return Fragment(render_to_string("activities/blocks/choice_question.html", shown))

    def _card(self, chosen: tuple[str, ...] | None) -> ChoiceCard:
        """``chosen`` is what the form has instead of the recorded answer."""
        answered = self.attempts > 0
        ticked = self.selected if chosen is None else chosen
        verdict = self._is_right(self.selected) if answered else None
        return ChoiceCard(
            kind=self.kind,
            question=self.question,
            hint=self.hint,
            options=[
                OptionCard(
                    id=option["id"],
                    text=option["text"],
                    selected=option["id"] in ticked,
                    verdict=self._verdict(option) if answered else None,
                    feedback=option["feedback"] if answered and option["id"] in self.selected else "",
                )
                for option in self.options
            ],
            state="new" if verdict is None else RIGHT if verdict else WRONG,
            # Nothing chosen is wrong, and still not all of it: that much is said, but not what is missing.
            incomplete=verdict is False and set(self.selected) < self._correct(),
            saved_at=self._answered_at(),
        )

    def _answered_at(self) -> datetime | None:
        return parse_datetime(self.answered_at) if self.answered_at else None

    def _verdict(self, option: dict[str, Any]) -> str | None:
        if option["id"] in self.selected:
            return RIGHT if option["correct"] else WRONG
        return None

    def _is_right(self, selected: list[str]) -> bool:
        return set(selected) == self._correct()

    def _correct(self) -> set[str]:
        return {option["id"] for option in self.options if option["correct"]}

    @staticmethod
    def response_texts(fields: dict[str, Any], values: list[str]) -> list[str]:
        """The texts of the options with these ids; ``fields`` are the content fields of the answered version."""
        texts = {option["id"]: option["text"] for option in fields.get("options", [])}
        return [texts.get(value, value) for value in values]

    @staticmethod
    def answer_key_differs(before: dict[str, Any], after: dict[str, Any]) -> bool:
        """Whether other options are right; ``before`` and ``after`` are the content fields of two versions.

        Rewording the right option changes nothing, nor does removing it and adding it again; exchanging its text with
        that of a wrong one does.
        """
        was, now = before.get("options", []), after.get("options", [])
        right_before, right_now = ({item["text"] for item in items if item["correct"]} for items in (was, now))
        if right_before == right_now:
            return False
        if {item["id"] for item in was if item["correct"]} != {item["id"] for item in now if item["correct"]}:
            return True
        return bool(right_now & {item["text"] for item in was if not item["correct"]})

    @XBlock.handler
    def submit(self, request: Request, suffix: str = "") -> Response:
        """Handles the form's ``answer`` values. Raises ``InvalidAnswerError`` for none, too many or unknown options."""
        chosen = list(dict.fromkeys(request.POST.getall("answer")))
        if not chosen:
            raise InvalidAnswerError(_("Choose an answer first."))
        if not set(chosen) <= {option["id"] for option in self.options}:
            raise InvalidAnswerError(_("This exercise has been changed meanwhile. Look at it again and answer."))
        if self.kind == "single" and len(chosen) > 1:
            raise InvalidAnswerError(_("Choose one answer."))
        right, now = self._is_right(chosen), timezone.now()
        made = made_at(request) or now
        # An answer that waited for a connection does not replace one that was given after it on another device.
        superseded = bool(self.made_at) and made < datetime.fromisoformat(self.made_at)
        if not superseded:
            self.selected, self.made_at, self.answered_at = chosen, made.isoformat(), now.isoformat()
        self.attempts += 1
        self.solved = self.solved or right
        self.runtime.publish(self, "grade", {"value": 1.0 if right else 0.0, "max_value": 1.0})
        self.emit_completion(1.0 if self.solved else 0.0)
        return Response(json_body={"selected": chosen, "right": right, "superseded": superseded})
