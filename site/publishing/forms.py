from django import forms
from django.utils.translation import gettext_lazy as _


class ErrorReportForm(forms.Form):
    """A report of an error in a page. The hidden field ``website`` is a honeypot: people leave it empty."""

    text = forms.CharField(
        label=_("What is wrong?"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": _("Write what is wrong. One sentence is enough.")},
    )
    website = forms.CharField(required=False, widget=forms.HiddenInput)
