"""Choosing one option or several, with feedback for each."""

from collections.abc import Collection, Mapping
from typing import Any, ClassVar

from django.utils.translation import gettext as _
from xblock.fields import List, Scope, String

from courses.activities.cards import ChoiceCard, OptionCard
from courses.activities.errors import InvalidAnswerError
from courses.activities.exercises.base import Assessment, Exercise, changed_meanwhile, verdict
from courses.activities.given import WHOLE, Given

SINGLE, MULTIPLE = "single", "multiple"


class ChoiceExercise(Exercise):
    """A question with options, complete when exactly the right ones are chosen.

    Of several right ones each chosen counts its share, and each wrong one takes such a share away.
    """

    TYPE: ClassVar[str] = "pomost_choice"
    INTERACTION: ClassVar[str] = "choice"
    TEMPLATE: ClassVar[str] = "choice"

    kind = String(scope=Scope.content, default=SINGLE)
    # Each {"id", "text", "correct", "feedback"}.
    options = List(scope=Scope.content, default=[])

    # The answer, instead of ``response``: learners' rows have had it from the beginning.
    selected = List(scope=Scope.user_state, default=[])

    @property
    def instruction(self) -> str:
        return _("choose all that are right") if self.kind == MULTIPLE else _("one answer")

    def recorded(self) -> Given:
        return Given({WHOLE: tuple(self.selected)})

    def record(self, given: Given) -> None:
        self.selected = list(given.values())

    def parts(self) -> Collection[str]:
        return (WHOLE,)

    def check(self, given: Given) -> None:
        chosen = given.values()
        if not chosen:
            raise InvalidAnswerError(_("Choose an answer first."))
        if not set(chosen) <= {option["id"] for option in self.options}:
            raise changed_meanwhile()
        if self.kind == SINGLE and len(set(chosen)) > 1:
            raise InvalidAnswerError(_("Choose one answer."))

    def assess(self, given: Given) -> Assessment:
        chosen, right = set(given.values()), self._right()
        complete = chosen == right
        share = (len(chosen & right) - len(chosen - right)) / len(right) if right else 0.0
        return Assessment(
            score=1.0 if complete else max(0.0, share) if self.kind == MULTIPLE else 0.0,
            complete=complete,
            result=self._result(chosen, right) if self.kind == MULTIPLE else "",
        )

    def _result(self, chosen: set[str], right: set[str]) -> str:
        if chosen == right:
            return _("All right: you have chosen what should be chosen.")
        # Nothing chosen is wrong, and still not all of it: that much is said, but not what is missing.
        if chosen < right:
            return _("Not yet: at least one right answer is missing.")
        return _("Not yet. Read the notes beside your answers and choose again.")

    def answers(self, given: Given, assessment: Assessment | None) -> ChoiceCard:
        ticked, answered = given.values(), self.recorded().values() if assessment else ()
        return ChoiceCard(
            one=self.kind == SINGLE,
            options=tuple(
                OptionCard(
                    id=option["id"],
                    text=option["text"],
                    selected=option["id"] in ticked,
                    verdict=verdict(option["correct"]) if option["id"] in answered else None,
                    feedback=option["feedback"] if option["id"] in answered else "",
                )
                for option in self.options
            ),
        )

    def solution(self) -> tuple[str, ...]:
        return tuple(option["text"] for option in self.options if option["correct"])

    def _right(self) -> set[str]:
        return {option["id"] for option in self.options if option["correct"]}

    @classmethod
    def described(cls, fields: Mapping[str, Any], given: Given) -> tuple[str, ...]:
        """The texts of the chosen options."""
        texts = {option["id"]: option["text"] for option in fields.get("options", [])}
        return tuple(texts.get(value, value) for value in given)

    @classmethod
    def answer_key_differs(cls, before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
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
