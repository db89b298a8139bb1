"""Services of the library of activities."""

from uuid import uuid4

from django.db import transaction

from courses.activities import services as activities
from courses.activities.extracts import ExerciseSource
from courses.activities.hosted.models import LibraryActivity, new_tree
from courses.activities.models import Node


@transaction.atomic
def add_to_library(*, title: str, block_type: str, tree: Node | None = None) -> LibraryActivity:
    """Makes and publishes an activity of this block type, with the default values of its fields or with ``tree``."""
    uuid = uuid4()
    draft = tree or new_tree(activity=uuid, block_type=block_type)
    activities.publish_exercises(container=None, exercises=[ExerciseSource(uuid, title, draft)])
    return LibraryActivity.objects.create(title=title, block_type=block_type, activity_id=uuid, draft=draft)


@transaction.atomic
def publish_from_library(*, item: LibraryActivity) -> None:
    """Publishes the draft of an activity under its present title, in every lesson that it stands in."""
    draft = LibraryActivity.objects.select_for_update().values_list("draft", flat=True).get(pk=item.pk)
    activities.publish_exercises(container=None, exercises=[ExerciseSource(item.activity_id, item.title, draft)])
    item.draft = draft
    item.save()


def keep_draft(*, item: LibraryActivity, draft: Node) -> None:
    """Keeps what an editor changed, without publishing it: no page is rendered anew."""
    LibraryActivity.objects.filter(pk=item.pk).update(draft=draft)
