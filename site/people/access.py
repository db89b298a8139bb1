"""Who is asking."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode

from people.models import User
from publishing.access import has_session


def user_of(request: HttpRequest) -> User:
    """The person signed in. Raises ``PermissionDenied`` for anonymous visitors, whom views send to sign in first."""
    if isinstance(request.user, User):
        return request.user
    raise PermissionDenied


def visitor(request: HttpRequest) -> User | None:
    """The person signed in, or None; without a session cookie the session is not even looked at."""
    user = getattr(request, "user", None) if has_session(request) else None
    return user if isinstance(user, User) and user.is_authenticated else None


def sign_in_address(page: str) -> str:
    """Where one signs in to go on at ``page``, an address of this site."""
    return _and_then("account_login", page)


def sign_up_address(page: str) -> str:
    """Where one makes an account to go on at ``page``, an address of this site."""
    return _and_then("account_signup", page)


def _and_then(name: str, page: str) -> str:
    return f"{reverse(name)}?{urlencode({'next': page})}"
