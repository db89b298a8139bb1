"""The form that every page is edited with."""

from datetime import datetime
from typing import Any

from django.utils import timezone
from wagtail.admin.forms import WagtailAdminPageForm


class PageForm(WagtailAdminPageForm):
    """Wagtail's own, which says one thing about a wrong schedule, at one field."""

    _go_live_at: datetime | None = None
    _expire_at: datetime | None = None

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        # Wagtail looks at the two after this, and takes away what it finds wrong.
        self._go_live_at, self._expire_at = cleaned.get("go_live_at"), cleaned.get("expire_at")
        return cleaned

    def full_clean(self) -> None:
        """Keeps one of the messages on the schedule, of which Wagtail gives up to three at two fields."""
        super().full_clean()
        go_live_at, expire_at = self._go_live_at, self._expire_at
        out_of_order = bool(go_live_at and expire_at and go_live_at > expire_at)
        if "expire_at" in self.errors and expire_at and expire_at < timezone.now():
            # Whatever the order of the two, this day has to be changed. Its own message comes last.
            self.errors["expire_at"].data[:-1] = []
            if out_of_order:
                self.errors.pop("go_live_at", None)
        elif out_of_order:
            self.errors.pop("expire_at", None)
