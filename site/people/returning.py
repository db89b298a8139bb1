"""Who signed in last in this browser: a signed cookie that outlives the session, and ends with signing out.

It signs nobody in and shows nothing. It tells whom something belongs that is sent after the session has ended.
"""

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from people.models import User

SALT = "people.returning"
SECONDS = 90 * 24 * 60 * 60


def note(response: HttpResponseBase, user: User) -> None:
    """Writes down who has just signed in, in the place of whoever did before."""
    response.set_signed_cookie(
        settings.POMOST_PERSON_COOKIE,
        str(user.pk),
        salt=SALT,
        max_age=SECONDS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def forget(response: HttpResponseBase) -> None:
    """Takes it back, for somebody who signs out."""
    response.delete_cookie(settings.POMOST_PERSON_COOKIE, samesite="Lax")


def last_user(request: HttpRequest) -> User | None:
    """The active account that signed in last here; None without a genuine cookie of the last 90 days."""
    value = request.get_signed_cookie(settings.POMOST_PERSON_COOKIE, default="", salt=SALT, max_age=SECONDS)
    return User.objects.filter(pk=int(value), is_active=True).first() if value else None
