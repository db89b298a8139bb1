from django import forms
from django.utils.translation import gettext_lazy as _


class ErrorReportForm(forms.Form):
    """One field for a person; the hidden one stays empty unless a program fills in all there is."""

    text = forms.CharField(
        label=_("What is wrong?"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": _("Write what is wrong. One sentence is enough.")},
    )
    website = forms.CharField(required=False, widget=forms.HiddenInput)
