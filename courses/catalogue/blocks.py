from courses.activities.blocks import ChoiceExerciseBlock
from publishing.blocks import BodyBlock
from reference.blocks import RequirementBlock


class LessonBodyBlock(BodyBlock):
    """The running text of a lesson: every common block, requirements and exercises."""

    requirement = RequirementBlock()
    choice = ChoiceExerciseBlock()
