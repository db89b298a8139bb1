"""The content of a question of the bank."""

from courses.activities.blocks import ExerciseStreamBlock


class QuestionStreamBlock(ExerciseStreamBlock):
    """Exactly one exercise, of any type that a lesson can have."""

    class Meta:
        min_num = 1
        max_num = 1
