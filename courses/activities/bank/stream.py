"""The content of a question of the bank."""

from courses.activities.blocks import ExerciseStreamBlock


class QuestionStreamBlock(ExerciseStreamBlock):
    """Exactly one exercise, of any type that a lesson can have."""

    class Meta:
        # That there is one, the field asks for when it is published, and not of a form that has just been opened.
        max_num = 1
