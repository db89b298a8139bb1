"""Who is asking."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from people.models import User


def user_of(request: HttpRequest) -> User:
    """The person signed in. Raises ``PermissionDenied`` for anonymous visitors, whom views send to sign in first."""
    if isinstance(request.user, User):
        return request.user
    raise PermissionDenied
