from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from people import emails, services
from people.models import Organisation, StatedNumbers, User
from people.registry_numbers import NAMES, NORMAL


class SignupForm(forms.Form):
    """The fields of the sign-up beside address and password: a name and the consent to the terms."""

    first_name = forms.CharField(
        label=_("First name"), max_length=150, widget=forms.TextInput(attrs={"autocomplete": "given-name"})
    )
    last_name = forms.CharField(
        label=_("Last name"), max_length=150, widget=forms.TextInput(attrs={"autocomplete": "family-name"})
    )
    of_age = forms.BooleanField(
        label=_("I am at least 16 years old"),
        error_messages={"required": _("Under 16? Make an account with the consent of a guardian: the link is above.")},
    )
    terms = forms.BooleanField(
        label=_("I accept the terms of service"),
        error_messages={"required": _("An account cannot be made without accepting the terms of service.")},
    )

    field_order = ("first_name", "last_name", "email", "password1", "of_age", "terms")

    def signup(self, request: HttpRequest, user: User) -> None:
        """Called by allauth once the account is saved."""
        services.record_signup(
            user=user, first_name=self.cleaned_data["first_name"], last_name=self.cleaned_data["last_name"]
        )


class ProfileForm(forms.Form):
    """Name and organisation of a user; ``kind`` is used only where the organisation is new."""

    first_name = forms.CharField(
        label=_("First name"), max_length=150, widget=forms.TextInput(attrs={"autocomplete": "given-name"})
    )
    last_name = forms.CharField(
        label=_("Last name"), max_length=150, widget=forms.TextInput(attrs={"autocomplete": "family-name"})
    )
    organisation = forms.CharField(
        label=_("Organisation"), max_length=250, required=False, help_text=_("Its full name. Leave empty if none.")
    )
    kind = forms.ChoiceField(
        label=_("Kind of organisation"), choices=[("", _("choose")), *Organisation.Kind.choices], required=False
    )

    nip = forms.CharField(label="NIP", max_length=30, required=False, help_text=_("10 digits."))
    regon = forms.CharField(label="REGON", max_length=30, required=False, help_text=_("9 or 14 digits."))
    krs = forms.CharField(
        label="KRS", max_length=30, required=False, help_text=_("10 digits, with the zeros at the beginning.")
    )

    @property
    def of_person(self) -> list[BoundField]:
        """The fields that are always shown."""
        return [field for field in self if field.name not in NAMES]

    @property
    def of_organisation(self) -> list[BoundField]:
        """The fields of the numbers."""
        return [self[name] for name in NAMES]

    @property
    def numbers_open(self) -> bool:
        """Whether the fields of the numbers are shown at once: one is filled in or wrong."""
        return any(self[name].errors or self[name].value() for name in NAMES)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for name in NAMES:
            if text := str(data.get(name) or "").strip():
                try:
                    data[name] = NORMAL[name](text)
                except ValidationError as error:
                    self.add_error(name, error)
        if any(data.get(name) for name in NAMES) and not data.get("organisation", "").strip():
            self.add_error("organisation", _("Write the name of the organisation that the numbers belong to."))
        return data

    @classmethod
    def of(cls, user: User) -> "ProfileForm":
        """The form filled in with the user's data."""
        organisation = user.organisation
        stated = StatedNumbers.objects.filter(user=user).first()
        return cls(
            initial={
                "first_name": user.first_name,
                "last_name": user.last_name,
                "organisation": organisation.name if organisation else "",
                "kind": organisation.kind if organisation else "",
                **{name: getattr(stated, name, None) or "" for name in NAMES},
            }
        )


class EmailsForm(forms.Form):
    """A checkbox for each kind of e-mail that concerns a user; ticked are those that they get."""

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offered = [kind.name for kind in emails.kinds_for(user)]
        off = set(user.email_opt_outs.values_list("kind", flat=True))
        for kind in emails.kinds_for(user):
            self.fields[kind.name] = forms.BooleanField(
                label=kind.label, help_text=kind.help_text, required=False, initial=kind.name not in off
            )

    def wanted(self) -> list[str]:
        """The kinds that were ticked; of a valid form."""
        return [name for name in self.offered if self.cleaned_data[name]]
