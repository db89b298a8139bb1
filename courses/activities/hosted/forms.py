"""The form of an activity of the library: its title and kind. What is in it is edited in its frame."""

from importlib.metadata import entry_points
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from courses.activities.hosted import services
from courses.activities.hosted.models import KINDS, LibraryActivity


def kinds() -> list[tuple[str, Any]]:
    """The block types of ``POMOST_XBLOCKS`` that are installed, for a list of choices."""
    installed = {point.name for point in entry_points(group="xblock.v1")}
    return [(name, KINDS.get(name, name)) for name in settings.POMOST_XBLOCKS if name in installed]


class LibraryActivityForm(WagtailAdminModelForm):
    """Makes an activity, or publishes what is in its draft; its kind stays."""

    instance: LibraryActivity
    block_type = forms.ChoiceField(label=_("Kind"), choices=kinds)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance._state.adding:
            self.fields["block_type"].disabled = True

    def save(self, commit: bool = True) -> LibraryActivity:
        item: LibraryActivity = super().save(commit=False)
        if item._state.adding:
            return services.add_to_library(title=item.title, block_type=item.block_type)
        services.publish_from_library(item=item)
        return item
