"""Blocks of exercises in which a word or a number is typed."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from courses.activities.blocks.base import ExerciseBlock, PreviewLine, Words, items, same_texts
from courses.activities.exercises.typed import NumberExercise, ShortTextExercise


class AcceptedBlock(blocks.StructBlock):
    """An answer that is foreseen."""

    text = blocks.CharBlock(label=_("Answer"), max_length=200)
    correct = blocks.BooleanBlock(
        label=_("Correct"),
        required=False,
        default=True,
        help_text=_("Unmarked: a foreseen mistake, with feedback of its own."),
    )
    feedback = blocks.TextBlock(label=_("Feedback"), required=False, rows=2, max_length=800)

    class Meta:
        icon = "edit"
        label = _("Answer")


class ShortTextBlock(ExerciseBlock):
    """A question answered with a word or a few."""

    TYPE: ClassVar[str] = ShortTextExercise.TYPE

    accepted = blocks.ListBlock(AcceptedBlock(), label=_("Answers"), min_num=1, max_num=20)
    any_form = blocks.BooleanBlock(
        label=_("Accept other forms of the words"),
        required=False,
        help_text=_("For example “umowy” where “umowa” is accepted."),
    )
    match_diacritics = blocks.BooleanBlock(
        label=_("Polish letters must be right"),
        required=False,
        help_text=_("Otherwise “ksiega” is as good as “księga”."),
    )
    match_case = blocks.BooleanBlock(label=_("Capital letters must be right"), required=False)

    class Meta:
        icon = "edit"
        label = _("Short answer")
        description = _("The learner types a word or a few; other spellings and forms can be accepted.")
        preview_value: ClassVar[dict[str, Any]] = {
            "question": "Jak nazywa się rejestr, w którym sprawdzisz fundację?",
            "accepted": [
                {"text": "KRS", "correct": True, "feedback": "Krajowy Rejestr Sądowy."},
                {"text": "CEIDG", "correct": False, "feedback": "To ewidencja osób fizycznych."},
            ],
        }

    def problems(self, value: Any) -> list[Words]:
        found: list[Words] = []
        if not any(item["correct"] for item in value["accepted"]):
            found.append(_("Mark the correct answer."))
        if same_texts([item["text"] for item in value["accepted"]]):
            found.append(_("Two answers are the same."))
        return found

    def preview(self, value: Any) -> Sequence[PreviewLine]:
        return [PreviewLine(item["text"], bool(item["correct"]), item["feedback"]) for item in value["accepted"]]

    def content_of(self, value: Any) -> dict[str, Any]:
        accepted = [
            {"id": key, "text": item["text"], "correct": bool(item["correct"]), "feedback": item["feedback"]}
            for key, item in items(value["accepted"])
        ]
        rules = {name: bool(value.get(name)) for name in ("match_case", "match_diacritics", "any_form")}
        return {"accepted": accepted, **rules}


class NumberBlock(ExerciseBlock):
    """A question answered with a number."""

    TYPE: ClassVar[str] = NumberExercise.TYPE

    value = blocks.DecimalBlock(label=_("The right number"), max_digits=18, decimal_places=6)
    tolerance = blocks.DecimalBlock(
        label=_("Tolerance"),
        required=False,
        min_value=Decimal(0),
        max_digits=18,
        decimal_places=6,
        help_text=_("How far from it an answer may be, up or down. Empty: not at all."),
    )
    unit = blocks.CharBlock(
        label=_("Unit"), required=False, max_length=30, help_text=_("Stands after the field, for example: zł, dni, %.")
    )

    class Meta:
        icon = "decimal"
        label = _("Number")
        description = _("The learner types a number; a decimal comma, spaces and the unit are understood.")
        preview_value: ClassVar[dict[str, Any]] = {
            "question": "Ile dni co najmniej ma trwać przyjmowanie ofert w otwartym konkursie?",
            "value": Decimal(21),
            "tolerance": None,
            "unit": "dni",
        }

    def preview(self, value: Any) -> Sequence[PreviewLine]:
        text = " ".join(filter(None, (_text(value["value"]).replace(".", ","), value["unit"])))
        if value["tolerance"]:
            text = f"{text} ± {_text(value['tolerance']).replace('.', ',')}"
        return [PreviewLine(text, right=True)]

    def content_of(self, value: Any) -> dict[str, Any]:
        return {
            "value": _text(value["value"]),
            "tolerance": _text(value["tolerance"] or Decimal(0)),
            "unit": value["unit"],
        }


def _text(number: Decimal | None) -> str:
    """A decimal as it is written, without zeros that say nothing."""
    if number is None:
        return "0"
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
