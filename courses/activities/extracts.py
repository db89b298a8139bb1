"""What an exercise block gives to be stored when its page goes live."""

from dataclasses import dataclass
from uuid import UUID, uuid5

from courses.activities.models import Node


@dataclass(frozen=True, slots=True)
class ExerciseSource:
    """An exercise as an author left it: its stable uuid, its title in reports and its tree."""

    uuid: UUID
    title: str
    tree: Node


def exercise_uuid(*, translation_key: UUID, language: str, block_id: str) -> UUID:
    """The uuid of the exercise in a block of a page.

    A block's id is new when an editor duplicates the block and kept by revisions; a copied page has a translation key
    of its own. So copies get activities of their own and restored revisions their old ones.
    """
    return uuid5(translation_key, f"{language}:{block_id}")
