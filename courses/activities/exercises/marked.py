"""Exercises in which the learner marks for oneself: a checklist, flash cards."""

from collections.abc import Collection, Mapping
from typing import Any, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from xblock.fields import List, Scope

from courses.activities.cards import ChecklistCard, FlashCard, FlashCardsCard, OptionCard
from courses.activities.errors import InvalidAnswerError
from courses.activities.exercises.base import Assessment, Exercise, changed_meanwhile
from courses.activities.given import WHOLE, Given

KNOWN, AGAIN = "known", "again"


class ChecklistExercise(Exercise):
    """Things to do, ticked off one by one; complete when all are."""

    TYPE: ClassVar[str] = "pomost_checklist"
    INTERACTION: ClassVar[str] = "choice"
    TEMPLATE: ClassVar[str] = "checklist"
    has_score = False

    # Each {"id", "text", "feedback"}; the feedback is a note on how to do it, shown always.
    things = List(scope=Scope.content, default=[])

    @property
    def instruction(self) -> str:
        return _("tick off what is done")

    def parts(self) -> Collection[str]:
        return (WHOLE,)

    def check(self, given: Given) -> None:
        if not set(given.values()) <= {item["id"] for item in self.things}:
            raise changed_meanwhile()

    def assess(self, given: Given) -> Assessment:
        done, total = len(set(given.values())), len(self.things)
        text = ngettext("Done: %(done)d of %(total)d.", "Done: %(done)d of %(total)d.", done)
        return Assessment(None, complete=done == total, result=text % {"done": done, "total": total})

    def answers(self, given: Given, assessment: Assessment | None) -> ChecklistCard:
        ticked = given.values()
        return ChecklistCard(
            tuple(
                OptionCard(item["id"], item["text"], item["id"] in ticked, verdict=None, feedback=item["feedback"])
                for item in self.things
            )
        )

    @property
    def submit_label(self) -> str:
        return _("Save")

    def record(self, given: Given) -> None:
        """Also where nothing is ticked any more, which a form says by leaving everything out."""
        self.response = {WHOLE: list(given.values())}

    @classmethod
    def described(cls, fields: Mapping[str, Any], given: Given) -> tuple[str, ...]:
        texts = {item["id"]: item["text"] for item in fields.get("things", [])}
        return tuple(texts.get(key, key) for key in given)


class FlashCardsExercise(Exercise):
    """Questions with their answers on the back; the learner says which are known. Complete when all are."""

    TYPE: ClassVar[str] = "pomost_flash_cards"
    INTERACTION: ClassVar[str] = "matching"
    TEMPLATE: ClassVar[str] = "flash_cards"
    has_score = False

    # Each {"id", "front", "back"}.
    cards = List(scope=Scope.content, default=[])

    @property
    def instruction(self) -> str:
        return _("think of the answer, then turn the card")

    def parts(self) -> Collection[str]:
        return [card["id"] for card in self.cards]

    def check(self, given: Given) -> None:
        if any(value not in (KNOWN, AGAIN) for value in given):
            raise changed_meanwhile()
        if not given:
            raise InvalidAnswerError(_("Mark at least one card: do you know it?"))

    def assess(self, given: Given) -> Assessment:
        known, total = sum(value == KNOWN for value in given), len(self.cards)
        text = ngettext("You know %(known)d of %(total)d.", "You know %(known)d of %(total)d.", known)
        return Assessment(None, complete=known == total, result=text % {"known": known, "total": total})

    def answers(self, given: Given, assessment: Assessment | None) -> FlashCardsCard:
        """Those not known yet come first, so that a second round begins with them."""
        cards = [FlashCard(card["id"], card["front"], card["back"], given.first(card["id"])) for card in self.cards]
        return FlashCardsCard(tuple(sorted(cards, key=lambda card: card.mark == KNOWN)), KNOWN, AGAIN)

    @property
    def submit_label(self) -> str:
        return _("Save")

    @classmethod
    def described(cls, fields: Mapping[str, Any], given: Given) -> tuple[str, ...]:
        fronts = {card["id"]: card["front"] for card in fields.get("cards", [])}
        words = {KNOWN: _("I know it"), AGAIN: _("not yet")}
        return tuple(
            f"{fronts.get(part, part)} – {words.get(value, value)}"
            for part, values in given.parts.items()
            for value in values
        )
