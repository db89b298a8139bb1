from courses.activities.blocks import (
    BranchingBlock,
    ChecklistBlock,
    ChoiceExerciseBlock,
    FlashCardsBlock,
    GapsBlock,
    HotspotBlock,
    MatchingBlock,
    ModelAnswerBlock,
    NumberBlock,
    OrderingBlock,
    PollBlock,
    ReflectionBlock,
    ShortTextBlock,
    SortingBlock,
    TrueFalseBlock,
)
from courses.activities.hosted.blocks import LibraryActivityBlock
from publishing.blocks import BodyBlock
from reference.blocks import RequirementBlock


class LessonBodyBlock(BodyBlock):
    """The running text of a lesson: every common block, requirements and exercises."""

    requirement = RequirementBlock()
    choice = ChoiceExerciseBlock()
    true_false = TrueFalseBlock()
    short_text = ShortTextBlock()
    number = NumberBlock()
    matching = MatchingBlock()
    ordering = OrderingBlock()
    gaps = GapsBlock()
    sorting = SortingBlock()
    hotspot = HotspotBlock()
    branching = BranchingBlock()
    model_answer = ModelAnswerBlock()
    reflection = ReflectionBlock()
    checklist = ChecklistBlock()
    flash_cards = FlashCardsBlock()
    poll = PollBlock()
    library = LibraryActivityBlock()
