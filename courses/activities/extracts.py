"""The extract of an exercise block, stored when its page goes live."""

from dataclasses import dataclass
from uuid import UUID, uuid5

from courses.activities.models import Node


@dataclass(frozen=True, slots=True)
class ExerciseSource:
    """An exercise as authored: its stable uuid, its title in reports and its tree.

    ``shared``: it belongs to the question bank or the library, which publishes it; the page only shows it.
    """

    uuid: UUID
    title: str
    tree: Node
    shared: bool = False


def exercise_uuid(*, translation_key: UUID, language: str, block_id: str) -> UUID:
    """The uuid of the exercise in a block of a page.

    Revisions keep a block's id and duplicating the block gives a new one; a copied page has a new translation key. So
    copies get new activities, and restored revisions get the old ones.
    """
    return uuid5(translation_key, f"{language}:{block_id}")
