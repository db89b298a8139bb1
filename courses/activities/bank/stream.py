"""The content of a question of the bank."""

from courses.activities.blocks import ExerciseBlock, ExerciseStreamBlock
from courses.activities.exercises import EXERCISES, Exercise


class QuestionStreamBlock(ExerciseStreamBlock):
    """Exactly one exercise, of any type that a lesson can have."""

    class Meta:
        min_num = 1
        max_num = 1


def is_scored(block: ExerciseBlock) -> bool:
    """Whether something is right or wrong in exercises of this block, and they are answered at once."""
    kind = EXERCISES[block.TYPE]
    return bool(kind.has_score and issubclass(kind, Exercise) and not kind.IN_STEPS)
