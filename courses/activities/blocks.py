"""StreamField blocks for exercises in the text of a lesson."""

import json
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
from reference.models import DatedValue
from reference.values import keys_in, plain_with_values

if TYPE_CHECKING:
    from publishing.models import BasePage

EXERCISES = _("Exercises")
SINGLE, MULTIPLE = "single", "multiple"


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


PLACEHOLDER = "<!--exercise:{}-->"
PLACEHOLDER_PATTERN = re.compile(r"<!--exercise:([0-9a-f-]{36})-->")


class ExerciseBlock(blocks.StructBlock):
    """Base class of exercise blocks: turns a block's value into an XBlock tree."""

    def uuid_of(self, *, block_id: str, page: "BasePage") -> UUID:
        return exercise_uuid(translation_key=page.translation_key, language=page.language, block_id=block_id)

    def extracts(self, value: Any, *, block_id: str, page: "BasePage") -> Iterator[ExerciseSource]:
        """The exercise, for ``publishing.pipeline``."""
        yield ExerciseSource(
            uuid=self.uuid_of(block_id=block_id, page=page),
            title=plain_with_values(self.title_of(value)),
            tree=self.tree_of(value, block_id=block_id),
        )

    def placeholder(self, *, block_id: str, page: "BasePage") -> str:
        """The placeholder, because an exercise is rendered for each user: see ``PLACEHOLDER_PATTERN``."""
        return PLACEHOLDER.format(self.uuid_of(block_id=block_id, page=page))

    def extract_references(self, value: Any) -> Iterator[tuple[Any, ...]]:
        """Also the dated values in the texts, which the stored HTML of the page does not have."""
        yield from super().extract_references(value)
        tree = self.tree_of(value, block_id="")
        keys = dict.fromkeys(keys_in(json.dumps(tree["fields"], ensure_ascii=False)))
        if keys:
            for pk in DatedValue.objects.filter(slug__in=list(keys)).values_list("pk", flat=True):
                yield DatedValue, str(pk), "value", f"value.{pk}"

    def title_of(self, value: Any) -> str:
        """The title of the exercise in reports."""
        raise NotImplementedError

    def tree_of(self, value: Any, *, block_id: str) -> Node:
        """The exercise as an XBlock tree; the id of its root is ``block_id``."""
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
        """The question alone, so that search results do not reveal the right answer or the feedback."""
        return [plain_with_values(str(value["question"]))]

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
