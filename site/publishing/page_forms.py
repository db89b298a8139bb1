"""The edit form of all pages."""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminPageForm


class PageForm(WagtailAdminPageForm):
    """Wagtail's form with one message, at one field, for an invalid schedule, and a note at a plan that has passed."""

    _go_live_at: datetime | None = None
    _expire_at: datetime | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for plan in self.instance.passed_plans:
            if plan.field in self.fields:
                self.fields[plan.field].help_text = plan.message

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
        elif go_live_at and go_live_at < timezone.now() and self._is_new(go_live_at):
            message = _("This time has passed. Choose a later one, or leave the field empty and publish the page now.")
            self.add_error("go_live_at", ValidationError(message, code="passed"))

    def _is_new(self, go_live_at: datetime) -> bool:
        """Whether the time was chosen now. One that has been there keeps nobody from editing the page."""
        known: datetime | None = self.initial.get("go_live_at")
        return known is None or known.replace(second=0, microsecond=0) != go_live_at.replace(second=0, microsecond=0)
