"""StreamField blocks for exercises in the text of a lesson."""

from courses.activities.blocks.base import (
    EXERCISES,
    PLACEHOLDER,
    PLACEHOLDER_PATTERN,
    ActivityBlock,
    ExerciseBlock,
    PreviewLine,
)
from courses.activities.blocks.branching import BranchingBlock
from courses.activities.blocks.choice import ChoiceExerciseBlock
from courses.activities.blocks.gaps import GapsBlock
from courses.activities.blocks.hotspot import HotspotBlock
from courses.activities.blocks.marked import ChecklistBlock, FlashCardsBlock, PollBlock
from courses.activities.blocks.rows import MatchingBlock, OrderingBlock, SortingBlock, TrueFalseBlock
from courses.activities.blocks.stream import ExerciseStreamBlock
from courses.activities.blocks.typed import NumberBlock, ShortTextBlock
from courses.activities.blocks.written import ModelAnswerBlock, ReflectionBlock

__all__ = [
    "EXERCISES",
    "PLACEHOLDER",
    "PLACEHOLDER_PATTERN",
    "ActivityBlock",
    "BranchingBlock",
    "ChecklistBlock",
    "ChoiceExerciseBlock",
    "ExerciseBlock",
    "ExerciseStreamBlock",
    "FlashCardsBlock",
    "GapsBlock",
    "HotspotBlock",
    "MatchingBlock",
    "ModelAnswerBlock",
    "NumberBlock",
    "OrderingBlock",
    "PollBlock",
    "PreviewLine",
    "ReflectionBlock",
    "ShortTextBlock",
    "SortingBlock",
    "TrueFalseBlock",
]
