"""Activities of the library: XBlocks of others, placed in as many lessons as wanted."""

from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid5

from django.db import models
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from courses.activities.models import Node

NAMESPACE = UUID("5d1f2c9e-6f0b-4f4c-9a40-0d3c8e1b7a52")
"""In which the ids of the blocks of new activities are made."""


KINDS = {
    "done": _("To be marked as done"),
    "drag-and-drop-v2": _("Drag and drop"),
    "feedback": _("Rating with a comment"),
    "freetextresponse": _("Answer in your own words"),
    "poll": _("Poll"),
    "submit-and-compare": _("Answer to compare with a model"),
    "survey": _("Survey"),
}
"""What editors call the block types of the extra ``xblocks``; others have the name of their type."""


class LibraryActivity(models.Model):
    """An activity of the library, with the draft of its tree; what is published is the version of its ``activity``."""

    changes_public_pages = True  # says publishing: the pages that refer to it are rendered anew when it is saved

    title = models.CharField(_("title"), max_length=300)
    block_type = models.CharField(_("kind"), max_length=64)
    activity = models.OneToOneField(
        "activities.Activity", on_delete=models.PROTECT, related_name="library_item", editable=False
    )
    draft: Any = models.JSONField(editable=False)
    updated_at = models.DateTimeField(_("last changed"), auto_now=True)

    class Meta:
        verbose_name = _("activity of the library")
        verbose_name_plural = _("library of activities")
        ordering = ("title", "pk")

    def __str__(self) -> str:
        return self.title

    @property
    def kind(self) -> str:
        return str(KINDS.get(self.block_type, self.block_type))


def new_tree(*, activity: UUID, block_type: str) -> "Node":
    """The tree of a new activity: one block of this type with the default values of its fields."""
    return {"type": block_type, "id": str(uuid5(NAMESPACE, str(activity))), "fields": {}, "children": []}
