"""The edit form of a dated value: its key stays, its periods do not overlap."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils import formats
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminModelForm

from reference.periods import Period, closed, overlapping


class DatedValueForm(WagtailAdminModelForm):
    """Gives a period without an end the day before the next one begins, and refuses periods that share a day."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk and "slug" in self.fields:
            self.fields["slug"].disabled = True

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if "amounts" in self.formsets:
            if self._changed_meanwhile(self.formsets["amounts"]):
                message = _("Somebody has changed the amounts of this value meanwhile. Copy yours and open it again.")
                self.add_error(None, ValidationError(message))
            self._check_periods(self.formsets["amounts"])
        return cleaned

    def _changed_meanwhile(self, formset: Any) -> bool:
        """Whether amounts were added or deleted since the form was opened."""
        stored = set(formset.model.objects.filter(value=self.instance.pk).values_list("pk", flat=True))
        opened = {form.instance.pk for form in formset.initial_forms}
        return self.instance.pk is not None and stored != opened

    def _check_periods(self, formset: Any) -> None:
        forms: dict[Period, Any] = {}
        for form in formset.forms:
            given = form.cleaned_data if form.is_valid() else {}
            if not given.get("valid_from") or given.get("DELETE"):
                continue
            period = Period(given["valid_from"], given.get("valid_to"))
            if period.first in {other.first for other in forms}:
                form.add_error("valid_from", ValidationError(_("Another amount holds from the same day.")))
                return
            forms[period] = form
        for period, end in zip(sorted(forms, key=lambda period: period.first), closed(forms), strict=True):
            forms[end] = forms.pop(period)
            forms[end].cleaned_data["valid_to"] = forms[end].instance.valid_to = end.last
        for one, later in overlapping(list(forms)):
            forms[later].add_error("valid_from", ValidationError(_message(one)))


def _message(one: Period) -> str:
    day = formats.date_format(one.last) if one.last else ""
    return _("The amount before this one holds to %(day)s. Two amounts cannot hold on one day.") % {"day": day}
