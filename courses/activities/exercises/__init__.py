"""Our own exercises as XBlocks, by the name under which a tree refers to them."""

from typing import Final

from xblock.core import XBlock

from courses.activities.exercises.choice import ChoiceExercise

EXERCISES: Final[dict[str, type[XBlock]]] = {ChoiceExercise.TYPE: ChoiceExercise}

__all__ = ["EXERCISES", "ChoiceExercise"]
