from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.blocks import StreamBlockValidationError

from courses.activities.bank.blocks import BankQuestionBlock
from courses.activities.bank.quiz_block import QuizBlock
from courses.activities.blocks.stream import ExerciseStreamBlock
from courses.activities.hosted.blocks import LibraryActivityBlock
from publishing.blocks import BodyBlock
from reference.blocks import RequirementBlock


class LessonBodyBlock(ExerciseStreamBlock, BodyBlock):
    """The running text of a lesson: every common block, requirements, exercises and questions of the bank."""

    requirement = RequirementBlock()
    bank_question = BankQuestionBlock()
    library = LibraryActivityBlock()
    quiz = QuizBlock()

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        seen: set[int] = set()
        for place, child in enumerate(cleaned):
            if child.block_type != "bank_question" or child.value["question"] is None:
                continue
            if child.value["question"].pk in seen:
                error = ValidationError(_("This question of the bank already stands in this lesson."))
                raise StreamBlockValidationError(block_errors={place: error})
            seen.add(child.value["question"].pk)
        return cleaned
