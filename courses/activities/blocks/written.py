"""Blocks of exercises in which the learner writes."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from courses.activities.blocks.base import ExerciseBlock, PreviewLine, Words, items, same_texts
from courses.activities.exercises.written import ModelAnswerExercise, ReflectionExercise


class ModelAnswerBlock(ExerciseBlock):
    """A question answered in writing and compared with a model answer."""

    TYPE: ClassVar[str] = ModelAnswerExercise.TYPE

    wrong_feedback = None
    max_attempts = None
    model = blocks.TextBlock(label=_("Model answer"), rows=6, max_length=4000)
    criteria = blocks.ListBlock(
        blocks.CharBlock(label=_("Criterion"), max_length=300),
        label=_("Criteria"),
        min_num=1,
        max_num=10,
        help_text=_("What a good answer has; the learner marks what their own has."),
    )

    class Meta:
        icon = "doc-full"
        label = _("Answer compared with a model")
        description = _("The learner writes, then compares with a model answer by criteria.")
        preview_value: ClassVar[dict[str, Any]] = {
            "question": "Napisz jednym zdaniem cel swojego projektu.",
            "model": "Do końca 2027 roku 60 seniorek i seniorów z trzech sołectw przyjdzie co najmniej raz do klubu.",
            "criteria": ["mówi, dla kogo", "mówi, do kiedy", "da się sprawdzić"],
        }

    def problems(self, value: Any) -> list[Words]:
        return [_("Two criteria are the same.")] if same_texts(list(value["criteria"])) else []

    def preview(self, value: Any) -> Sequence[PreviewLine]:
        return [PreviewLine(value["model"], None, ", ".join(value["criteria"]))]

    def content_of(self, value: Any) -> dict[str, Any]:
        criteria = [{"id": key, "text": text} for key, text in items(value["criteria"])]
        return {"model": value["model"], "criteria": criteria}


class ReflectionBlock(ExerciseBlock):
    """A question to oneself."""

    TYPE: ClassVar[str] = ReflectionExercise.TYPE

    wrong_feedback = None
    max_attempts = None

    class Meta:
        icon = "user"
        label = _("Reflection")
        description = _("A question to oneself; nobody else reads the answer.")
        preview_value: ClassVar[dict[str, Any]] = {
            "question": "Co z tej lekcji zmienisz w swojej organizacji w tym miesiącu?",
        }

    def preview(self, value: Any) -> Sequence[PreviewLine]:
        return []

    def content_of(self, value: Any) -> dict[str, Any]:
        return {}
