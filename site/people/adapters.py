"""How django-allauth meets Pomost."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from people import returning
from people.models import User


class AccountAdapter(DefaultAccountAdapter):
    """Keeps addresses in lower case, and takes people who edit to the editor."""

    def populate_username(self, request: HttpRequest, user: User) -> None:
        """There are no user names."""

    def save_user(self, request: HttpRequest, user: User, form: Any, commit: bool = True) -> User:
        user = super().save_user(request, user, form, commit=False)
        user.email = user.email.lower()
        if commit:
            user.save()
        return user

    def post_login(self, request: HttpRequest, user: User, **details: Any) -> HttpResponse:
        """Whichever way somebody signs in, this browser notes who it was; the cookie goes with signing out."""
        response: HttpResponse = super().post_login(request, user, **details)
        returning.note(response, user)
        return response

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        if request.user.has_perm("wagtailadmin.access_admin"):
            return reverse("wagtailadmin_home")
        if request.user.has_perm("coursework.run_cohorts") or request.user.has_perm("coursework.manage_cohorts"):
            return reverse("coursework:queue")
        return str(super().get_login_redirect_url(request))
