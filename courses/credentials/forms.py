"""Forms of certificates: they parse input; the rules are in ``services``."""

from django import forms
from django.utils.translation import gettext_lazy as _

from courses.credentials.models import Certificate
from courses.credentials.numbers import LONGEST_TYPED, normal


class NumberForm(forms.Form):
    """The number of a certificate to be checked."""

    numer = forms.CharField(
        label=_("Number of the certificate"),
        max_length=LONGEST_TYPED,
        help_text=_("As PM-2026-7KQ4-M2XD. Dashes, spaces and small letters do not matter."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
        error_messages={"required": _("Type the number that stands on the certificate.")},
    )

    def clean_numer(self) -> str:
        number = normal(self.cleaned_data["numer"])
        if number is None:
            raise forms.ValidationError(
                _("No certificate has such a number. Compare it with the certificate: it begins with PM and a year.")
            )
        return number


class IssueForm(forms.Form):
    """Asks for a certificate, after the learner has confirmed the name."""

    name = forms.CharField(widget=forms.HiddenInput, max_length=301, required=False)
    confirmed = forms.BooleanField(
        label=_("This is my name, as it is to stand on the certificate"),
        error_messages={"required": _("Check the name and confirm it. Another name can be set in your account.")},
    )


class VisibilityForm(forms.Form):
    """What whoever checks the number sees."""

    name = forms.ChoiceField(
        label=_("Whoever checks the number sees"), choices=Certificate.Visibility, widget=forms.RadioSelect
    )
    outcomes = forms.BooleanField(label=_("They also see the learning outcomes"), required=False)

    @classmethod
    def of(cls, certificate: Certificate) -> "VisibilityForm":
        return cls(initial={"name": certificate.name_visibility, "outcomes": certificate.outcomes_visible})


class RevocationForm(forms.Form):
    """Why a certificate is revoked."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        help_text=_("Whoever checks the number reads it. Write nothing about the person that is not needed."),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Give the reason: it is shown to whoever checks the certificate.")},
    )

    def add_service_error(self, error: Exception) -> None:
        self.add_error("reason", str(error))
