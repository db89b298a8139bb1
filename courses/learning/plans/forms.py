"""The form of a plan."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class PlanForm(forms.Form):
    """Hours a week and, if one wants, the last day."""

    conditional: tuple[str, ...] = ()

    hours_per_week = forms.IntegerField(
        label=_("How many hours a week do you have?"),
        min_value=1,
        max_value=40,
        help_text=_("From 1 to 40. Less than you hope for is better than more."),
        error_messages={
            "required": _("Write how many hours a week you have."),
            "min_value": _("A plan needs at least 1 hour a week."),
            "max_value": _("A plan has at most 40 hours a week."),
            "invalid": _("Write a whole number of hours."),
        },
    )
    ends_on = forms.DateField(
        label=_("Last day"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        help_text=_("The day by which you want to finish. Without one the plan says when you will."),
    )

    def clean_ends_on(self) -> Any:
        ends_on = self.cleaned_data["ends_on"]
        if ends_on is not None and ends_on < timezone.localdate():
            raise forms.ValidationError(_("This day has passed. Choose today or a later one."))
        return ends_on
