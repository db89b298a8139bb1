"""The sign-up, whose response and response time do not reveal whether an address has an account."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.forms import SignupForm
from allauth.account.views import SignupView as AllauthSignupView
from django import forms
from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from people import guardians
from people.models import User
from publishing import limits


class SignupView(AllauthSignupView):
    """django-allauth's sign-up, which does the same work for a known address as for a new one.

    allauth creates no account for a known address and does not hash the password, which takes longer than everything
    else together (measured from outside: 66 ms against 437 ms). Here both cases are one transaction with one
    e-mail, so the duration of the commit is the same too.
    """

    def form_valid(self, form: SignupForm) -> HttpResponse:
        try:
            with transaction.atomic():
                return self._answer(form)
        except IntegrityError:  # another request has created an account with this address since the form was checked
            form.account_already_exists = True
            with transaction.atomic():
                return self._answer(form)

    def _answer(self, form: SignupForm) -> HttpResponse:
        if form.account_already_exists:
            make_password(form.cleaned_data["password1"])
        response: HttpResponse = super().form_valid(form)
        return response


class GuardianSignupForm(SignupForm):
    """The sign-up of somebody under 16: the address of a guardian in place of the word that they are older."""

    field_order = ("first_name", "last_name", "email", "password1", "guardian_email", "terms")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["of_age"]
        self.fields["guardian_email"] = forms.EmailField(
            label=_("E-mail address of a parent or guardian"),
            help_text=_("We ask them for consent. Once they have agreed, we forget the address."),
        )
        self.order_fields(self.field_order)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean()
        if (guardian := data.get("guardian_email")) and guardian.lower() == str(data.get("email", "")).lower():
            self.add_error("guardian_email", _("This is your own address. Write that of a parent or guardian."))
        return data

    def signup(self, request: HttpRequest, user: User) -> None:
        super().signup(request, user)
        guardians.ask_guardian(user=user, email=self.cleaned_data["guardian_email"])


class GuardianSignupView(SignupView):
    """The sign-up of somebody under 16: whoever's address it is, one e-mail and the same page, and no session."""

    form_class = GuardianSignupForm

    def get_form_class(self) -> type[GuardianSignupForm]:
        return GuardianSignupForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "with_guardian": True}

    def form_valid(self, form: SignupForm) -> HttpResponse:
        addresses = (form.cleaned_data[name].lower() for name in ("guardian_email", "email"))
        if not all(limits.allowed(self.request, "guardian_email", key=address) for address in addresses):
            return limits.too_many(self.request)
        return super().form_valid(form)

    def _answer(self, form: SignupForm) -> HttpResponse:
        if form.account_already_exists:
            make_password(form.cleaned_data["password1"])
            # Not allauth's own way, which leaves a message in a cookie that a new address does not get.
            get_adapter().send_account_already_exists_mail(form.cleaned_data["email"])
        else:
            form.save(self.request)
            self.request.session.pop("account_verified_email", None)  # allauth leaves it, empty, and so a cookie
        return redirect("people:guardian_asked")
