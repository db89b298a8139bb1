"""The StreamField block that places an activity of the library in a text."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.snippets.blocks import SnippetChooserBlock

from courses.activities.blocks import EXERCISES
from courses.activities.extracts import ExerciseSource
from courses.activities.hosted.models import LibraryActivity

if TYPE_CHECKING:
    from publishing.models import BasePage


class LibraryActivityBlock(blocks.StructBlock):
    """An activity of the library. What learners have in it is theirs in every text that it stands in."""

    activity = SnippetChooserBlock("activities.LibraryActivity", label=_("Activity of the library"))

    class Meta:
        # Leaves the placeholder of ``activities.blocks``, because the activity is shown for each user.
        template = "activities/hosted/placeholder.html"
        preview_template = "activities/hosted/library_preview.html"
        icon = "cogs"
        group = EXERCISES
        label = _("Activity of the library")
        description = _("An interactive activity that is kept in the library and can stand in many lessons.")
        preview_value = {"activity": None}

    def get_searchable_content(self, value: Any) -> list[str]:
        """The title alone: what is in the activity may give the right answer away."""
        return [value["activity"].title] if value["activity"] else []

    def extracts(self, value: Any, *, block_id: str, page: "BasePage") -> Iterator[ExerciseSource]:
        """The activity as published, for ``publishing.pipeline``."""
        item: LibraryActivity | None = value["activity"]
        if item is not None and (version := item.activity.current) is not None:
            yield ExerciseSource(uuid=item.activity_id, title=item.title, tree=version.tree, shared=True)
