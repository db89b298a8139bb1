"""Who is asking."""

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode

from people.models import User


def user_of(request: HttpRequest) -> User:
    """The person signed in. Raises ``PermissionDenied`` for anonymous visitors, whom views send to sign in first."""
    if isinstance(request.user, User):
        return request.user
    raise PermissionDenied


def visitor(request: HttpRequest) -> User | None:
    """The person signed in, or None.

    Without a session cookie the session is not even looked at: a page that reads it would say ``Vary: Cookie``, and
    the page cache keeps no page that may be somebody's own.
    """
    user = getattr(request, "user", None) if settings.SESSION_COOKIE_NAME in request.COOKIES else None
    return user if isinstance(user, User) and user.is_authenticated else None


def sign_in_address(page: str) -> str:
    """Where one signs in to go on at ``page``, an address of this site."""
    return _and_then("account_login", page)


def sign_up_address(page: str) -> str:
    """Where one makes an account to go on at ``page``, an address of this site."""
    return _and_then("account_signup", page)


def _and_then(name: str, page: str) -> str:
    return f"{reverse(name)}?{urlencode({'next': page})}"
