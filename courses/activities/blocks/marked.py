"""Blocks of exercises in which the learner marks for oneself, and of polls."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from courses.activities.blocks.base import ExerciseBlock, PreviewLine, Words, items, same_texts
from courses.activities.exercises.marked import ChecklistExercise, FlashCardsExercise
from courses.activities.exercises.poll import PollExercise


class ToDoBlock(blocks.StructBlock):
    """A thing to do."""

    text = blocks.CharBlock(label=_("What is to be done"), max_length=300)
    feedback = blocks.TextBlock(
        label=_("How"), required=False, rows=2, max_length=600, help_text=_("A note that always stands below.")
    )

    class Meta:
        icon = "check"
        label = _("Thing to do")


class ChecklistBlock(ExerciseBlock):
    """Things to tick off."""

    TYPE: ClassVar[str] = ChecklistExercise.TYPE

    wrong_feedback = None
    max_attempts = None
    things = blocks.ListBlock(ToDoBlock(), label=_("Things to do"), min_num=2, max_num=20)

    class Meta:
        icon = "list-ul"
        label = _("Checklist")
        description = _("Things to do that the learner ticks off; the exercise is done when all are.")
        preview_value: ClassVar[dict[str, Any]] = {
            "question": "Zanim złożysz ofertę, sprawdź:",
            "things": [
                {"text": "Ofertę podpisały osoby z KRS", "feedback": "Sposób reprezentacji jest w dziale 2."},
                {"text": "Suma kosztów zgadza się z kwotą dotacji", "feedback": ""},
            ],
        }

    def problems(self, value: Any) -> list[Words]:
        return [_("Two things are the same.")] if same_texts([item["text"] for item in value["things"]]) else []

    def preview(self, value: Any) -> Sequence[PreviewLine]:
        return [PreviewLine(item["text"], None, item["feedback"]) for item in value["things"]]

    def content_of(self, value: Any) -> dict[str, Any]:
        things = [
            {"id": key, "text": item["text"], "feedback": item["feedback"]} for key, item in items(value["things"])
        ]
        return {"things": things}


class CardBlock(blocks.StructBlock):
    """A card with two sides."""

    front = blocks.CharBlock(label=_("Front"), max_length=300)
    back = blocks.TextBlock(label=_("Back"), rows=2, max_length=800)

    class Meta:
        icon = "copy"
        label = _("Card")


class FlashCardsBlock(ExerciseBlock):
    """Cards to learn from."""

    TYPE: ClassVar[str] = FlashCardsExercise.TYPE

    wrong_feedback = None
    max_attempts = None
    cards = blocks.ListBlock(CardBlock(), label=_("Cards"), min_num=2, max_num=20)

    class Meta:
        icon = "copy"
        label = _("Flash cards")
        description = _("Questions with the answer on the back; the learner marks what is known.")
        preview_value: ClassVar[dict[str, Any]] = {
            "question": "Czy znasz te skróty?",
            "cards": [
                {"front": "JST", "back": "Jednostka samorządu terytorialnego: gmina, powiat, województwo."},
                {"front": "OPP", "back": "Organizacja pożytku publicznego."},
            ],
        }

    def problems(self, value: Any) -> list[Words]:
        return [_("Two cards have the same front.")] if same_texts([card["front"] for card in value["cards"]]) else []

    def preview(self, value: Any) -> Sequence[PreviewLine]:
        return [PreviewLine(card["front"], None, card["back"]) for card in value["cards"]]

    def content_of(self, value: Any) -> dict[str, Any]:
        cards = [{"id": key, "front": card["front"], "back": card["back"]} for key, card in items(value["cards"])]
        return {"cards": cards}


class PollBlock(ExerciseBlock):
    """A question on which everybody votes."""

    TYPE: ClassVar[str] = PollExercise.TYPE

    hint = None
    wrong_feedback = None
    max_attempts = None
    options = blocks.ListBlock(
        blocks.CharBlock(label=_("Answer"), max_length=300), label=_("Answers"), min_num=2, max_num=10
    )

    class Meta:
        icon = "group"
        label = _("Poll")
        description = _("Everybody has a vote; the results are shown after voting.")
        preview_value: ClassVar[dict[str, Any]] = {
            "question": "Jak często wasza organizacja rozmawia z gminą?",
            "options": ["co miesiąc", "kilka razy w roku", "rzadziej"],
        }

    def problems(self, value: Any) -> list[Words]:
        return [_("Two answers are the same.")] if same_texts(list(value["options"])) else []

    def preview(self, value: Any) -> Sequence[PreviewLine]:
        return [PreviewLine(text) for text in value["options"]]

    def content_of(self, value: Any) -> dict[str, Any]:
        return {"options": [{"id": key, "text": text} for key, text in items(value["options"])]}
