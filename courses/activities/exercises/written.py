"""Exercises in which the learner writes: with a model answer to compare with, or for oneself."""

from collections.abc import Collection, Mapping
from typing import Any, ClassVar, Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from xblock.fields import List, Scope, String

from courses.activities.cards import OptionCard, WrittenCard
from courses.activities.errors import InvalidAnswerError
from courses.activities.exercises.base import Assessment, Exercise, changed_meanwhile
from courses.activities.given import WHOLE, Given

LONGEST_TEXT: Final = 10_000
CRITERIA, ASSESSED = "criteria", "assessed"


class WrittenExercise(Exercise):
    """A question answered in writing. Nothing is right or wrong in the text itself."""

    TEMPLATE: ClassVar[str] = "written"
    INTERACTION: ClassVar[str] = "long-fill-in"
    has_score = False

    @property
    def instruction(self) -> str:
        return _("in your own words")

    def parts(self) -> Collection[str]:
        return (WHOLE,)

    def check(self, given: Given) -> None:
        text = given.first().strip()
        if not text:
            raise InvalidAnswerError(_("Write an answer first."))
        if len(text) > LONGEST_TEXT:
            raise InvalidAnswerError(
                _("The text is too long: it may have %(longest)d characters.") % {"longest": LONGEST_TEXT}
            )

    @classmethod
    def described(cls, fields: Mapping[str, Any], given: Given) -> tuple[str, ...]:
        return (given.first(),)


class ModelAnswerExercise(WrittenExercise):
    """Writing first, then comparing with a model answer by criteria: the learner judges, so it gives no points.

    It is complete when the learner has compared; which criteria are met is kept.
    """

    TYPE: ClassVar[str] = "pomost_model_answer"

    model = String(scope=Scope.content, default="")
    # Each {"id", "text"}.
    criteria = List(scope=Scope.content, default=[])

    def parts(self) -> Collection[str]:
        return (WHOLE, CRITERIA, ASSESSED)

    def check(self, given: Given) -> None:
        super().check(given)
        if not set(given.values(CRITERIA)) <= {item["id"] for item in self.criteria}:
            raise changed_meanwhile()

    def assess(self, given: Given) -> Assessment:
        if not given.first(ASSESSED):
            return Assessment(
                None, complete=False, result=_("Now compare your text with the model answer and mark what it has.")
            )
        met, total = len(set(given.values(CRITERIA))), len(self.criteria)
        text = ngettext("You have met %(met)d of %(total)d.", "You have met %(met)d of %(total)d.", met)
        return Assessment(None, complete=True, result=text % {"met": met, "total": total})

    def answers(self, given: Given, assessment: Assessment | None) -> WrittenCard:
        met = given.values(CRITERIA)
        return WrittenCard(
            text=given.first(),
            longest=LONGEST_TEXT,
            private=False,
            model=self.model if assessment else "",
            criteria=tuple(
                OptionCard(item["id"], item["text"], selected=item["id"] in met, verdict=None, feedback="")
                for item in self.criteria
            )
            if assessment
            else (),
        )

    @property
    def submit_label(self) -> str:
        return _("Save the comparison") if self.attempts else _("Save and compare with the model answer")

    @classmethod
    def described(cls, fields: Mapping[str, Any], given: Given) -> tuple[str, ...]:
        texts = {item["id"]: item["text"] for item in fields.get("criteria", [])}
        return (given.first(), *(f"✓ {texts.get(key, key)}" for key in given.values(CRITERIA)))


class ReflectionExercise(WrittenExercise):
    """A question to oneself: nobody else reads the answer."""

    TYPE: ClassVar[str] = "pomost_reflection"
    PRIVATE: ClassVar[bool] = True

    @property
    def instruction(self) -> str:
        return _("only you see what you write")

    def assess(self, given: Given) -> Assessment:
        return Assessment(None, complete=True)

    def answers(self, given: Given, assessment: Assessment | None) -> WrittenCard:
        return WrittenCard(text=given.first(), longest=LONGEST_TEXT, private=True)

    @property
    def submit_label(self) -> str:
        return _("Save")
