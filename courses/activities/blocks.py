"""Exercises as an author writes them: blocks of the lesson's own text."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError

from courses.activities.exercises import ChoiceExercise
from courses.activities.extracts import ExerciseSource, exercise_uuid
from courses.activities.models import Node

if TYPE_CHECKING:
    from publishing.models import BasePage

EXERCISES = _("Exercises")
SINGLE, MULTIPLE = "single", "multiple"


class OptionBlock(blocks.StructBlock):
    """One answer to choose, and what the learner reads after choosing it."""

    text = blocks.CharBlock(label=_("Answer"), max_length=400)
    correct = blocks.BooleanBlock(label=_("Correct"), required=False)
    feedback = blocks.TextBlock(
        label=_("Feedback"), rows=2, max_length=800, help_text=_("Why it is right, or what speaks against it.")
    )

    class Meta:
        icon = "list-ul"
        label = _("Answer")


PLACEHOLDER = "<!--exercise:{}-->"
PLACEHOLDER_PATTERN = re.compile(r"<!--exercise:([0-9a-f-]{36})-->")


class ExerciseBlock(blocks.StructBlock):
    """What every exercise written in a text has: a way to become an XBlock tree."""

    def uuid_of(self, *, block_id: str, page: "BasePage") -> UUID:
        return exercise_uuid(translation_key=page.translation_key, language=page.language, block_id=block_id)

    def extracts(self, value: Any, *, block_id: str, page: "BasePage") -> Iterator[ExerciseSource]:
        """The exercise, for ``publishing.pipeline``."""
        yield ExerciseSource(
            uuid=self.uuid_of(block_id=block_id, page=page),
            title=self.title_of(value),
            tree=self.tree_of(value, block_id=block_id),
        )

    def placeholder(self, *, block_id: str, page: "BasePage") -> str:
        """An exercise is drawn for each reader: see ``PLACEHOLDER_PATTERN``."""
        return PLACEHOLDER.format(self.uuid_of(block_id=block_id, page=page))

    def title_of(self, value: Any) -> str:
        """What the exercise is called in reports."""
        raise NotImplementedError

    def tree_of(self, value: Any, *, block_id: str) -> Node:
        """The exercise as an XBlock tree whose root has the block's own id."""
        raise NotImplementedError


class ChoiceExerciseBlock(ExerciseBlock):
    """A question with one correct answer or several."""

    kind = blocks.ChoiceBlock(
        label=_("Kind"),
        choices=[(SINGLE, _("one correct answer")), (MULTIPLE, _("several correct answers"))],
        default=SINGLE,
    )
    question = blocks.TextBlock(label=_("Question"), rows=2, max_length=600)
    hint = blocks.TextBlock(label=_("Hint"), required=False, rows=2, max_length=600)
    options = blocks.ListBlock(OptionBlock(), label=_("Answers"), min_num=2, max_num=10)

    class Meta:
        template = "activities/blocks/choice_preview.html"
        icon = "help"
        group = EXERCISES
        label = _("Question with answers to choose")
        description = _("One or several correct answers, with feedback for each of them.")
        preview_value = {
            "kind": SINGLE,
            "question": "Kto opiniuje oferty złożone w otwartym konkursie?",
            "hint": "",
            "options": [
                {"text": "Komisja konkursowa", "correct": True, "feedback": "Tak, powołuje ją organ."},
                {"text": "Rada gminy", "correct": False, "feedback": "Rada uchwala roczny program współpracy."},
            ],
        }

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        correct = sum(bool(option["correct"]) for option in cleaned["options"])
        message = None
        if correct == 0:
            message = _("Mark the correct answer.")
        elif cleaned["kind"] == SINGLE and correct > 1:
            message = _("This kind of question has one correct answer: mark one, or choose the other kind.")
        elif cleaned["kind"] == MULTIPLE and correct == len(cleaned["options"]):
            message = _("If every answer is correct there is nothing to choose: add one that is not.")
        if message:
            raise StructBlockValidationError(non_block_errors=[ValidationError(message)])
        return cleaned

    def get_searchable_content(self, value: Any) -> list[str]:
        """The question alone: what can be found must not tell which answer is right, nor why."""
        return [str(value["question"])]

    def title_of(self, value: Any) -> str:
        return str(value["question"])

    def tree_of(self, value: Any, *, block_id: str) -> Node:
        return {
            "type": ChoiceExercise.TYPE,
            "id": block_id,
            "fields": {
                "kind": value["kind"],
                "question": value["question"],
                "hint": value["hint"],
                "options": [
                    {
                        "id": str(bound.id),
                        "text": bound.value["text"],
                        "correct": bool(bound.value["correct"]),
                        "feedback": bound.value["feedback"],
                    }
                    for bound in value["options"].bound_blocks
                ],
            },
            "children": [],
        }
