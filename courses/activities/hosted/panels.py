"""The panel in which an editor writes an activity of the library, in the activity's own editing view."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import Panel

from courses.activities.hosted.editing import PREVIEW, STUDIO
from courses.activities.hosted.frames import frame_url
from people.current_user import user_of


class StudioPanel(Panel):
    """Two frames: the editing view of the draft, and the draft as learners will see it."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"heading": _("Content of the activity"), **kwargs})

    class BoundPanel(Panel.BoundPanel):
        template_name = "activities/hosted/studio_panel.html"

        def get_context_data(self, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            return {**context, "studio_url": self._frame(STUDIO), "preview_url": self._frame(PREVIEW)}

        def _frame(self, mode: str) -> str:
            item = self.instance
            if not item.pk:
                return ""
            return frame_url(
                self.request,
                user_id=user_of(self.request).pk,
                activity=item.activity_id,
                tree=item.draft,
                version=None,
                mode=mode,
                place=item.pk,
            )
