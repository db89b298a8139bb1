"""The edit form of all pages."""

from datetime import datetime
from typing import Any

from django.utils import timezone
from wagtail.admin.forms import WagtailAdminPageForm


class PageForm(WagtailAdminPageForm):
    """Wagtail's form with one message, at one field, for an invalid schedule."""

    _go_live_at: datetime | None = None
    _expire_at: datetime | None = None

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        # Wagtail validates the two after this and removes invalid values.
        self._go_live_at, self._expire_at = cleaned.get("go_live_at"), cleaned.get("expire_at")
        return cleaned

    def full_clean(self) -> None:
        """Reduces Wagtail's up to three messages about the schedule to one."""
        super().full_clean()
        go_live_at, expire_at = self._go_live_at, self._expire_at
        out_of_order = bool(go_live_at and expire_at and go_live_at > expire_at)
        if "expire_at" in self.errors and expire_at and expire_at < timezone.now():
            # A past expiry date has to be changed in any case; its message is the last one.
            self.errors["expire_at"].data[:-1] = []
            if out_of_order:
                self.errors.pop("go_live_at", None)
        elif out_of_order:
            self.errors.pop("expire_at", None)
