from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from people import services
from people.models import User


class SignupForm(forms.Form):
    """What signing up asks beside the address and the password: a name and one consent."""

    first_name = forms.CharField(label=_("First name"), max_length=150)
    last_name = forms.CharField(label=_("Last name"), max_length=150)
    terms = forms.BooleanField(
        label=_("I accept the terms of service"),
        error_messages={"required": _("An account cannot be made without accepting the terms of service.")},
    )

    field_order = ("first_name", "last_name", "email", "password1", "terms")

    def signup(self, request: HttpRequest, user: User) -> None:
        """Called by allauth once the account is saved."""
        services.record_signup(
            user=user, first_name=self.cleaned_data["first_name"], last_name=self.cleaned_data["last_name"]
        )
