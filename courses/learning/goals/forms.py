"""The form of a weekly goal."""

from django import forms
from django.utils.translation import gettext_lazy as _

from courses.learning.goals.models import MOST_A_WEEK, WeeklyGoal


class GoalForm(forms.Form):
    """How much in a week, and of what."""

    amount = forms.IntegerField(
        label=_("How many a week?"),
        min_value=1,
        max_value=MOST_A_WEEK,
        help_text=_("From 1 to 40. Less than you hope for is better than more."),
        error_messages={
            "required": _("Write how many."),
            "min_value": _("A goal is at least 1."),
            "max_value": _("A goal is at most 40."),
            "invalid": _("Write a whole number."),
        },
    )
    unit = forms.ChoiceField(
        label=_("Of what?"),
        choices=WeeklyGoal.Unit,
        initial=WeeklyGoal.Unit.LESSONS,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose lessons or hours.")},
    )
