"""A case that branches: each choice leads to another step, until an ending."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Final

from django.utils.translation import gettext as _
from xblock.fields import List, Scope

from courses.activities.cards import BranchingCard, OptionCard, StepCard
from courses.activities.errors import InvalidAnswerError
from courses.activities.exercises.base import Assessment, Exercise, changed_meanwhile
from courses.activities.given import WHOLE, Given

LONGEST_PATH: Final = 60
"""Choices made in one run: a case may lead back, but not for ever."""

Step = Mapping[str, Any]
NOTHING: Final[Step] = {"id": "", "text": "", "good": False, "choices": []}


@dataclass(frozen=True, slots=True)
class Taken:
    """A step and the choice that was made in it."""

    step: Step
    choice: Mapping[str, Any]


class BranchingExercise(Exercise):
    """A story in steps. The answer is the whole path of choices, so that it can be judged without what came before.

    A good ending completes it; after another the learner may begin anew.
    """

    TYPE: ClassVar[str] = "pomost_branching"
    INTERACTION: ClassVar[str] = "sequencing"
    TEMPLATE: ClassVar[str] = "branching"
    IN_STEPS: ClassVar[bool] = True

    # Each {"id", "text", "good", "choices": [{"id", "text", "feedback", "to"}]}; the first one begins, one without
    # choices ends, ``to`` is the id of a step.
    steps = List(scope=Scope.content, default=[])

    @property
    def instruction(self) -> str:
        return _("a case with decisions")

    def parts(self) -> Collection[str]:
        return (WHOLE,)

    def check(self, given: Given) -> None:
        if not given:
            raise InvalidAnswerError(_("Choose what to do first."))
        if len(given.values()) > LONGEST_PATH:
            raise InvalidAnswerError(_("You have gone round in circles. Begin anew."))
        if len(list(self._taken(given))) < len(given.values()):
            raise changed_meanwhile()

    def _taken(self, given: Given) -> Iterator[Taken]:
        """The choices as far as they lead from the first step on."""
        steps = {step["id"]: step for step in self.steps}
        step = self._first()
        for value in given.values():
            choice = next((item for item in step["choices"] if item["id"] == value), None)
            if choice is None:
                return
            yield Taken(step, choice)
            step = steps[choice["to"]]

    def _now(self, given: Given) -> Step:
        """The step that the choices lead to."""
        taken = list(self._taken(given))
        steps: dict[str, Step] = {step["id"]: step for step in self.steps}
        return steps[taken[-1].choice["to"]] if taken else self._first()

    def _first(self) -> Step:
        """Where the case begins; a draft may have no step yet."""
        return dict(self.steps[0]) if self.steps else NOTHING

    def assess(self, given: Given) -> Assessment:
        now = self._now(given)
        if now["choices"]:
            return Assessment(None, complete=False)
        good = bool(now["good"])
        return Assessment(
            1.0 if good else 0.0,
            complete=good,
            result=_("A good ending.") if good else _("It could have ended better. Begin anew and decide otherwise."),
        )

    def answers(self, given: Given, assessment: Assessment | None) -> BranchingCard:
        taken, now = list(self._taken(given)), self._now(given)
        return BranchingCard(
            taken=tuple(
                StepCard(item.step["text"], item.choice["id"], item.choice["text"], item.choice["feedback"])
                for item in taken
            ),
            text=now["text"],
            choices=tuple(
                OptionCard(item["id"], item["text"], selected=False, verdict=None, feedback="")
                for item in now["choices"]
            ),
        )

    @property
    def submit_label(self) -> str:
        """None at an ending: from there one may only begin anew."""
        return _("Go on") if self._now(self.recorded())["choices"] else ""

    @property
    def restart_label(self) -> str:
        return _("Begin anew") if self.recorded() else ""

    @classmethod
    def key(cls, fields: Mapping[str, Any]) -> Any:
        return [(step["text"], bool(step["good"])) for step in fields.get("steps", []) if not step["choices"]]

    @classmethod
    def described(cls, fields: Mapping[str, Any], given: Given) -> tuple[str, ...]:
        texts = {choice["id"]: choice["text"] for step in fields.get("steps", []) for choice in step["choices"]}
        return tuple(texts.get(value, value) for value in given)
