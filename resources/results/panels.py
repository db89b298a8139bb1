"""What the import could not place, shown in the edit form of the page."""

from typing import Any

from wagtail.admin.panels import Panel

from resources.results.models.imports import ImportedText


class KeptTextPanel(Panel):
    """The lines of the imported text that are in no field; not shown where there are none."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "results/admin/kept_text.html"

        def _imported(self) -> ImportedText | None:
            return ImportedText.objects.filter(page=self.instance.pk).exclude(kept=[]).first()

        def is_shown(self) -> bool:
            return bool(self.instance.pk) and self._imported() is not None

        def get_context_data(self, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
            return {**super().get_context_data(parent_context), "imported": self._imported()}
