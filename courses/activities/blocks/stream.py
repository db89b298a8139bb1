"""Every type of exercise, as blocks of a stream: of a lesson, and of a question of the bank."""

from wagtail import blocks

from courses.activities.blocks.branching import BranchingBlock
from courses.activities.blocks.choice import ChoiceExerciseBlock
from courses.activities.blocks.gaps import GapsBlock
from courses.activities.blocks.hotspot import HotspotBlock
from courses.activities.blocks.marked import ChecklistBlock, FlashCardsBlock, PollBlock
from courses.activities.blocks.rows import MatchingBlock, OrderingBlock, SortingBlock, TrueFalseBlock
from courses.activities.blocks.typed import NumberBlock, ShortTextBlock
from courses.activities.blocks.written import ModelAnswerBlock, ReflectionBlock


class ExerciseStreamBlock(blocks.StreamBlock):
    """The types of exercises by the names under which they are stored."""

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
