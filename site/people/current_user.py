"""The user of a request, and addresses of the pages for signing in and up."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode

from people.models import User
from publishing.access import has_session


def user_of(request: HttpRequest) -> User:
    """The signed-in user. Raises ``PermissionDenied`` for an anonymous visitor: views redirect those before."""
    if isinstance(request.user, User):
        return request.user
    raise PermissionDenied


def user_or_none(request: HttpRequest) -> User | None:
    """The signed-in user, or None; without a session cookie the session is not read."""
    user = getattr(request, "user", None) if has_session(request) else None
    return user if isinstance(user, User) and user.is_authenticated else None


def sign_in_address(page: str) -> str:
    """The address of the sign-in that leads on to ``page``, an address of this site."""
    return _and_then("account_login", page)


def sign_up_address(page: str) -> str:
    """The address of the sign-up that leads on to ``page``, an address of this site."""
    return _and_then("account_signup", page)


def _and_then(name: str, page: str) -> str:
    return f"{reverse(name)}?{urlencode({'next': page})}"
