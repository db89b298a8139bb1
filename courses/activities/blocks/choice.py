"""The block of a question with answers to choose."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from courses.activities.blocks.base import ExerciseBlock, PreviewLine, Words, items
from courses.activities.exercises.choice import MULTIPLE, SINGLE, ChoiceExercise


class OptionBlock(blocks.StructBlock):
    """One option and its feedback."""

    text = blocks.CharBlock(label=_("Answer"), max_length=400)
    correct = blocks.BooleanBlock(label=_("Correct"), required=False)
    feedback = blocks.TextBlock(
        label=_("Feedback"), rows=2, max_length=800, help_text=_("Why it is right, or what speaks against it.")
    )

    class Meta:
        icon = "list-ul"
        label = _("Answer")


class ChoiceExerciseBlock(ExerciseBlock):
    """A question with one correct answer or several."""

    TYPE: ClassVar[str] = ChoiceExercise.TYPE

    kind = blocks.ChoiceBlock(
        label=_("Kind"),
        choices=[(SINGLE, _("one correct answer")), (MULTIPLE, _("several correct answers"))],
        default=SINGLE,
    )
    options = blocks.ListBlock(OptionBlock(), label=_("Answers"), min_num=2, max_num=10)

    class Meta:
        icon = "help"
        label = _("Question with answers to choose")
        description = _("One or several correct answers, with feedback for each of them.")
        preview_value: ClassVar[dict[str, Any]] = {
            "kind": SINGLE,
            "question": "Kto opiniuje oferty złożone w otwartym konkursie?",
            "hint": "",
            "options": [
                {"text": "Komisja konkursowa", "correct": True, "feedback": "Tak, powołuje ją organ."},
                {"text": "Rada gminy", "correct": False, "feedback": "Rada uchwala roczny program współpracy."},
            ],
        }

    def problems(self, value: Any) -> list[Words]:
        correct = sum(bool(option["correct"]) for option in value["options"])
        if correct == 0:
            return [_("Mark the correct answer.")]
        if value["kind"] == SINGLE and correct > 1:
            return [_("This kind of question has one correct answer: mark one, or choose the other kind.")]
        if value["kind"] == MULTIPLE and correct == len(value["options"]):
            return [_("If every answer is correct there is nothing to choose: add one that is not.")]
        return []

    def preview(self, value: Any) -> Sequence[PreviewLine]:
        return [PreviewLine(item["text"], bool(item["correct"]), item["feedback"]) for item in value["options"]]

    def content_of(self, value: Any) -> dict[str, Any]:
        options = [
            {
                "id": key,
                "text": option["text"],
                "correct": bool(option["correct"]),
                "feedback": option["feedback"],
            }
            for key, option in items(value["options"])
        ]
        return {"kind": value["kind"], "options": options}
